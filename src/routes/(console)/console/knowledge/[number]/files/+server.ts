import type { RequestHandler } from './$types';
import { operatorOf } from '../../../../../../edge/actors.ts';
import { takeArticleFile } from '../../../../../../edge/files.ts';

export const POST: RequestHandler = ({ request, params, locals, url }) =>
  takeArticleFile(request, operatorOf(locals), { number: params.number, use: url.searchParams.get('use') === 'picture' ? 'picture' : 'file' });
