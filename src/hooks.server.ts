import { redirect, type RequestEvent } from '@sveltejs/kit';
import type { Handle, HandleServerError } from '@sveltejs/kit/hooks';
import { newId } from '#kernel/ids.ts';
import { isRefusal } from '#kernel/refusal.ts';
import { callerOf, edgesOf, isForeign } from './edge/callers.ts';
import { LANGUAGE_COOKIE, readCookie } from './edge/cookies.ts';
import { fromOf } from './edge/visitor.ts';
import { guessLanguage, inLanguage } from './edge/language.ts';
import { wordsOf } from './edge/refusals.ts';
import { operatorOfSession, userOfSession } from '#modules/access/server/index.ts';
import { house } from '#platform/server/house.ts';
import { errorFields, log } from '#platform/server/log.ts';

/** Forms without scripts send their files inside; nothing else needs more than this. */
const SMALL_BODY = 1_000_000;
const FORM_BODY = 270_000_000;
const PICTURE_BODY = 12_000_000;
const fileForms = /\/(inquiries\/new|cases\/\[number\]|requests\/new\/\[item\]|requests\/\[number\])$/;
const pictureForms = /\/(profile|onboarding\/files|usage\/files)$/;

export const handle: Handle = async ({ event, resolve }) => {
  const started = performance.now();
  event.locals.requestId = newId();
  const edge = event.request.headers.get('x-madoguchi-edge') === 'console' ? 'console' : 'portal';
  event.locals.edge = edge;
  const caller = callerOf(event.route.id);
  const quiet = /\/(events|progress)$/.test(event.route.id ?? '');
  try {
    await recogniseReader(event, !quiet);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return inLanguage('ja', () => plain(503, wordsOf(error.code)));
  }
  const language =
    event.locals.actor?.language ?? guessLanguage({ chosen: event.cookies.get(LANGUAGE_COOKIE), accepted: event.request.headers.get('accept-language') });
  event.locals.language = language;
  return inLanguage(language, async () => {
    const refused = caller && refuseCaller(event, caller);
    const declared = caller && edgesOf[caller].includes(edge) && !(caller === 'development' && (!house().post.folder || event.url.protocol === 'https:'));
    const hidden = event.route.id !== null && !declared;
    const response =
      refused ??
      (hidden
        ? plain(404, wordsOf('not_found'))
        : await resolve(event, { transformPageChunk: ({ html }) => html.replace('%madoguchi.html%', htmlAttributes(event)) }));
    guard(response, event);
    log.info('request', {
      id: event.locals.requestId,
      edge,
      route: event.route.id,
      method: event.request.method,
      status: response.status,
      ms: Math.round(performance.now() - started),
    });
    return response;
  });
};

/** The reader's language, and their wish for easier reading (G-4.13.5-1). */
function htmlAttributes({ locals }: RequestEvent): string {
  const isEasier = locals.actor?.kind === 'user' && locals.actor.easierReading;
  return `lang="${locals.language}"${isEasier ? ' data-easier' : ''}`;
}

async function recogniseReader(event: RequestEvent, use: boolean): Promise<void> {
  const isConsole = event.locals.edge === 'console';
  const token = readCookie(event.cookies, 'session', isConsole ? 'operator' : 'user');
  const session = isConsole ? await operatorOfSession(token, { use }) : await userOfSession(token, { use });
  if (!session) return;
  event.locals.actor = { ...session.actor, from: fromOf(event) };
  event.locals.sessionEndsAt = session.endsAt;
}

/** Asks who is calling before anything of the route runs, its body included. */
function refuseCaller(event: RequestEvent, caller: NonNullable<ReturnType<typeof callerOf>>): Response | undefined {
  const { actor, edge } = event.locals;
  if (!edgesOf[caller].includes(edge)) return undefined;
  const needed = caller === 'user' || caller === 'operator' ? caller : undefined;
  if (needed && actor?.kind !== needed) return askToSignIn(event);
  if (event.request.method === 'GET' || event.request.method === 'HEAD') return undefined;
  if (isForeign(event.request)) return plain(403, wordsOf('forbidden'));
  const isUpload = event.route.id?.endsWith('/attachments') || event.route.id?.includes('/attachments/');
  const length = Number(event.request.headers.get('content-length') ?? Number.NaN);
  const holdsFiles = needed && (event.request.headers.get('content-type') ?? '').startsWith('multipart/form-data');
  const limit = holdsFiles ? bodyLimitOf(event.route.id ?? '') : SMALL_BODY;
  if (!isUpload && !(length <= limit) && event.request.body) return plain(413, wordsOf('form_too_large'));
  return undefined;
}

const bodyLimitOf = (route: string): number => (fileForms.test(route) ? FORM_BODY : pictureForms.test(route) ? PICTURE_BODY : SMALL_BODY);

function askToSignIn(event: RequestEvent): Response {
  const isPage = event.request.method === 'GET' && (event.request.headers.get('accept') ?? '').includes('text/html');
  const door = event.locals.edge === 'console' ? '/console/sign-in' : '/sign-in';
  if (!isPage && !event.isDataRequest) {
    const wantsPage = (event.request.headers.get('accept') ?? '').includes('text/html');
    if (wantsPage) return new Response(null, { status: 303, headers: { location: `${door}?ended=1` } });
    return Response.json({ code: 'signed_out', message: wordsOf('signed_out') }, { status: 401 });
  }
  const wanted = event.url.pathname === '/' ? '' : `?next=${encodeURIComponent(event.url.pathname + event.url.search)}`;
  if (event.isDataRequest) redirect(303, `${door}${wanted}`);
  return new Response(null, { status: 303, headers: { location: `${door}${wanted}` } });
}

function plain(status: number, text: string): Response {
  return new Response(text, { status, headers: { 'content-type': 'text/plain; charset=utf-8' } });
}

/** Headers of every answer: nothing is kept by caches, framed by others, or guessed by the browser. */
function guard(response: Response, event: RequestEvent): void {
  const { headers } = response;
  headers.set('x-request-id', event.locals.requestId);
  headers.set('x-content-type-options', 'nosniff');
  headers.set('referrer-policy', 'same-origin');
  headers.set('cross-origin-opener-policy', 'same-origin');
  headers.set('cross-origin-resource-policy', 'same-origin');
  headers.set('permissions-policy', 'camera=(), microphone=(), geolocation=()');
  headers.set('x-frame-options', 'DENY');
  if (!headers.has('cache-control')) headers.set('cache-control', 'no-store');
  if (event.url.protocol === 'https:') headers.set('strict-transport-security', 'max-age=63072000; includeSubDomains');
}

export const handleError: HandleServerError = ({ error, kind, event }) => {
  const { requestId } = event.locals;
  if (kind === 'app') return { requestId };
  if (kind === 'framework') return { message: wordsOf(error.status === 404 ? 'not_found' : 'unknown'), requestId };
  log.error('request.defect', { id: requestId, route: event.route.id, ...errorFields(error) });
  return { message: wordsOf(isRefusal(error) ? error.code : 'unknown'), requestId };
};
