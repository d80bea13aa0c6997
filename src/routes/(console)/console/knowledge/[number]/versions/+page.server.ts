import { redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import type { Language } from '#kernel/actor.ts';
import { accessArticle, compareVersions, restoreVersion } from '#modules/knowledge/server/index.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { operatorOf } from '../../../../../../edge/actors.ts';
import { answering, reading } from '../../../../../../edge/refusals.ts';

const languageOf = (url: URL): Language => (url.searchParams.get('language') === 'en' ? 'en' : 'ja');
const numberOf = (text: string | null): number | null => (text && /^\d{1,6}$/.test(text) ? Number(text) : null);

export const load: PageServerLoad = ({ locals, params, url }) => {
  const asked = { language: languageOf(url), before: numberOf(url.searchParams.get('before')), after: numberOf(url.searchParams.get('after')) };
  return reading(operatorOf(locals), async (context) => ({
    number: params.number,
    language: asked.language,
    comparison: await compareVersions(context, { number: params.number, ...asked }),
  }));
};

export const actions: Actions = {
  restore: async ({ request, locals, params }) => {
    const form = await request.formData();
    const versionId = String(form.get('versionId') ?? '');
    const done = await answering({}, async () => {
      await asActor(operatorOf(locals), async (context) => {
        const { id } = await accessArticle(context, { number: params.number });
        await restoreVersion(context, { articleId: id, versionId });
      });
      return { isDone: true };
    });
    if (!('isDone' in done)) return done;
    redirect(303, `/console/knowledge/${params.number}?done=saved`);
  },
};
