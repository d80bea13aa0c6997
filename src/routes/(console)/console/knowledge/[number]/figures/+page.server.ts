import type { PageServerLoad } from './$types';
import { readFigures } from '#modules/knowledge/server/index.ts';
import { operatorOf } from '../../../../../../edge/actors.ts';
import { reading } from '../../../../../../edge/refusals.ts';

export const load: PageServerLoad = ({ locals, params }) =>
  reading(operatorOf(locals), async (context) => ({ number: params.number, figures: await readFigures(context, params.number) }));
