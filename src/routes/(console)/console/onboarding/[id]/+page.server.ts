import type { PageServerLoad } from './$types';
import { openingDeliveries, readOnboarding } from '#modules/onboarding/server/index.ts';
import { operatorOf } from '../../../../../edge/actors.ts';
import { reading } from '../../../../../edge/refusals.ts';

export const load: PageServerLoad = async ({ locals, params, url }) =>
  reading(operatorOf(locals), async (context) => ({
    onboarding: await readOnboarding(context, params.id),
    deliveries: await openingDeliveries(context, params.id),
    isSaved: url.searchParams.has('saved'),
  }));
