import type { PageServerLoad } from './$types';
import { parseArticleQuery } from '#modules/knowledge/index.ts';
import { listArticles } from '#modules/knowledge/server/index.ts';
import { userOf } from '../../../../edge/actors.ts';
import { reading } from '../../../../edge/refusals.ts';

export const load: PageServerLoad = ({ locals, url }) => {
  const query = parseArticleQuery(url.searchParams);
  return reading(userOf(locals), async (context) => ({ query, list: await listArticles(context, query) }));
};
