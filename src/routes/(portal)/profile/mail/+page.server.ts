import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import type { Actions, PageServerLoad } from './$types';
import { requestMailChange } from '#modules/access/server/index.ts';
import { MailAddress, readProfile } from '#modules/users/server/index.ts';
import { userOf } from '../../../../edge/actors.ts';
import { answering, parsed, reading } from '../../../../edge/refusals.ts';

/** The dialog of the profile as a page, for browsers without scripts (G-4.13.2-1). */
export const load: PageServerLoad = async ({ locals }) => ({ mail: (await reading(userOf(locals), readProfile)).mail });

const NewMail = z.strictObject({ mail: MailAddress });

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const form = await request.formData();
    const typed = { mail: String(form.get('mail') ?? '') };
    const answer = await answering(typed, async () => {
      const { mail } = parsed(NewMail, typed);
      await requestMailChange(userOf(locals), { mail, password: String(form.get('password') ?? '') });
    });
    return answer ?? redirect(303, '/profile?saved=mail');
  },
};
