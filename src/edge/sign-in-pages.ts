import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import type { Realm } from '#modules/access/index.ts';
import { checkPassword, CodeInput, confirmCode, endSession, PasswordInput, readAttempt, requestCode } from '#modules/access/server/index.ts';
import { isRefusal } from '#kernel/refusal.ts';
import { brandIn } from './brand.ts';
import { dropCookie, readCookie, setCookie } from './cookies.ts';
import { answering, parsed, told } from './refusals.ts';

const home: Record<Realm, string> = { user: '/', operator: '/console' };
const door: Record<Realm, string> = { user: '/sign-in', operator: '/console/sign-in' };

/** Only a path of this very site may follow a sign-in. */
const safeNext = (text: string | null): string | undefined => (text && /^\/(?![/\\])[\x21-\x7e]*$/.test(text) && text.length < 500 ? text : undefined);
const withNext = (path: string, url: URL): string => {
  const next = safeNext(url.searchParams.get('next'));
  return next ? `${path}?next=${encodeURIComponent(next)}` : path;
};

/** The two pages of signing in (G-4.2-1, G-4.2-3), the same for customers and operators. */
export function signInPages(realm: Realm) {
  return {
    loadPassword: async (event: RequestEvent) => {
      if (event.locals.actor) redirect(303, home[realm]);
      return {
        realm,
        brand: brandIn(event.locals.language),
        language: event.locals.language,
        ended: event.url.searchParams.has('ended'),
        signedOut: event.url.searchParams.has('out'),
      };
    },
    password: async (event: RequestEvent) => {
      const form = await event.request.formData();
      const typed = { userId: String(form.get('userId') ?? '') };
      const answer = await answering(typed, async () => {
        const { token } = await checkPassword(realm, parsed(PasswordInput, { ...typed, password: String(form.get('password') ?? '') }));
        setCookie(event.cookies, 'attempt', realm, token);
      });
      if (answer) return answer;
      redirect(303, withNext(`${door[realm]}/code`, event.url));
    },
    loadCode: async (event: RequestEvent) => {
      const attempt = await readAttempt(realm, readCookie(event.cookies, 'attempt', realm));
      if (!attempt) redirect(303, `${door[realm]}?ended=1`);
      return { realm, brand: brandIn(event.locals.language), language: event.locals.language, ...attempt };
    },
    /** The way to get the code was chosen: today the mailed one. */
    sendCode: async (event: RequestEvent) => {
      const answer = await answering({}, () => requestCode(realm, readCookie(event.cookies, 'attempt', realm)));
      return answer ?? { sent: true };
    },
    code: async (event: RequestEvent) => {
      const form = await event.request.formData();
      try {
        const { code } = parsed(CodeInput, { code: String(form.get('code') ?? '') });
        const { token } = await confirmCode(realm, { code, token: readCookie(event.cookies, 'attempt', realm) });
        dropCookie(event.cookies, 'attempt', realm);
        setCookie(event.cookies, 'session', realm, token);
      } catch (thrown) {
        if (!isRefusal(thrown)) throw thrown;
        if (thrown.code === 'attempt_over') redirect(303, `${door[realm]}?ended=1`);
        return fail(422, { refusal: told(thrown) });
      }
      redirect(303, safeNext(event.url.searchParams.get('next')) ?? home[realm]);
    },
    /** Ends the session everywhere and shows the sign-in page again (G-4.3-1, G-4.3-2). */
    signOut: async (event: RequestEvent) => {
      await endSession(realm, readCookie(event.cookies, 'session', realm));
      dropCookie(event.cookies, 'session', realm);
      return new Response(null, { status: 303, headers: { location: `${door[realm]}?out=1`, 'clear-site-data': '"cache"' } });
    },
  };
}
