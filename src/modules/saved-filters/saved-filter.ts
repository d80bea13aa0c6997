import { fold } from '#kernel/fold.ts';

/** Lists that keep filters and columns for their readers. */
export const filterableLists = ['cases'] as const;
export type FilterableList = (typeof filterableLists)[number];

/** Characters of a name, characters of what is asked, and filters of one person for one list, at most. */
export const MAX_FILTER_NAME = 80;
export const MAX_FILTER_QUERY = 8_000;
export const MAX_FILTERS = 100;

/** A filter as its readers see it. What it asks is not among it: it may name what this reader does not see. */
export type FilterRow = {
  id: string;
  name: string;
  isMine: boolean;
  isShared: boolean;
  ownerName: string;
  updatedAt: string;
  can: { edit: boolean; share: boolean; unshare: boolean; remove: boolean };
};

/** Names that read the same are the same, whatever width, case or invisible letters they were typed with. */
export const foldName = (name: string): string => fold(name.replace(/\p{Cf}/gu, ''));

const kept = ['view', 'where', 'sort', 'columns'] as const;

/**
 * What a filter keeps of a list's address: neither page nor cursor nor anything unknown. Only signs with a meaning in an address stay
 * escaped, so that Japanese words do not count ninefold.
 */
export function keptQuery(search: string): string {
  const params = new URLSearchParams(search);
  return kept.flatMap((key) => (params.get(key) ? [`${key}=${lightly(params.get(key) as string)}`] : [])).join('&');
}

const lightly = (value: string): string => value.replace(/[%&+#\u0000-\u001f\u007f]/g, encodeURIComponent).replaceAll(' ', '+');

/** Whether two addresses ask a list the same: the words in which a page tells "changed since it was loaded". */
export const isSameQuery = (one: string, other: string): boolean => keptQuery(one) === keptQuery(other);
