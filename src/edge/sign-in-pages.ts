import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import type { Factor, Realm } from '#modules/access/index.ts';
import {
  askForPasskey,
  checkPassword,
  CodeInput,
  confirmCode,
  confirmPasskey,
  endSession,
  pairAtDoor,
  PasskeyAnswer,
  PasswordInput,
  readAttempt,
  readPairing,
  requestCode,
  SixDigits,
  type Passed,
} from '#modules/access/server/index.ts';
import { invalid, isRefusal } from '#kernel/refusal.ts';
import { z } from 'zod';
import { brandIn } from './brand.ts';
import { dropCookie, readCookie, setCookie } from './cookies.ts';
import { safeNext } from './next.ts';
import { answering, answeringJson, parsed, told } from './refusals.ts';
import { visitorOf } from './visitor.ts';

const home: Record<Realm, string> = { user: '/', operator: '/console' };
const door: Record<Realm, string> = { user: '/sign-in', operator: '/console/sign-in' };

const withNext = (path: string, url: URL, more: Record<string, string> = {}): string => {
  const next = safeNext(url.searchParams.get('next'));
  const query = new URLSearchParams({ ...more, ...(next ? { next } : {}) });
  return query.size > 0 ? `${path}?${query}` : path;
};
const common = (event: RequestEvent, realm: Realm) => ({ realm, brand: brandIn(event.locals.language), language: event.locals.language });
const attemptOf = (event: RequestEvent, realm: Realm) => ({ token: readCookie(event.cookies, 'attempt', realm), visitor: visitorOf(event, realm) });
const text = (form: FormData, name: string): string => String(form.get(name) ?? '');

/** The pages of signing in (G-4.2-1, G-4.2-3), the same for customers and operators. */
export function signInPages(realm: Realm) {
  const startAgain = `${door[realm]}?ended=1`;

  /** Runs one proof of the second step and goes where it leads; a refusal stays on the page. */
  const prove = async (event: RequestEvent, proof: () => Promise<Passed>) => {
    let passed: Passed;
    try {
      passed = await proof();
    } catch (thrown) {
      if (!isRefusal(thrown)) throw thrown;
      if (thrown.code === 'attempt_over') redirect(303, startAgain);
      return fail(422, { refusal: told(thrown) });
    }
    if (passed.kind === 'pair') redirect(303, withNext(`${door[realm]}/pair`, event.url));
    dropCookie(event.cookies, 'attempt', realm);
    // A browser has one session of a realm: the one before ends, whoever's it was.
    await endSession(realm, readCookie(event.cookies, 'session', realm), visitorOf(event, realm));
    setCookie(event.cookies, 'session', realm, passed.token);
    setCookie(event.cookies, 'browser', realm, passed.browser);
    redirect(303, safeNext(event.url.searchParams.get('next')) ?? home[realm]);
  };

  return {
    loadPassword: async (event: RequestEvent) => {
      if (event.locals.actor) redirect(303, home[realm]);
      const { searchParams } = event.url;
      return { ...common(event, realm), ended: searchParams.has('ended'), signedOut: searchParams.has('out'), passwordSet: searchParams.has('set') };
    },
    password: async (event: RequestEvent) => {
      const form = await event.request.formData();
      const typed = { userId: text(form, 'userId') };
      const answer = await answering(typed, async () => {
        const { token } = await checkPassword(realm, parsed(PasswordInput, { ...typed, password: text(form, 'password') }), visitorOf(event, realm));
        setCookie(event.cookies, 'attempt', realm, token);
      });
      if (answer) return answer;
      redirect(303, withNext(`${door[realm]}/code`, event.url));
    },

    loadCode: async (event: RequestEvent) => {
      const attempt = await readAttempt(realm, attemptOf(event, realm).token);
      if (!attempt) redirect(303, startAgain);
      if (attempt.mustPairNow) redirect(303, withNext(`${door[realm]}/pair`, event.url));
      const wanted = event.url.searchParams.get('factor') as Factor | null;
      return { ...common(event, realm), ...attempt, factor: attempt.offered.find((one) => one === wanted) ?? null };
    },
    /** The way was chosen (G-4.2-3); only the mailed code needs something done first. */
    choose: async (event: RequestEvent) => {
      const factor = text(await event.request.formData(), 'factor');
      const answer = await answering({}, async () => {
        if (!['app', 'passkey', 'mail', 'recovery'].includes(factor)) throw invalid('factor_not_offered');
        if (factor === 'mail') await requestCode(attemptOf(event, realm).token);
      });
      if (answer) return answer.data.refusal.code === 'attempt_over' ? redirect(303, startAgain) : answer;
      redirect(303, withNext(`${door[realm]}/code`, event.url, { factor, ...(factor === 'mail' ? { sent: '1' } : {}) }));
    },
    code: async (event: RequestEvent) => {
      const form = await event.request.formData();
      return prove(event, () => confirmCode(realm, parsed(CodeInput, { factor: text(form, 'factor'), code: text(form, 'code') }), attemptOf(event, realm)));
    },
    passkey: async (event: RequestEvent) => {
      const form = await event.request.formData();
      const typed = { answer: text(form, 'answer') };
      return prove(event, () => confirmPasskey(realm, parsed(z.object({ answer: PasskeyAnswer }), typed), attemptOf(event, realm)));
    },
    passkeyOptions: (event: RequestEvent) => answeringJson(async () => Response.json(await askForPasskey(realm, attemptOf(event, realm).token))),

    loadPairing: async (event: RequestEvent) => {
      const offer = await readPairing(realm, attemptOf(event, realm).token);
      if (!offer) redirect(303, startAgain);
      return { ...common(event, realm), ...offer };
    },
    pair: async (event: RequestEvent) => {
      const form = await event.request.formData();
      return prove(event, () => pairAtDoor(realm, parsed(z.object({ code: SixDigits }), { code: text(form, 'code') }), attemptOf(event, realm)));
    },

    /** Ends the session everywhere and shows the sign-in page again (G-4.3-1, G-4.3-2). */
    signOut: async (event: RequestEvent) => {
      await endSession(realm, readCookie(event.cookies, 'session', realm), visitorOf(event, realm));
      dropCookie(event.cookies, 'session', realm);
      return new Response(null, { status: 303, headers: { location: `${door[realm]}?out=1`, 'clear-site-data': '"cache"' } });
    },
  };
}
