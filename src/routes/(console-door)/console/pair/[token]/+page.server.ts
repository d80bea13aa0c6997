import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import type { Actions, PageServerLoad } from './$types';
import { NewPassword, pairOperator, readOperatorLink, SixDigits } from '#modules/access/server/index.ts';
import { house } from '#platform/server/house.ts';
import { brandIn } from '../../../../../edge/brand.ts';
import { answering, orErrorPage, parsed } from '../../../../../edge/refusals.ts';
import { visitorOf } from '../../../../../edge/visitor.ts';

/** An operator's one-time link (D-1). */
export const load: PageServerLoad = async ({ params, locals }) => ({
  realm: 'operator' as const,
  brand: brandIn(locals.language),
  language: locals.language,
  profile: house().config.PASSWORD_PROFILE,
  link: await orErrorPage(() => readOperatorLink(params.token)),
});

export const actions: Actions = {
  default: async (event) => {
    const form = await event.request.formData();
    const answer = await answering({}, async () => {
      const { newPassword } = parsed(NewPassword, {
        newPassword: String(form.get('newPassword') ?? ''),
        newPasswordAgain: String(form.get('newPasswordAgain') ?? ''),
      });
      const { code } = parsed(z.object({ code: SixDigits }), { code: String(form.get('code') ?? '') });
      await pairOperator({ token: event.params.token, newPassword, code }, visitorOf(event, 'operator'));
    });
    return answer ?? redirect(303, '/console/sign-in?set=1');
  },
};
