import { redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { timeZones } from '#modules/users/index.ts';
import { PreferencesInput, readProfile, savePreferences } from '#modules/users/server/index.ts';
import { house } from '#platform/server/house.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { userOf } from '../../../edge/actors.ts';
import { LANGUAGE_COOKIE } from '../../../edge/cookies.ts';
import { answering, parsed, reading } from '../../../edge/refusals.ts';

/** ユーザー初期設定 (G-4.13.5). */
export const load: PageServerLoad = async ({ locals }) => {
  const { easierReading, language, timeZone } = await reading(userOf(locals), readProfile);
  const { config } = house();
  return {
    choices: { easierReading, language: language ?? 'system', timeZone: timeZone ?? 'system' },
    system: { language: config.SYSTEM_LANGUAGE, timeZone: config.SYSTEM_TIME_ZONE },
    zones: timeZones(),
  };
};

export const actions: Actions = {
  default: async ({ request, locals, cookies }) => {
    const form = await request.formData();
    const typed = {
      easierReading: form.has('easierReading'),
      language: String(form.get('language') ?? ''),
      timeZone: String(form.get('timeZone') ?? ''),
    };
    const answer = await answering(typed, async () => {
      const input = parsed(PreferencesInput, typed);
      await asActor(userOf(locals), (context) => savePreferences(context, input));
      // The sign-in pages of this browser follow the choice as well.
      const language = input.language ?? house().config.SYSTEM_LANGUAGE;
      cookies.set(LANGUAGE_COOKIE, language, { path: '/', httpOnly: true, secure: true, sameSite: 'lax', maxAge: 31_536_000 });
    });
    return answer ?? redirect(303, '/preferences?saved=1');
  },
};
