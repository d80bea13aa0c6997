import { redirect } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';
import { answerBuilder } from '#kernel/list-edits.ts';
import { contactAddress, readContactList } from '#modules/contacts/index.ts';
import { listContacts } from '#modules/contacts/server/index.ts';
import { userOf } from '../../../../edge/actors.ts';
import { reading } from '../../../../edge/refusals.ts';

export const load: PageServerLoad = async ({ locals, url }) => {
  const { list, shape, problems } = readContactList(url.searchParams);
  const answer = answerBuilder(url.searchParams, shape);
  if (answer?.kind === 'run') {
    const sorts = answer.draft.sorts.length > 0 ? answer.draft.sorts : shape.defaultSorts;
    redirect(303, contactAddress('/account/contacts', { ...list, page: 1, query: { ...list.query, ...answer.draft, sorts } }));
  }
  return {
    asked: list,
    shape,
    problems,
    draft: answer?.draft ?? { where: list.query.where, sorts: list.query.sorts },
    isBuilding: url.searchParams.has('build'),
    list: await reading(userOf(locals), (context) => listContacts(context, list)),
  };
};
