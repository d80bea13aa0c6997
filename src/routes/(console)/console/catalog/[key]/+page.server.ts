import { redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { dayOf } from '#kernel/days.ts';
import { discardDraft, DraftInput, publishDraft, readForEditing, saveDraft, SaveDraftInput } from '#modules/catalog/server/index.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { operatorOf } from '../../../../../edge/actors.ts';
import { answering, parsed, reading } from '../../../../../edge/refusals.ts';

export const load: PageServerLoad = ({ locals, params, url }) =>
  reading(operatorOf(locals), async (context) => ({
    item: await readForEditing(context, params.key),
    today: dayOf(context.now),
    done: (['saved', 'published', 'discarded'] as const).find((what) => url.searchParams.has(what)),
  }));

export const actions: Actions = {
  save: async ({ request, locals, params }) => {
    const form = await request.formData();
    const of = (name: string) => String(form.get(name) ?? '');
    const typed = { seen: of('seen'), nameJa: of('nameJa'), nameEn: of('nameEn'), summaryJa: of('summaryJa'), summaryEn: of('summaryEn'), form: of('form') };
    const saved = await answering(typed, async () => {
      const input = parsed(SaveDraftInput, { key: params.key, ...typed });
      await asActor(operatorOf(locals), (context) => saveDraft(context, input));
      return { isSaved: true };
    });
    if (!('isSaved' in saved)) return saved;
    redirect(303, `/console/catalog/${params.key}?saved=1`);
  },
  publish: async ({ request, locals, params }) => {
    const seen = String((await request.formData()).get('seen') ?? '');
    const done = await answering({}, async () => {
      const input = parsed(DraftInput, { key: params.key, seen });
      await asActor(operatorOf(locals), (context) => publishDraft(context, input));
      return { isDone: true };
    });
    if (!('isDone' in done)) return done;
    redirect(303, `/console/catalog/${params.key}?published=1`);
  },
  discard: async ({ request, locals, params }) => {
    const seen = String((await request.formData()).get('seen') ?? '');
    const done = await answering({}, async () => {
      const input = parsed(DraftInput, { key: params.key, seen });
      await asActor(operatorOf(locals), (context) => discardDraft(context, input));
      return { isDone: true };
    });
    if (!('isDone' in done)) return done;
    redirect(303, `/console/catalog/${params.key}?discarded=1`);
  },
};
