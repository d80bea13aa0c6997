import { redirect, type RequestEvent } from '@sveltejs/kit';
import { z } from 'zod';
import type { OperatorActor, UserActor } from '#kernel/actor.ts';
import type { Realm } from '#modules/access/index.ts';
import {
  addPasskey,
  AuthenticatorName,
  changePassword,
  confirmPassword,
  endOwnSession,
  listFactors,
  listSessions,
  makeRecoveryCodes,
  needsPassword,
  NewPassword,
  offerApp,
  offerPasskey,
  pairApp,
  PasskeyAnswer,
  removeFactor,
  renameFactor,
  SixDigits,
  wordsToAvoid,
} from '#modules/access/server/index.ts';
import { house } from '#platform/server/house.ts';
import { operatorOf, userOf } from './actors.ts';
import { safeNext } from './next.ts';
import { answering, answeringJson, orErrorPage, parsed } from './refusals.ts';

const NamedFactor = z.strictObject({ id: z.string(), name: AuthenticatorName });
const MadePasskey = z.strictObject({ answer: PasskeyAnswer, name: AuthenticatorName });
const FirstCode = z.strictObject({ code: SixDigits, name: AuthenticatorName });
const text = (form: FormData, field: string): string => String(form.get(field) ?? '');

/** The pages on which people look after their own access (G-4.13.3, G-4.13.4, D-11), the same for customers and operators. */
export function ownAccessPages(realm: Realm) {
  const base = realm === 'user' ? '/profile' : '/console/profile';
  const actorOf = (event: RequestEvent): UserActor | OperatorActor => (realm === 'user' ? userOf(event.locals) : operatorOf(event.locals));

  return {
    loadFactors: (event: RequestEvent) =>
      orErrorPage(async () => {
        const actor = actorOf(event);
        return { base, ...(await listFactors(actor)), needsPassword: await needsPassword(actor), readAt: new Date().toISOString() };
      }),
    factorActions: {
      rename: async (event: RequestEvent) => {
        const form = await event.request.formData();
        const typed = { form: 'rename' as const, id: text(form, 'id'), name: text(form, 'name') };
        const answer = await answering(typed, () => renameFactor(actorOf(event), parsed(NamedFactor, { id: typed.id, name: typed.name })));
        return answer ?? redirect(303, `${base}/factors?saved=name`);
      },
      remove: async (event: RequestEvent) => {
        const form = await event.request.formData();
        const typed = { form: 'remove' as const, id: text(form, 'id'), name: '' };
        const answer = await answering(typed, () => removeFactor(actorOf(event), { id: typed.id, password: text(form, 'password') }));
        return answer ?? redirect(303, `${base}/factors?saved=removed`);
      },
      passkey: async (event: RequestEvent) => {
        const form = await event.request.formData();
        const typed = { form: 'passkey' as const, id: '', name: text(form, 'name') };
        const answer = await answering(typed, () => addPasskey(actorOf(event), parsed(MadePasskey, { answer: text(form, 'answer'), name: typed.name })));
        return answer ?? redirect(303, `${base}/factors?saved=passkey`);
      },
      // The codes are the answer itself: a page that could be opened again would show them again.
      recovery: async (event: RequestEvent) => {
        const form = await event.request.formData();
        const typed = { form: 'recovery' as const, id: '', name: '' };
        return answering(typed, async () => ({ codes: await makeRecoveryCodes(actorOf(event), { password: text(form, 'password') }) }));
      },
    },
    /** What the browser needs to make a passkey: a new challenge each time (D-1). */
    passkeyOptions: (event: RequestEvent) =>
      answeringJson(async () => {
        const form = await event.request.formData();
        return Response.json(await offerPasskey(actorOf(event), { password: text(form, 'password') }));
      }),

    /** Whoever proved long ago who they are says the password before a secret is shown. */
    loadApp: (event: RequestEvent) =>
      orErrorPage(async () => {
        const actor = actorOf(event);
        return { base, offer: (await needsPassword(actor)) ? undefined : await offerApp(actor) };
      }),
    appActions: {
      confirm: async (event: RequestEvent) => {
        const form = await event.request.formData();
        const answer = await answering({ name: '' }, () => confirmPassword(actorOf(event), text(form, 'password')));
        return answer ?? redirect(303, `${base}/factors/app`);
      },
      pair: async (event: RequestEvent) => {
        const form = await event.request.formData();
        const typed = { name: text(form, 'name') };
        const answer = await answering(typed, () => pairApp(actorOf(event), parsed(FirstCode, { ...typed, code: text(form, 'code') })));
        return answer ?? redirect(303, `${base}/factors?saved=app`);
      },
    },

    /** Asked before an act that could hand somebody's access over; it leads back to where the act is. */
    loadConfirm: (event: RequestEvent) => ({ base, next: safeNext(event.url.searchParams.get('next')) ?? base }),
    confirmActions: {
      default: async (event: RequestEvent) => {
        const form = await event.request.formData();
        const answer = await answering({}, () => confirmPassword(actorOf(event), text(form, 'password')));
        return answer ?? redirect(303, safeNext(event.url.searchParams.get('next')) ?? base);
      },
    },

    loadPassword: (event: RequestEvent) =>
      orErrorPage(async () => {
        const personal = await wordsToAvoid(actorOf(event));
        return { base, userId: personal[0] ?? '', passwordProfile: house().config.PASSWORD_PROFILE, personal };
      }),
    passwordActions: {
      default: async (event: RequestEvent) => {
        const form = await event.request.formData();
        const answer = await answering({}, async () => {
          const { newPassword } = parsed(NewPassword, { newPassword: text(form, 'newPassword'), newPasswordAgain: text(form, 'newPasswordAgain') });
          await changePassword(actorOf(event), { currentPassword: text(form, 'currentPassword'), newPassword });
        });
        return answer ?? redirect(303, `${base}?saved=password`);
      },
    },

    loadSessions: (event: RequestEvent) => orErrorPage(async () => ({ base, sessions: await listSessions(actorOf(event)), readAt: new Date().toISOString() })),
    sessionActions: {
      end: async (event: RequestEvent) => {
        const id = text(await event.request.formData(), 'id');
        const answer = await answering({}, () => endOwnSession(actorOf(event), { id }));
        return answer ?? redirect(303, `${base}/sessions?ended=one`);
      },
      others: async (event: RequestEvent) => {
        const answer = await answering({}, () => endOwnSession(actorOf(event), 'others'));
        return answer ?? redirect(303, `${base}/sessions?ended=others`);
      },
    },
  };
}
