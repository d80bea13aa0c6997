import { openArticleFile } from '#modules/knowledge/server/index.ts';
import type { RequestHandler } from './$types';
import { userOf } from '../../../../../edge/actors.ts';
import { sendArticleFile } from '../../../../../edge/files.ts';

export const GET: RequestHandler = ({ params, locals, url }) => sendArticleFile(userOf(locals), (context) => openArticleFile(context, params.id), url);
