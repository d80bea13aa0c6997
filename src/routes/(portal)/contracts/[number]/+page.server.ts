import type { PageServerLoad } from './$types';
import { dayOf } from '#kernel/days.ts';
import { stageOf } from '#modules/contracts/index.ts';
import { readOwnContract } from '#modules/contracts/server/index.ts';
import { userOf } from '../../../../edge/actors.ts';
import { reading } from '../../../../edge/refusals.ts';

export const load: PageServerLoad = ({ locals, params }) =>
  reading(userOf(locals), async (context) => {
    const contract = await readOwnContract(context, params.number);
    return { contract, stage: stageOf(contract, dayOf(context.now)) };
  });
