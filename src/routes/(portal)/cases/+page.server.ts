import type { PageServerLoad } from './$types';
import { CaseListQuery, listCases } from '#modules/cases/server/index.ts';
import { userOf } from '../../../edge/actors.ts';
import { reading } from '../../../edge/refusals.ts';

export const load: PageServerLoad = async ({ locals, url }) => {
  const query = CaseListQuery.parse(Object.fromEntries(url.searchParams));
  return { view: query.view, list: await reading(userOf(locals), (context) => listCases(context, query)) };
};
