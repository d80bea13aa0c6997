import { redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { endOwnSession, listSessions } from '#modules/access/server/index.ts';
import { userOf } from '../../../../edge/actors.ts';
import { answering, orErrorPage } from '../../../../edge/refusals.ts';

/** ログイン中の端末 (D-11). */
export const load: PageServerLoad = async ({ locals }) => ({
  sessions: await orErrorPage(() => listSessions(userOf(locals))),
  readAt: new Date().toISOString(),
});

export const actions: Actions = {
  end: async ({ request, locals }) => {
    const id = String((await request.formData()).get('id') ?? '');
    const answer = await answering({}, () => endOwnSession(userOf(locals), { id }));
    return answer ?? redirect(303, '/profile/sessions?ended=one');
  },
  others: async ({ locals }) => {
    const answer = await answering({}, () => endOwnSession(userOf(locals), 'others'));
    return answer ?? redirect(303, '/profile/sessions?ended=others');
  },
};
