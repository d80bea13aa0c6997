import { redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { chooseFactorPolicy, PolicyInput, readFactorPolicy } from '#modules/contacts/server/index.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { userOf } from '../../../edge/actors.ts';
import { askAgain } from '../../../edge/next.ts';
import { answering, parsed, reading } from '../../../edge/refusals.ts';

export const load: PageServerLoad = async ({ locals, url }) => {
  const actor = userOf(locals);
  return { policy: actor.role === 'administrator' ? await reading(actor, readFactorPolicy) : undefined, saved: url.searchParams.has('saved') };
};

export const actions: Actions = {
  policy: async ({ request, locals }) => {
    const typed = { policy: String((await request.formData()).get('policy') ?? '') };
    const answer = await answering(typed, () => asActor(userOf(locals), (context) => chooseFactorPolicy(context, parsed(PolicyInput, typed).policy)));
    askAgain(answer, '/profile', '/account');
    return answer ?? redirect(303, '/account?saved=1');
  },
};
