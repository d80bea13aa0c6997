import type { Actions, PageServerLoad } from './$types';
import { listServices } from '#modules/contracts/server/index.ts';
import {
  addBase,
  addCategory,
  changePlace,
  listPlaces,
  movePlace,
  NewBaseInput,
  NewCategoryInput,
  PlaceAct,
  PlaceInput,
  removePlace,
} from '#modules/knowledge/server/index.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { operatorOf } from '../../../../../edge/actors.ts';
import { answering, parsed, reading } from '../../../../../edge/refusals.ts';

export const load: PageServerLoad = ({ locals }) =>
  reading(operatorOf(locals), async (context) => ({ places: await listPlaces(context), services: await listServices(context) }));

const typedOf = (form: FormData) => {
  const of = (name: string) => String(form.get(name) ?? '');
  return { kind: of('kind'), id: of('id'), baseId: of('baseId'), nameJa: of('nameJa'), nameEn: of('nameEn'), serviceId: of('serviceId') };
};

export const actions: Actions = {
  base: async ({ request, locals }) => {
    const typed = typedOf(await request.formData());
    return answering(typed, async () => {
      const input = parsed(NewBaseInput, typed);
      await asActor(operatorOf(locals), (context) => addBase(context, input));
      return { isDone: true };
    });
  },
  category: async ({ request, locals }) => {
    const typed = typedOf(await request.formData());
    return answering(typed, async () => {
      const input = parsed(NewCategoryInput, typed);
      await asActor(operatorOf(locals), (context) => addCategory(context, input));
      return { isDone: true };
    });
  },
  change: async ({ request, locals }) => {
    const typed = typedOf(await request.formData());
    return answering(typed, async () => {
      const input = parsed(PlaceInput, typed);
      await asActor(operatorOf(locals), (context) => changePlace(context, input));
      return { isDone: true };
    });
  },
  act: async ({ request, locals }) => {
    const form = await request.formData();
    return answering(typedOf(form), async () => {
      const { act, ...place } = parsed(PlaceAct, { kind: form.get('kind'), id: form.get('id'), act: form.get('act') });
      await asActor(operatorOf(locals), (context) => (act === 'remove' ? removePlace(context, place) : movePlace(context, { ...place, up: act === 'up' })));
      return { isDone: true };
    });
  },
};
