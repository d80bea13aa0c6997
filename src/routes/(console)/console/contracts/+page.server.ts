import type { PageServerLoad } from './$types';
import { dayOf } from '#kernel/days.ts';
import { ContractQuery, findContracts } from '#modules/contracts/server/index.ts';
import { operatorOf } from '../../../../edge/actors.ts';
import { reading } from '../../../../edge/refusals.ts';

export const load: PageServerLoad = ({ locals, url }) => {
  const query = ContractQuery.parse(Object.fromEntries(url.searchParams));
  return reading(operatorOf(locals), async (context) => ({ query, list: await findContracts(context, query), today: dayOf(context.now) }));
};
