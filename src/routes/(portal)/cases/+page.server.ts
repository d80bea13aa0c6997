import type { Actions, PageServerLoad } from './$types';
import { CaseListPlace, ChosenNumbers, closeChosenCases, listCases, readCaseList, seeAllCases } from '#modules/cases/server/index.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { userOf } from '../../../edge/actors.ts';
import { answering, parsed, reading, wordsOf } from '../../../edge/refusals.ts';

export const load: PageServerLoad = ({ locals, url, depends }) => {
  depends('app:cases');
  return reading(userOf(locals), async (context) => {
    const { list, shape, people, problems } = await readCaseList(context, url.searchParams);
    const place = CaseListPlace.parse(Object.fromEntries(url.searchParams));
    return { ...list, shape, people, problems, list: await listCases(context, { ...list, place }) };
  });
};

export const actions: Actions = {
  close: async ({ request, locals }) => {
    const form = await request.formData();
    return answering({}, async () => {
      const numbers = parsed(ChosenNumbers, [...new Set(form.getAll('case').map(String))]);
      const { closed, refused } = await closeChosenCases(userOf(locals), numbers);
      return { closed: closed.length, refused: refused.map(({ number, code }) => ({ number, reason: wordsOf(code) })) };
    });
  },
  seeAll: ({ locals }) => answering({}, async () => (await asActor(userOf(locals), seeAllCases), { seenAll: true })),
};
