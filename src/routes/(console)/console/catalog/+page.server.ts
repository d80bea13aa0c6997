import { redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { changeItem, createItem, ItemAct, listCatalog, NewItemInput } from '#modules/catalog/server/index.ts';
import { listServices } from '#modules/contracts/server/index.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { operatorOf } from '../../../../edge/actors.ts';
import { answering, parsed, reading } from '../../../../edge/refusals.ts';

export const load: PageServerLoad = ({ locals }) =>
  reading(operatorOf(locals), async (context) => ({ ...(await listCatalog(context)), services: await listServices(context) }));

export const actions: Actions = {
  change: async ({ request, locals }) => {
    const form = await request.formData();
    return answering({}, async () => {
      const input = parsed(ItemAct, { key: form.get('key'), act: form.get('act') });
      await asActor(operatorOf(locals), (context) => changeItem(context, input));
      return { isChanged: true };
    });
  },
  create: async ({ request, locals }) => {
    const form = await request.formData();
    const of = (name: string) => String(form.get(name) ?? '');
    const typed = { key: of('key'), serviceId: of('serviceId'), nameJa: of('nameJa'), nameEn: of('nameEn') };
    const made = await answering(typed, async () => {
      const input = parsed(NewItemInput, typed);
      await asActor(operatorOf(locals), (context) => createItem(context, input));
      return { key: input.key };
    });
    if (!('key' in made)) return made;
    redirect(303, `/console/catalog/${made.key}`);
  },
};
