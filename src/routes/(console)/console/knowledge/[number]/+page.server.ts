import { redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad, RequestEvent } from './$types';
import type { Language, OperatorActor } from '#kernel/actor.ts';
import { momentOf } from '#kernel/days.ts';
import { invalid } from '#kernel/refusal.ts';
import { listServices } from '#modules/contracts/server/index.ts';
import {
  accessArticle,
  approveVersion,
  discardDraft,
  listPlaces,
  markLevel,
  placeArticle,
  placeOf,
  readDesk,
  restoreArticle,
  retireArticle,
  sendBack,
  submitVersion,
  withdrawVersion,
} from '#modules/knowledge/server/index.ts';
import { asActor, type Context } from '#platform/server/unit-of-work.ts';
import { operatorOf } from '../../../../../edge/actors.ts';
import { answering, reading } from '../../../../../edge/refusals.ts';

export const load: PageServerLoad = ({ locals, params, url }) =>
  reading(operatorOf(locals), async (context) => ({
    desk: await readDesk(context, params.number),
    places: await listPlaces(context),
    services: await listServices(context),
    done: url.searchParams.get('done'),
    now: context.now.toISOString(),
  }));

type Act = (context: Context<OperatorActor>, articleId: string, of: (name: string) => string) => Promise<void>;

/** The version that the form was shown with: of two who act at once the second is told. */
const seen = (articleId: string, of: (name: string) => string) => ({ articleId, versionId: of('versionId'), revision: Number(of('revision')) || 0 });

/** The time typed for a publication, in its operator's zone; nothing is at once. */
function timeOf(typed: string, timeZone: string): Date | null {
  if (typed === '') return null;
  const at = momentOf(typed, timeZone);
  if (!at) throw invalid('article_time_malformed', { at: 'article_time_malformed' });
  return at;
}

const languageOf = (typed: string): Language => (typed === 'en' ? 'en' : 'ja');

async function act({ request, locals, params }: RequestEvent, done: string, deed: Act) {
  const form = await request.formData();
  const of = (name: string) => String(form.get(name) ?? '').replaceAll('\u0000', '');
  const typed = { language: of('language'), at: of('at'), reason: of('reason') };
  const answer = await answering(typed, async () => {
    await asActor(operatorOf(locals), async (context) => deed(context, (await accessArticle(context, { number: params.number })).id, of));
    return { isDone: true };
  });
  if (!('isDone' in answer)) return answer;
  redirect(303, `/console/knowledge/${params.number}?done=${done}`);
}

export const actions: Actions = {
  submit: (event) => act(event, 'submitted', (context, id, of) => submitVersion(context, seen(id, of))),
  back: (event) =>
    act(event, 'returned', (context, id, of) => {
      const reason = of('reason').trim().slice(0, 500);
      if (reason === '') throw invalid('article_reason_missing', { reason: 'article_reason_missing' });
      return sendBack(context, { ...seen(id, of), reason });
    }),
  approve: (event) => act(event, 'approved', (context, id, of) => approveVersion(context, { ...seen(id, of), at: timeOf(of('at'), context.actor.timeZone) })),
  withdraw: (event) => act(event, 'withdrawn', (context, id, of) => withdrawVersion(context, seen(id, of))),
  discard: (event) => act(event, 'discarded', (context, id, of) => discardDraft(context, seen(id, of))),
  level: (event) => act(event, 'level', (context, articleId, of) => markLevel(context, { articleId, language: languageOf(of('language')) })),
  retire: (event) => act(event, 'retired', (context, articleId) => retireArticle(context, { articleId })),
  restore: (event) => act(event, 'restored', (context, articleId) => restoreArticle(context, { articleId })),
  place: (event) =>
    act(event, 'placed', (context, articleId, of) => placeArticle(context, { articleId, version: Number(of('version')) || 0, ...placeOf(of('place')) })),
};
