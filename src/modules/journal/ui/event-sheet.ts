import { m } from '#messages';
import { eventTitle, type EventRow } from '../index.ts';
import type { EventQuery } from '../journal.schemas.ts';
import { conditionsOf, resultName } from './event-filter.ts';
import { formatMoment } from './event-moment.ts';

type Reader = { language: 'ja' | 'en'; timeZone: string };

/** The columns of an export: those of the screen, with the event's code and its words apart for those who sort by them. */
export const sheetColumns = () => [
  { label: m.history_column_event(), width: 1.5 },
  { label: m.history_about(), width: 1.4 },
  { label: m.sign_in_user_id(), width: 1.6 },
  { label: m.history_name(), width: 1.1 },
  { label: m.mail_fact_time(), width: 2 },
  { label: m.history_result(), width: 0.6 },
  { label: m.mail_fact_address(), width: 1 },
  { label: m.mail_fact_browser(), width: 1.3 },
  { label: m.history_by(), width: 1.2 },
];

/** The filter in words and when the sheet was made, so that a printed one says what it holds. */
export function sheetSubtitle(query: EventQuery, reader: Reader, now: string): string {
  const conditions = conditionsOf(query).map(({ label, value }) => `${label}: ${value}`);
  return `${conditions.join(' / ') || m.history_no_conditions()} | ${m.history_made()}: ${formatMoment(now, reader.timeZone)}`;
}

/** The rows one by one as they are read; nothing is held. */
export async function* sheetRows(events: AsyncIterable<EventRow>, { language, timeZone }: Reader): AsyncGenerator<string[]> {
  for await (const event of events)
    yield [
      event.name,
      eventTitle(event.name, language),
      event.readerUserId,
      event.readerName,
      formatMoment(event.at, timeZone),
      resultName(event.result, language),
      event.address,
      event.agent,
      event.by ?? '',
    ];
}
