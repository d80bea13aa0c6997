import type { RequestHandler } from './$types';
import { operatorOf } from '../../../../../../edge/actors.ts';
import { sendFileToAuthor } from '../../../../../../edge/files.ts';

export const GET: RequestHandler = ({ params, locals, url }) => sendFileToAuthor(operatorOf(locals), params.id, url);
