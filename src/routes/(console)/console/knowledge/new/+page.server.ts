import { redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { emptyBody } from '#modules/knowledge/index.ts';
import { createArticle, listPlaces, NewArticleInput, placeOf } from '#modules/knowledge/server/index.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { operatorOf } from '../../../../../edge/actors.ts';
import { answering, parsed, reading } from '../../../../../edge/refusals.ts';

export const load: PageServerLoad = ({ locals }) => reading(operatorOf(locals), async (context) => ({ places: await listPlaces(context) }));

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const form = await request.formData();
    const of = (name: string) => String(form.get(name) ?? '');
    const typed = { kind: of('kind'), place: of('place'), titleJa: of('titleJa'), titleEn: of('titleEn') };
    const made = await answering(typed, async () => {
      const input = parsed(NewArticleInput, typed);
      const place = placeOf(input.place);
      return asActor(operatorOf(locals), async (context) => {
        const base = (await listPlaces(context)).find((one) => one.id === place.baseId);
        const titles = { ja: input.titleJa, en: input.titleEn };
        const versions = (['ja', 'en'] as const).flatMap((language) => (titles[language] ? [{ language, title: titles[language], body: emptyBody }] : []));
        // A new article is meant for whom its base is meant for; its page says it and lets it be changed.
        return createArticle(context, { kind: input.kind, ...place, openTo: [base?.serviceId ? `service:${base.serviceId}` : '*'], versions });
      });
    });
    if (!('number' in made)) return made;
    redirect(303, `/console/knowledge/${made.number}`);
  },
};
