import { redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import type { Language } from '#kernel/actor.ts';
import { invalid } from '#kernel/refusal.ts';
import { DraftInput, importDocument, readDraft, saveVersion } from '#modules/knowledge/server/index.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { operatorOf } from '../../../../../../edge/actors.ts';
import { answering, parsed, reading } from '../../../../../../edge/refusals.ts';

const languageOf = (url: URL): Language => (url.searchParams.get('language') === 'en' ? 'en' : 'ja');

export const load: PageServerLoad = ({ locals, params, url }) =>
  reading(operatorOf(locals), async (context) => ({
    draft: await readDraft(context, { number: params.number, language: languageOf(url) }),
    isSaved: url.searchParams.has('saved'),
    isImported: url.searchParams.has('imported'),
  }));

export const actions: Actions = {
  save: async ({ request, locals, params, url }) => {
    const form = await request.formData();
    const of = (name: string) => String(form.get(name) ?? '');
    const typed = {
      title: of('title'),
      note: of('note'),
      body: of('body'),
      revision: of('revision'),
      isLevel: form.has('isLevel'),
      attachments: form.getAll('attachments').map(String),
      document: of('document'),
    };
    const language = languageOf(url);
    const saved = await answering(typed, async () => {
      const input = parsed(DraftInput, typed);
      await asActor(operatorOf(locals), async (context) => {
        const { articleId } = await readDraft(context, { number: params.number, language });
        await saveVersion(context, { ...input, articleId, language });
      });
      return { isSaved: true };
    });
    if (!('isSaved' in saved)) return saved;
    redirect(
      303,
      form.has('leave') ? `/console/knowledge/${params.number}?done=saved` : `/console/knowledge/${params.number}/edit?language=${language}&saved=1`,
    );
  },
  import: async ({ request, locals, params, url }) => {
    const form = await request.formData();
    const file = form.get('file');
    const language = languageOf(url);
    const revision = Number(form.get('revision')) || null;
    const done = await answering({}, async () => {
      if (!(file instanceof File) || file.size === 0) throw invalid('article_import_missing', { file: 'article_import_missing' });
      const bytes = new Uint8Array(await file.arrayBuffer());
      await importDocument(operatorOf(locals), { number: params.number, language, revision, file: { name: file.name, bytes } });
      return { isDone: true };
    });
    if (!('isDone' in done)) return done;
    redirect(303, `/console/knowledge/${params.number}/edit?language=${language}&imported=1`);
  },
};
