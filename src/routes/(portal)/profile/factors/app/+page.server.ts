import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import type { Actions, PageServerLoad } from './$types';
import { AuthenticatorName, confirmPassword, needsPassword, offerApp, pairApp, SixDigits } from '#modules/access/server/index.ts';
import { readProfile } from '#modules/users/server/index.ts';
import { userOf } from '../../../../../edge/actors.ts';
import { answering, orErrorPage, parsed, reading } from '../../../../../edge/refusals.ts';

/** 認証アプリを構成 (G-4.13.3). Whoever proved long ago who they are says the password before a secret is shown. */
export const load: PageServerLoad = async ({ locals }) => {
  const actor = userOf(locals);
  const { userId } = await reading(actor, readProfile);
  return orErrorPage(async () => ({ offer: (await needsPassword(actor)) ? undefined : await offerApp(actor, { userId }) }));
};

const FirstCode = z.strictObject({ code: SixDigits, name: AuthenticatorName });

export const actions: Actions = {
  confirm: async ({ request, locals }) => {
    const form = await request.formData();
    const answer = await answering({ name: '' }, () => confirmPassword(userOf(locals), String(form.get('password') ?? '')));
    return answer ?? redirect(303, '/profile/factors/app');
  },
  pair: async ({ request, locals }) => {
    const form = await request.formData();
    const typed = { name: String(form.get('name') ?? '') };
    const answer = await answering(typed, () => pairApp(userOf(locals), parsed(FirstCode, { ...typed, code: String(form.get('code') ?? '') })));
    return answer ?? redirect(303, '/profile/factors?saved=app');
  },
};
