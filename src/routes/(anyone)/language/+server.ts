import type { RequestHandler } from './$types';
import { chooseLanguage } from '#modules/users/server/index.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { LANGUAGE_COOKIE } from '../../../edge/cookies.ts';

/** Switches the display language (G-2.6-1): for this browser, and for a signed-in reader everywhere. */
export const POST: RequestHandler = async ({ request, locals, cookies }) => {
  const form = await request.formData();
  const language = form.get('language') === 'en' ? 'en' : 'ja';
  const wanted = String(form.get('returnTo') ?? '/');
  cookies.set(LANGUAGE_COOKIE, language, { path: '/', httpOnly: true, secure: true, sameSite: 'lax', maxAge: 31_536_000 });
  if (locals.actor) await asActor(locals.actor, (context) => chooseLanguage(context, language));
  const location = /^\/(?![/\\])[\x21-\x7e]*$/.test(wanted) ? wanted : '/';
  return new Response(null, { status: 303, headers: { location } });
};
