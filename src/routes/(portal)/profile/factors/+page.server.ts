import { redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { z } from 'zod';
import {
  addPasskey,
  AuthenticatorName,
  listFactors,
  makeRecoveryCodes,
  needsPassword,
  PasskeyAnswer,
  removeFactor,
  renameFactor,
} from '#modules/access/server/index.ts';
import { userOf } from '../../../../edge/actors.ts';
import { answering, orErrorPage, parsed } from '../../../../edge/refusals.ts';

/** マルチファクタ認証 (G-4.13.3, D-1): apps, passkeys and recovery codes of the reader. */
export const load: PageServerLoad = async ({ locals }) => {
  const actor = userOf(locals);
  return orErrorPage(async () => ({ ...(await listFactors(actor)), needsPassword: await needsPassword(actor), readAt: new Date().toISOString() }));
};

const NamedFactor = z.strictObject({ id: z.string(), name: AuthenticatorName });
const MadePasskey = z.strictObject({ answer: PasskeyAnswer, name: AuthenticatorName });
const text = (form: FormData, field: string) => String(form.get(field) ?? '');

export const actions: Actions = {
  rename: async ({ request, locals }) => {
    const form = await request.formData();
    const typed = { form: 'rename' as const, id: text(form, 'id'), name: text(form, 'name') };
    const answer = await answering(typed, () => renameFactor(userOf(locals), parsed(NamedFactor, { id: typed.id, name: typed.name })));
    return answer ?? redirect(303, '/profile/factors?saved=name');
  },
  remove: async ({ request, locals }) => {
    const form = await request.formData();
    const typed = { form: 'remove' as const, id: text(form, 'id'), name: '' };
    const answer = await answering(typed, () => removeFactor(userOf(locals), { id: typed.id, password: text(form, 'password') }));
    return answer ?? redirect(303, '/profile/factors?saved=removed');
  },
  passkey: async ({ request, locals }) => {
    const form = await request.formData();
    const typed = { form: 'passkey' as const, id: '', name: text(form, 'name') };
    const answer = await answering(typed, () => addPasskey(userOf(locals), parsed(MadePasskey, { answer: text(form, 'answer'), name: typed.name })));
    return answer ?? redirect(303, '/profile/factors?saved=passkey');
  },
  // The codes are the answer itself: a page that could be opened again would show them again.
  recovery: async ({ request, locals }) => {
    const form = await request.formData();
    const typed = { form: 'recovery' as const, id: '', name: '' };
    return answering(typed, async () => ({ codes: await makeRecoveryCodes(userOf(locals), { password: text(form, 'password') }) }));
  },
};
