import type { Language } from '#kernel/actor.ts';
import { localOf, momentOf } from '#kernel/days.ts';
import { isId } from '#kernel/ids.ts';
import { normal } from '#kernel/normal.ts';
import { m } from '#messages';
import type { ArticleBlock, ArticleBody } from '#modules/knowledge/index.ts';
import { isBlankText, proseFromForm, type Prose, type ProseBlock } from '#modules/prose/index.ts';
import { severities, type Severity } from './announcement.ts';

const lines = ['severity', 'titleJa', 'titleEn', 'startsAt', 'endsAt', 'plannedFrom', 'plannedUntil', 'numbers', 'key', 'version'] as const;
const texts = ['bodyJa', 'impactJa', 'bodyEn', 'impactEn'] as const;
const choices = ['hasBanner', 'atDoor', 'byMail', 'isForAll'] as const;
const lists = ['services', 'accounts'] as const;
export type TextField = (typeof texts)[number];

/** What an operator typed, as the form's fields give it; times are those of the operator's zone. */
export type TypedAnnouncement = Record<(typeof lines)[number], string> &
  Record<TextField, { text: string; prose: string }> &
  Record<(typeof choices)[number], boolean> &
  Record<(typeof lists)[number], string[]>;

const pairs = <K extends string, V>(keys: readonly K[], valueOf: (key: K) => V): Record<K, V> =>
  Object.fromEntries(keys.map((key) => [key, valueOf(key)])) as Record<K, V>;

/** The fields of the form as they were sent. */
export function typedAnnouncement(form: FormData): TypedAnnouncement {
  const of = (name: string) =>
    String(form.get(name) ?? '')
      .replace(/\r\n/g, '\n')
      .replaceAll('\u0000', '');
  return {
    ...pairs(lines, of),
    ...pairs(texts, (name) => ({ text: of(`${name}Text`), prose: of(`${name}Prose`) })),
    ...pairs(choices, (name) => form.has(name)),
    ...pairs(lists, (name) => form.getAll(name).map(String)),
  };
}

/** A new form; `maintenance` is the template with 予定日時 and 影響範囲 (G-4.12-6). */
export function emptyAnnouncement(input: { template: 'maintenance' | null; key: string; now: Date; timeZone: string }): TypedAnnouncement {
  const isMaintenance = input.template === 'maintenance';
  const plain = (text: string) => ({ text: isMaintenance ? text : '', prose: '' });
  const words = (locale: Language) => ({
    title: isMaintenance ? m.news_template_title({}, { locale }) : '',
    body: plain(m.news_template_body({}, { locale })),
    impact: plain(m.news_template_impact({}, { locale })),
  });
  const [ja, en] = [words('ja'), words('en')];
  return {
    severity: isMaintenance ? 'maintenance' : 'information',
    titleJa: ja.title,
    bodyJa: ja.body,
    impactJa: ja.impact,
    titleEn: en.title,
    bodyEn: en.body,
    impactEn: en.impact,
    startsAt: localOf(input.now, input.timeZone),
    endsAt: '',
    plannedFrom: '',
    plannedUntil: '',
    hasBanner: isMaintenance,
    atDoor: false,
    byMail: false,
    isForAll: true,
    services: [],
    accounts: [],
    numbers: '',
    key: input.key,
    version: '',
  };
}

/** The words of one language: the text, and 影響範囲 where something is affected. */
export type Words = { title: string; body: Prose; impact: Prose | null };

/** An announcement as it was typed, understood. `numbers` are customer numbers whose accounts join the audience. */
export type ReadAnnouncement = {
  severity: Severity;
  words: Record<Language, Words | null>;
  startsAt: Date;
  endsAt: Date;
  plannedFrom: Date | null;
  plannedUntil: Date | null;
  hasBanner: boolean;
  atDoor: boolean;
  byMail: boolean;
  isForAll: boolean;
  services: string[];
  accounts: string[];
  numbers: string[];
};

const MOST_TITLE = 200;
const MOST_AUDIENCE = 150;

/** Understands what was typed, or says by field what is wrong with it. `now` starts one without a start. */
export function readAnnouncementForm(
  typed: TypedAnnouncement,
  at: { now: Date; timeZone: string },
): { announcement: ReadAnnouncement; faults: Record<string, never> } | { announcement: null; faults: Record<string, string> } {
  const faults: Record<string, string> = {};
  const severity = severities.find((one) => one === typed.severity);
  if (!severity) faults['severity'] = 'malformed';
  const words = { ja: wordsFrom(typed, 'Ja', faults), en: wordsFrom(typed, 'En', faults) };
  if (!words.ja && !words.en && Object.keys(faults).length === 0) faults['titleJa'] = 'announcement_words_missing';
  const time = (field: 'startsAt' | 'endsAt' | 'plannedFrom' | 'plannedUntil'): Date | null => {
    if (typed[field] === '') return null;
    const moment = momentOf(typed[field], at.timeZone);
    if (!moment) faults[field] = 'announcement_time_malformed';
    return moment ?? null;
  };
  const [startsAt, endsAt, plannedFrom, plannedUntil] = [time('startsAt') ?? at.now, time('endsAt'), time('plannedFrom'), time('plannedUntil')];
  if (!endsAt) faults['endsAt'] ??= 'announcement_end_missing';
  else if (endsAt <= startsAt) faults['endsAt'] = 'announcement_window_backwards';
  else if (endsAt <= at.now) faults['endsAt'] = 'announcement_end_past';
  if ((typed.plannedFrom === '') !== (typed.plannedUntil === '')) faults[plannedFrom ? 'plannedUntil' : 'plannedFrom'] ??= 'announcement_planned_half';
  else if (plannedFrom && plannedUntil && plannedUntil <= plannedFrom) faults['plannedUntil'] = 'announcement_window_backwards';
  const numbers = [
    ...new Set(
      normal(typed.numbers)
        .toUpperCase()
        .split(/[\s,、]+/)
        .filter(Boolean),
    ),
  ];
  const { isForAll, services, accounts, hasBanner, atDoor, byMail } = typed;
  if (!accounts.every(isId) || services.length + accounts.length + numbers.length > MOST_AUDIENCE) faults['numbers'] = 'announcement_audience_malformed';
  else if (!isForAll && services.length + accounts.length + numbers.length === 0) faults['isForAll'] = 'announcement_audience_missing';
  else if (atDoor && !isForAll && accounts.length + numbers.length > 0) faults['atDoor'] = 'announcement_door_narrow';
  if (!severity || !endsAt || Object.keys(faults).length > 0) return { announcement: null, faults };
  return {
    announcement: { severity, words, startsAt, endsAt, plannedFrom, plannedUntil, hasBanner, atDoor, byMail, isForAll, services, accounts, numbers },
    faults: {},
  };
}

function wordsFrom(typed: TypedAnnouncement, of: 'Ja' | 'En', faults: Record<string, string>): Words | null {
  const title = typed[`title${of}`].trim();
  const [body, impact] = [typed[`body${of}`], typed[`impact${of}`]];
  const isBlank = (field: { text: string; prose: string }) => field.prose === '' && isBlankText(field.text);
  if (title === '' && isBlank(body) && isBlank(impact)) return null;
  if (title === '') faults[`title${of}`] = 'announcement_title_missing';
  else if (title.length > MOST_TITLE) faults[`title${of}`] = 'words_too_long';
  else if (/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/.test(title)) faults[`title${of}`] = 'text_control';
  const [readBody, readImpact] = [proseFromForm(body.prose, body.text), proseFromForm(impact.prose, impact.text)];
  if (!readBody.ok) faults[`body${of}`] = readBody.code;
  if (!readImpact.ok && readImpact.code !== 'prose_empty') faults[`impact${of}`] = readImpact.code;
  return readBody.ok ? { title, body: readBody.prose, impact: readImpact.ok ? readImpact.prose : null } : null;
}

/** The article's text: the words, and 影響範囲 under its heading. 予定日時 stands above it, in each reader's own zone. */
export function bodyFrom({ body, impact }: Words, language: Language): ArticleBody {
  const heading: ArticleBlock = { type: 'heading', attrs: { level: 2 }, content: [{ type: 'text', text: m.news_impact({}, { locale: language }) }] };
  return { type: 'doc', content: [...body.content, ...(impact ? [heading, ...impact.content] : [])] };
}

const isProse = (block: ArticleBlock): block is ProseBlock => !['heading', 'table', 'picture', 'callout'].includes(block.type);

/** The two parts of a stored text; nothing for one that was written elsewhere and has more in it than this form knows. */
export function partsOf(stored: ArticleBody, language: Language): { body: Prose; impact: Prose | null } | null {
  const title = m.news_impact({}, { locale: language });
  const cut = stored.content.findIndex(
    (block) => block.type === 'heading' && block.content?.length === 1 && block.content[0]?.type === 'text' && block.content[0].text === title,
  );
  const [body, impact] = [cut < 0 ? stored.content : stored.content.slice(0, cut), cut < 0 ? [] : stored.content.slice(cut + 1)];
  if (!body.every(isProse) || !impact.every(isProse)) return null;
  return { body: { type: 'doc', content: body }, impact: cut < 0 ? null : { type: 'doc', content: impact } };
}
