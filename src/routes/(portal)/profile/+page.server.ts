import { redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { invalid } from '#kernel/refusal.ts';
import { MAIL_CONFIRM_HOURS } from '#modules/access/index.ts';
import { openMailChange } from '#modules/access/server/index.ts';
import { MAX_PICTURE_BYTES, ProfileInput, readProfile, removePicture, savePicture, saveProfile } from '#modules/users/server/index.ts';
import { house } from '#platform/server/house.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { userOf } from '../../../edge/actors.ts';
import { answering, orErrorPage, parsed, reading } from '../../../edge/refusals.ts';

/** 自分のサポートプロファイル (G-4.13.1). */
export const load: PageServerLoad = async ({ locals }) => {
  const actor = userOf(locals);
  const { config } = house();
  return {
    profile: await reading(actor, readProfile),
    waitingMail: await orErrorPage(() => openMailChange(actor)),
    mailHours: MAIL_CONFIRM_HOURS,
    maxPictureBytes: MAX_PICTURE_BYTES,
    system: { language: config.SYSTEM_LANGUAGE, timeZone: config.SYSTEM_TIME_ZONE },
  };
};

const fields = ['displayName', 'jobTitle', 'bio', 'givenName', 'familyName', 'workPhone', 'mobilePhone'] as const;

export const actions: Actions = {
  save: async ({ request, locals }) => {
    const form = await request.formData();
    const typed = Object.fromEntries(fields.map((field) => [field, String(form.get(field) ?? '')])) as Record<(typeof fields)[number], string>;
    const answer = await answering(typed, async () => {
      const input = parsed(ProfileInput, typed);
      await asActor(userOf(locals), (context) => saveProfile(context, input));
    });
    return answer ?? redirect(303, '/profile?saved=profile');
  },
  picture: async ({ request, locals }) => {
    const file = (await request.formData()).get('picture');
    const answer = await answering({}, async () => {
      if (!(file instanceof File) || file.size === 0) throw invalid('picture_missing', { picture: 'picture_missing' });
      await savePicture(userOf(locals), { bytes: new Uint8Array(await file.arrayBuffer()) });
    });
    return answer ?? redirect(303, '/profile?saved=picture');
  },
  removePicture: async ({ locals }) => {
    const answer = await answering({}, () => removePicture(userOf(locals)));
    return answer ?? redirect(303, '/profile?saved=initials');
  },
};
