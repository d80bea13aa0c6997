import { redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { changePassword, NewPassword, wordsToAvoid } from '#modules/access/server/index.ts';
import { readProfile } from '#modules/users/server/index.ts';
import { house } from '#platform/server/house.ts';
import { userOf } from '../../../../edge/actors.ts';
import { answering, orErrorPage, parsed, reading } from '../../../../edge/refusals.ts';

/** パスワードの変更 (G-4.13.4). */
export const load: PageServerLoad = async ({ locals }) => {
  const actor = userOf(locals);
  return {
    userId: (await reading(actor, readProfile)).userId,
    passwordProfile: house().config.PASSWORD_PROFILE,
    personal: await orErrorPage(() => wordsToAvoid(actor)),
  };
};

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const form = await request.formData();
    const text = (field: string) => String(form.get(field) ?? '');
    const answer = await answering({}, async () => {
      const { newPassword } = parsed(NewPassword, { newPassword: text('newPassword'), newPasswordAgain: text('newPasswordAgain') });
      await changePassword(userOf(locals), { currentPassword: text('currentPassword'), newPassword });
    });
    return answer ?? redirect(303, '/profile?saved=password');
  },
};
