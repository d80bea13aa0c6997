import type { Cookies } from '@sveltejs/kit';
import type { Realm } from '#modules/access/index.ts';

/** The `__Host-` prefix makes browsers refuse the cookie from another host, another path or plain http. */
const names = {
  session: { user: '__Host-portal-session', operator: '__Host-console-session' },
  attempt: { user: '__Host-portal-attempt', operator: '__Host-console-attempt' },
  /** A browser that completed a sign-in is known by this again; it decides only which counter its tries are on (D-4). */
  browser: { user: '__Host-portal-browser', operator: '__Host-console-browser' },
} as const;

const YEAR = 31_536_000;
const shut = { path: '/', httpOnly: true, secure: true, sameSite: 'lax' } as const;

export const readCookie = (cookies: Cookies, kind: keyof typeof names, realm: Realm): string | undefined => cookies.get(names[kind][realm]);
export const setCookie = (cookies: Cookies, kind: keyof typeof names, realm: Realm, token: string): void =>
  cookies.set(names[kind][realm], token, kind === 'browser' ? { ...shut, maxAge: YEAR } : shut);
export const dropCookie = (cookies: Cookies, kind: keyof typeof names, realm: Realm): void => cookies.delete(names[kind][realm], shut);

/** The language chosen before sign-in. */
export const LANGUAGE_COOKIE = 'language';
