import type { UserActor } from '#kernel/actor.ts';
import type { Problem } from '#kernel/list-query.ts';
import { readCaseList, type AskedList } from '#modules/cases/server/index.ts';
import { columnsOf, openFilter, type OpenedFilter } from '#modules/saved-filters/server/index.ts';
import type { Context } from '#platform/server/unit-of-work.ts';

/**
 * What an address asks of the case list: its own words, or those of the saved filter that it names; without columns, the reader's kept
 * ones. For the page, its export and its count.
 */
export async function askedCases(
  context: Context<UserActor>,
  params: URLSearchParams,
  input: { withPeople?: boolean } = {},
): Promise<AskedList & { filter: OpenedFilter | undefined }> {
  const id = params.get('filter');
  const filter = id ? await openFilter(context, { list: 'cases', id }) : undefined;
  const asked = filter && !isAsking(params) ? new URLSearchParams([...new URLSearchParams(filter.query), ...params]) : params;
  const columns = await columnsOf(context, { list: 'cases' });
  const read = await readCaseList(context, asked, { ...input, columns });
  return { ...read, problems: filter && !filter.isMine ? read.problems.map(withoutValues) : read.problems, filter };
}

/** A colleague's filter may name what this reader does not see: only the field that was left out is told. */
const withoutValues = (problem: Problem): Problem => ({ ...problem, part: `${problem.part.split(/[.(]/)[0] ?? ''}…` });

const isAsking = (params: URLSearchParams): boolean => ['where', 'sort', 'q', 'columns', 'build'].some((name) => params.has(name));
