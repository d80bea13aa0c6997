import { error } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { confirmMailChange, readMailLink, undoMailChange } from '#modules/access/server/index.ts';
import { brandIn } from '../../../../../edge/brand.ts';
import { answering, orErrorPage, wordsOf } from '../../../../../edge/refusals.ts';
import { visitorOf } from '../../../../../edge/visitor.ts';

/** The pages behind the links of a change of address (D-10): each asks once more, so that no mail scanner decides. */
const purposeOf = (text: string): 'confirm' | 'undo' => (text === 'confirm' || text === 'undo' ? text : error(404, { message: wordsOf('not_found') }));

export const load: PageServerLoad = async (event) => {
  const purpose = purposeOf(event.params.purpose);
  const change = await orErrorPage(() => readMailLink(purpose, event.params.token, visitorOf(event, 'user')));
  return { realm: 'user' as const, brand: brandIn(event.locals.language), language: event.locals.language, purpose, change };
};

export const actions: Actions = {
  default: async (event) => {
    const purpose = purposeOf(event.params.purpose);
    const act = purpose === 'confirm' ? confirmMailChange : undoMailChange;
    return (await answering({}, () => act(event.params.token, visitorOf(event, 'user')))) ?? { done: true };
  },
};

export const csr = false;
