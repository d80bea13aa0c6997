import { redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { NewPassword, readResetLink, resetPassword } from '#modules/access/server/index.ts';
import { house } from '#platform/server/house.ts';
import { brandIn } from '../../../../../edge/brand.ts';
import { answering, orErrorPage, parsed } from '../../../../../edge/refusals.ts';
import { visitorOf } from '../../../../../edge/visitor.ts';

/** Step 3 (G-4.4-9 to G-4.4-15). Looking, as a mail program's scanner does, uses nothing up. */
export const load: PageServerLoad = async (event) => ({
  realm: 'user' as const,
  brand: brandIn(event.locals.language),
  language: event.locals.language,
  profile: house().config.PASSWORD_PROFILE,
  timeZone: house().config.SYSTEM_TIME_ZONE,
  link: await orErrorPage(() => readResetLink('user', event.params.token, visitorOf(event, 'user'))),
});

export const actions: Actions = {
  default: async (event) => {
    const form = await event.request.formData();
    const answer = await answering({}, async () => {
      const typed = { newPassword: String(form.get('newPassword') ?? ''), newPasswordAgain: String(form.get('newPasswordAgain') ?? '') };
      const { newPassword } = parsed(NewPassword, typed);
      await resetPassword('user', { token: event.params.token, newPassword }, visitorOf(event, 'user'));
    });
    return answer ?? redirect(303, '/sign-in?set=1');
  },
};
