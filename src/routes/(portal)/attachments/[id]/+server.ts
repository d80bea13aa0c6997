import type { RequestHandler } from './$types';
import { userOf } from '../../../../edge/actors.ts';
import { dropUpload, sendAttachment } from '../../../../edge/files.ts';

export const GET: RequestHandler = ({ params, locals, url }) => sendAttachment(userOf(locals), params.id, url);
export const DELETE: RequestHandler = ({ params, locals }) => dropUpload(userOf(locals), params.id);
