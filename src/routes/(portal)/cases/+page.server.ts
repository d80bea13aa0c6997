import { redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { answerBuilder, type Draft } from '#kernel/list-edits.ts';
import { readable, readColumns, writeListQuery } from '#kernel/list-query.ts';
import { CaseListPlace, ChosenNumbers, closeChosenCases, listCases, seeAllCases, type AskedList } from '#modules/cases/server/index.ts';
import { isSameQuery } from '#modules/saved-filters/index.ts';
import { keepColumns, listFilters } from '#modules/saved-filters/server/index.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { userOf } from '../../../edge/actors.ts';
import { isForeign } from '../../../edge/callers.ts';
import { askedCases } from '../../../edge/case-list.ts';
import { answering, parsed, reading, wordsOf } from '../../../edge/refusals.ts';

export const load: PageServerLoad = async ({ locals, url, request, depends }) => {
  depends('app:cases');
  const actor = userOf(locals);
  // A builder or a picker without an address of its own leads to the address of what was chosen in it.
  const lead = await reading(actor, async (context) => {
    const isBuilding = url.searchParams.has('build');
    const asked = await askedCases(context, url.searchParams, isBuilding ? { withPeople: true } : {});
    const chosen = url.searchParams.get('column_set');
    // Kept for good, so a link of somebody else's page does not do it.
    if (chosen && !isForeign(request)) return { to: await choose(chosen, asked, url.searchParams.getAll('column')) };
    const answer = answerBuilder(url.searchParams, asked.shape);
    if (answer?.kind === 'run') return { to: addressOf(asked, { ...asked.list.query, ...answer.draft, sorts: sortsOf(answer.draft, asked) }) };
    const draft = answer?.draft ?? { where: asked.list.query.where, sorts: asked.list.query.sorts };
    const place = CaseListPlace.parse(Object.fromEntries(url.searchParams));
    const { list, shape, people, problems, filter } = asked;
    return {
      view: list.view,
      query: list.query,
      shape,
      people,
      problems,
      draft,
      isBuilding,
      filter: filter && {
        id: filter.id,
        name: filter.name,
        canEdit: filter.canEdit,
        isChanged: !isSameQuery(queryOf(asked, list.query).toString(), filter.query),
      },
      isSaved: url.searchParams.has('saved'),
      isTooLong: url.searchParams.has('too_long'),
      filters: isBuilding ? await listFilters(context, { list: 'cases' }) : [],
      list: await listCases(context, { ...list, place }),
    };

    async function choose(how: string, { shape, list: { query } }: AskedList, columns: string[]): Promise<string> {
      const next = how === 'default' ? [] : readColumns(columns.join(), shape, []);
      await keepColumns(context, { list: 'cases', columns: [...next] });
      return addressOf(asked, { ...query, columns: shape.defaultColumns });
    }
  });
  if ('to' in lead) redirect(303, lead.to);
  return lead;
};

const sortsOf = (draft: Draft, { shape }: AskedList) => (draft.sorts.length > 0 ? draft.sorts : shape.defaultSorts);

/** A question with its view, as addresses and saved filters write it. */
function queryOf({ shape, list }: AskedList, query: AskedList['list']['query']): URLSearchParams {
  const params = writeListQuery(query, shape);
  if (list.view !== 'all') params.set('view', list.view);
  return params;
}

/** The loaded filter goes along, so that what was changed can be saved in it; an address that asks nothing names none. */
function addressOf(asked: AskedList & { filter: { id: string } | undefined }, query: AskedList['list']['query']): string {
  const params = queryOf(asked, query);
  if (asked.filter && params.size > 0) params.set('filter', asked.filter.id);
  return readable('/cases', params);
}

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
