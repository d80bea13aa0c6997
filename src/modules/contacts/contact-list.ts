import { readable, readListQuery, writeListQuery, type Field, type ListQuery, type ListShape, type Problem } from '#kernel/list-query.ts';

/** What is asked of a list of contacts: the search box, the question that narrows and orders it, and the page. */
export type ContactList = { q: string; query: ListQuery; page: number };
export type AskedContacts = { list: ContactList; shape: ListShape; problems: Problem[] };

const column = (code: string, kind: Field['kind'], choices?: readonly string[]): Field => ({
  code,
  kind,
  isColumn: true,
  isSortable: true,
  ...(choices ? { choices } : {}),
});

/** What can be asked: the columns of the guide (G-5.1.1-1) and what else a line tells. */
export const contactListShape: ListShape = {
  fields: [
    column('name', 'text'),
    column('user_id', 'text'),
    column('account', 'text'),
    column('mail', 'text'),
    column('phone', 'text'),
    column('locked', 'flag', ['yes', 'no']),
    column('state', 'choice', ['invited', 'active', 'disabled']),
    column('role', 'choice', ['contact', 'administrator']),
    column('updated', 'time'),
  ],
  defaultSorts: [{ field: 'name', descending: false }],
  defaultColumns: ['name', 'account', 'mail', 'phone', 'locked', 'updated'],
};

const MAX_PAGE = 500;

/** Reads an address; what is unknown is left out and told. */
export function readContactList(params: URLSearchParams): AskedContacts {
  const { query, problems } = readListQuery(params, contactListShape);
  const q = (params.get('q') ?? '').replaceAll('\u0000', '').trim().slice(0, 100);
  const page = Math.min(MAX_PAGE, Math.max(1, Math.trunc(Number(params.get('page'))) || 1));
  return { list: { q, query, page }, shape: contactListShape, problems };
}

/** The parameters of a list as it stands, without its page and without what is usual anyway. */
export function contactParams({ q, query }: Pick<ContactList, 'q' | 'query'>): URLSearchParams {
  const params = writeListQuery(query, contactListShape);
  return q ? new URLSearchParams([['q', q], ...params]) : params;
}

/** The address of a list, so that it can be mailed to a colleague. */
export function contactAddress(path: string, list: ContactList, more: Record<string, string> = {}): string {
  const params = contactParams(list);
  if (list.page > 1) params.set('page', String(list.page));
  for (const [name, value] of Object.entries(more)) params.set(name, value);
  return readable(path, params);
}
