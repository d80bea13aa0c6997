import type { RequestHandler } from './$types';
import { watchExport } from '#modules/exports/server/index.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { userOf } from '../../../../../edge/actors.ts';
import { answeringJson } from '../../../../../edge/refusals.ts';

/** How far one's own export is, for the page that shows it and for programs. */
export const GET: RequestHandler = ({ locals, params }) =>
  answeringJson(async () => Response.json({ of: await asActor(userOf(locals), (context) => watchExport(context, params.id)), now: new Date().toISOString() }));
