import { redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { changePrices, createPriceList, NewPriceListInput, PriceListInput, readPrices } from '#modules/catalog/server/index.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { operatorOf } from '../../../../../edge/actors.ts';
import { answering, parsed, reading } from '../../../../../edge/refusals.ts';

export const load: PageServerLoad = ({ locals, url }) =>
  reading(operatorOf(locals), async (context) => ({ prices: await readPrices(context), isSaved: url.searchParams.has('saved') }));

export const actions: Actions = {
  save: async ({ request, locals }) => {
    const form = await request.formData();
    const of = (name: string) => String(form.get(name) ?? '');
    const prices = Object.fromEntries([...form].flatMap(([name, value]) => (name.startsWith('price.') ? [[name.slice(6), String(value)] as const] : [])));
    const typed = { id: of('id'), version: of('version'), name: of('name'), prices };
    const saved = await answering(typed, async () => {
      const input = parsed(PriceListInput, typed);
      await asActor(operatorOf(locals), (context) => changePrices(context, input));
      return { isSaved: true };
    });
    if (!('isSaved' in saved)) return saved;
    redirect(303, '/console/catalog/prices?saved=1');
  },
  create: async ({ request, locals }) => {
    const typed = { name: String((await request.formData()).get('name') ?? '') };
    const made = await answering(typed, async () => {
      const input = parsed(NewPriceListInput, typed);
      await asActor(operatorOf(locals), (context) => createPriceList(context, input));
      return { isMade: true };
    });
    if (!('isMade' in made)) return made;
    redirect(303, '/console/catalog/prices');
  },
};
