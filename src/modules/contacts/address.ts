import type { ContactSort } from './contact.ts';

type Query = { q: string; sort: ContactSort; order: 'asc' | 'desc'; page: number };

/** The address of a list as it stands, without what is usual anyway, so that it can be mailed to a colleague. */
export function contactAddress(path: string, query: Query, more: Record<string, string> = {}): string {
  const parts = new URLSearchParams({
    ...(query.q ? { q: query.q } : {}),
    ...(query.sort === 'name' ? {} : { sort: query.sort }),
    ...(query.order === 'asc' ? {} : { order: query.order }),
    ...(query.page > 1 ? { page: String(query.page) } : {}),
    ...more,
  });
  return parts.size > 0 ? `${path}?${parts}` : path;
}
