import { m } from '#messages';
import { eventTitle } from '../event-words.ts';
import type { EventQuery } from '../journal.schemas.ts';

type Key = 'q' | 'event' | 'result' | 'from' | 'to' | 'sort';
type Condition = { key: Key; label: string; value: string };

/** The address of a list with this filter, on its first page unless another is asked for. */
export function addressOf(path: string, query: EventQuery, changes: { without?: Key; page?: number; sort?: EventQuery['sort']; format?: string } = {}): string {
  const { q, event, result, from, to } = query;
  const sort = changes.sort ?? query.sort;
  const params = new URLSearchParams();
  if (changes.format) params.set('format', changes.format);
  const kept = { q, event, result, from, to, sort: sort === 'oldest' ? sort : undefined };
  for (const [key, value] of Object.entries(kept)) if (value && key !== changes.without) params.set(key, value);
  if (changes.page && changes.page > 1) params.set('page', String(changes.page));
  return params.size > 0 ? `${path}?${params}` : path;
}

/** What narrows or orders the list, in the reader's words: for the chips, and for the head of an export. */
export function conditionsOf({ q, event, result, from, to, sort }: EventQuery): Condition[] {
  const found: (Condition | false | undefined | '')[] = [
    q && { key: 'q', label: m.history_search(), value: q },
    event && { key: 'event', label: m.history_event(), value: `${event} (${eventTitle(event)})` },
    result && { key: 'result', label: m.history_result(), value: resultName(result) },
    from && { key: 'from', label: m.history_from(), value: from },
    to && { key: 'to', label: m.history_to(), value: to },
    sort === 'oldest' && { key: 'sort', label: m.history_sort(), value: m.history_oldest() },
  ];
  return found.filter((one) => typeof one === 'object');
}

export const resultName = (result: 'success' | 'failure', locale?: 'ja' | 'en'): string =>
  (result === 'success' ? m.history_success : m.history_failure)({}, locale ? { locale } : {});
