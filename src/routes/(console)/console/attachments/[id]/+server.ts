import type { RequestHandler } from './$types';
import { operatorOf } from '../../../../../edge/actors.ts';
import { sendAttachment } from '../../../../../edge/files.ts';

export const GET: RequestHandler = ({ params, locals, url }) => sendAttachment(operatorOf(locals), params.id, url);
