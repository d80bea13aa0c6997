import { openArticleFile, viewArticle } from '#modules/knowledge/server/index.ts';
import type { RequestHandler } from './$types';
import { userOf } from '../../../../../edge/actors.ts';
import { sendArticleFile } from '../../../../../edge/files.ts';

export const GET: RequestHandler = ({ params, locals, url }) =>
  sendArticleFile(
    userOf(locals),
    async (context) => {
      const file = await openArticleFile(context, params.id);
      // Who downloads a document reads the article that it is.
      if (file.role === 'document') await viewArticle(context, { articleId: file.articleId });
      return file;
    },
    url,
  );
