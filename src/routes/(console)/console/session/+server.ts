import type { RequestHandler } from './$types';

/** Prolongs the session of a reader who asked to stay (D-11); the front hook has just done it. */
export const POST: RequestHandler = ({ locals }) => Response.json({ endsAt: locals.sessionEndsAt?.toISOString() ?? null });
