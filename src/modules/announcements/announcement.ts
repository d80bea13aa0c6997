import type { Language } from '#kernel/actor.ts';

export const severities = ['information', 'maintenance', 'important'] as const;
export type Severity = (typeof severities)[number];

/** 予定日時: the moments, as ISO texts, between which planned work is done. */
export type Planned = { from: string; until: string };

/** Lines of the home screen's list, banners at its top, rows of a page of the list, and of the list of readers. */
export const MOST_AT_HOME = 10;
export const MOST_BANNERS = 3;
export const ANNOUNCEMENTS_A_PAGE = 20;
export const READERS_A_PAGE = 50;

/** An announcement as its readers see it in a list; `language` is that of its title. */
export type AnnouncementRow = {
  articleId: string;
  number: string;
  title: string;
  planned: Planned | null;
  language: Language;
  severity: Severity;
  startsAt: string;
  isOver: boolean;
};

/** Whose language and time zone moments are told in. */
export type Told = { language: Language; timeZone: string };

const two = (value: string | undefined): string => (value ?? '').padStart(2, '0');

function wallOf(at: string, timeZone: string): Record<string, string> {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  }).formatToParts(new Date(at));
  return Object.fromEntries(parts.map((part) => [part.type, part.value]));
}

/** A moment as announcements tell it (G-4.12-6): `2023年03月27日05時15分`, in English `2023-03-27 05:15`. */
export function momentInWords(at: string, reader: Told): string {
  const { year, month, day, hour, minute } = wallOf(at, reader.timeZone);
  return reader.language === 'ja'
    ? `${year}年${two(month)}月${two(day)}日${two(hour)}時${two(minute)}分`
    : `${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}`;
}

/** From when until when, for this reader. */
export const spanInWords = (span: Planned, reader: Told): string => `${momentInWords(span.from, reader)} - ${momentInWords(span.until, reader)}`;

/** The title with the planned time behind it, in the reader's language and zone (G-4.12-6). */
export const announcedTitle = (title: string, planned: Planned | null, reader: Told): string =>
  planned ? `${title} (${spanInWords(planned, reader)})` : title;
