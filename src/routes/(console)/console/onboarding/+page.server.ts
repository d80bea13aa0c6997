import type { PageServerLoad } from './$types';
import { listOnboardings } from '#modules/onboarding/server/index.ts';
import { operatorOf } from '../../../../edge/actors.ts';
import { reading } from '../../../../edge/refusals.ts';

export const load: PageServerLoad = async ({ locals, url }) => {
  const actor = operatorOf(locals);
  const page = Math.trunc(Number(url.searchParams.get('page'))) || 1;
  return { list: await reading(actor, (context) => listOnboardings(context, { page })), mayWrite: actor.duty === 'service_manager' };
};
