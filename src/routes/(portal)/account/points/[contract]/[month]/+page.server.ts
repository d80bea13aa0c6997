import type { PageServerLoad } from './$types';
import { readPeriod } from '#modules/points/server/index.ts';
import { userOf } from '../../../../../../edge/actors.ts';
import { reading } from '../../../../../../edge/refusals.ts';

export const load: PageServerLoad = ({ locals, params }) =>
  reading(userOf(locals), (context) => readPeriod(context, { contractNumber: params.contract, month: `${params.month}-01` }));
