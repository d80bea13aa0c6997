import type { PageServerLoad } from './$types';
import { countCases } from '#modules/cases/server/index.ts';
import { recordHomeView } from '#modules/journal/server/index.ts';
import { userOf } from '../../edge/actors.ts';
import { reading } from '../../edge/refusals.ts';

export const load: PageServerLoad = ({ locals }) =>
  reading(userOf(locals), async (context) => {
    await recordHomeView(context);
    return { figures: await countCases(context) };
  });
