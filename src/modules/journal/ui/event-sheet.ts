import { m } from '#messages';
import { eventTitle, type EventRow } from '../index.ts';
import type { EventQuery } from '../journal.schemas.ts';
import { conditionsOf, resultName } from './event-filter.ts';
import { formatMoment } from './event-moment.ts';

type Reader = { language: 'ja' | 'en'; timeZone: string };

/** The columns of an export: those of the screen, with the event's code and its words apart for those who sort by them. */
export const sheetColumns = () => [
  { label: m.history_name(), width: 16 },
  { label: m.sign_in_user_id(), width: 26 },
  { label: m.history_event(), width: 24 },
  { label: m.history_about(), width: 22 },
  { label: m.mail_fact_time(), width: 27 },
  { label: m.history_result(), width: 9 },
  { label: m.mail_fact_address(), width: 17 },
  { label: m.mail_fact_browser(), width: 22 },
  { label: m.history_by(), width: 18 },
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
      event.readerName,
      event.readerUserId,
      event.name,
      eventTitle(event.name, language),
      formatMoment(event.at, timeZone),
      resultName(event.result, language),
      event.address,
      event.agent,
      event.by ?? '',
    ];
}
