import type { PageServerLoad } from './$types';
import { ContractQuery, listOwnContracts } from '#modules/contracts/server/index.ts';
import { userOf } from '../../../edge/actors.ts';
import { reading } from '../../../edge/refusals.ts';

export const load: PageServerLoad = async ({ locals, url }) => {
  const { page } = ContractQuery.parse({ page: url.searchParams.get('page') ?? undefined });
  return { list: await reading(userOf(locals), (context) => listOwnContracts(context, { page })) };
};
