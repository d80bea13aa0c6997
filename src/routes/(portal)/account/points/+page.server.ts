import type { PageServerLoad } from './$types';
import { listPeriods, PeriodQuery } from '#modules/points/server/index.ts';
import { userOf } from '../../../../edge/actors.ts';
import { reading } from '../../../../edge/refusals.ts';

export const load: PageServerLoad = ({ locals, url }) =>
  reading(userOf(locals), async (context) => ({ list: await listPeriods(context, PeriodQuery.parse(Object.fromEntries(url.searchParams))) }));
