import type { Language, OperatorActor } from '#kernel/actor.ts';
import { invalid, isRefusal } from '#kernel/refusal.ts';
import { require } from '#kernel/verdict.ts';
import { contractByNumber, listServices } from '#modules/contracts/server/index.ts';
import { createArticle, publishVersions, retireArticle, saveVersion, setAudience } from '#modules/knowledge/server/index.ts';
import type { Context } from '#platform/server/unit-of-work.ts';
import { bodyFrom, readAnnouncementForm, type ReadAnnouncement, type TypedAnnouncement } from '../announcement-form.ts';
import { announcementChanged } from '../announcement.refusals.ts';
import { decideOnAnnouncements } from '../announcement.policy.ts';
import * as rows from './announcements.sql.ts';
import { accessAnnouncement } from './keep-announcements.ts';

type Operator = Context<OperatorActor>;
const languages = ['ja', 'en'] as const;

/** What was typed, understood, or a refusal that says by field what is wrong. */
export function understood(context: Operator, typed: TypedAnnouncement): ReadAnnouncement {
  require(decideOnAnnouncements(context.actor));
  const { announcement, faults } = readAnnouncementForm(typed, { now: context.now, timeZone: context.actor.timeZone });
  if (!announcement) throw invalid('form_incomplete', faults);
  return announcement;
}

/**
 * Tells customers something from the beginning of its window on (G-4.12-1); any operator, at once. The same form sent again is the same
 * announcement. Refuses `form_incomplete` with the fields' codes.
 */
export async function announce(context: Operator, typed: TypedAnnouncement): Promise<{ number: string }> {
  await rows.lockSubmission(context.tx, typed.key);
  const earlier = await rows.selectCard(context.tx, { submission: typed.key });
  if (earlier) return { number: earlier.number };
  const announcement = understood(context, typed);
  const openTo = await audienceOf(context, announcement);
  const versions = languages.flatMap((language) => {
    const words = announcement.words[language];
    return words ? [{ language, title: words.title, body: bodyFrom(words, language) }] : [];
  });
  const { id, number } = await createArticle(context, { kind: 'announcement', baseId: null, categoryId: null, openTo, versions });
  await publishVersions(context, { articleId: id, at: context.now });
  await rows.insertAnnouncement(context.tx, { ...announcement, articleId: id, submission: typed.key });
  await mailIfBegun(context, announcement);
  return { number };
}

/**
 * Changes an announcement that is not over: its words become new versions at once. Refuses `form_incomplete` with the fields' codes, and
 * `announcement_changed` when somebody changed or ended it since its form was opened.
 */
export async function changeAnnouncement(context: Operator, input: { number: string; typed: TypedAnnouncement }): Promise<void> {
  const stored = await accessAnnouncement(context, input.number);
  const announcement = understood(context, input.typed);
  const { articleId } = stored;
  const openTo = await audienceOf(context, announcement);
  if (stored.state === 'over' || !(await rows.updateAnnouncement(context.tx, { ...announcement, articleId, version: Number(input.typed.version) || 0 })))
    throw announcementChanged();
  const before = { ja: { title: stored.titleJa, body: stored.bodyJa }, en: { title: stored.titleEn, body: stored.bodyEn } };
  for (const language of languages) {
    const words = announcement.words[language];
    const { title, body } = before[language];
    if (!words && title !== null) throw invalid('form_incomplete', { [fieldOf(language)]: 'announcement_language_kept' });
    if (!words || (words.title === title && isSame(bodyFrom(words, language), body))) continue;
    await saveVersion(context, { articleId, language, title: words.title, body: bodyFrom(words, language), revision: null, isLevel: true });
  }
  await publishVersions(context, { articleId, at: context.now });
  if (!isSame([...openTo].sort(), [...stored.openTo].sort())) await setAudience(context, { articleId, openTo });
  await mailIfBegun(context, announcement);
}

const fieldOf = (language: Language): string => (language === 'ja' ? 'titleJa' : 'titleEn');

function isSame(one: unknown, other: unknown): boolean {
  const plain = (value: unknown) => JSON.stringify(sorted(value));
  return plain(one) === plain(other);
}

/** The database gives back the keys of an object in its own order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, one]) => one !== undefined)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, one]) => [key, sorted(one)]),
  );
}

/**
 * Ends an announcement now; one that has not begun is withdrawn and never shown. Refuses `announcement_changed` when somebody changed or
 * ended it first.
 */
export async function endAnnouncement(context: Operator, input: { number: string; version: number }): Promise<void> {
  const { articleId, state } = await accessAnnouncement(context, input.number);
  if (state === 'over' || !(await rows.endWindow(context.tx, { articleId, version: input.version }))) throw announcementChanged();
  if (state === 'planned') await retireArticle(context, { articleId });
}

/** To whom it is open, as articles say it. Unknown services and customer numbers are refused. */
async function audienceOf(context: Operator, announcement: ReadAnnouncement): Promise<string[]> {
  if (announcement.isForAll) return ['*'];
  const known = new Set((await listServices(context)).map((service) => service.id));
  if (!announcement.services.every((id) => known.has(id))) throw invalid('form_incomplete', { numbers: 'announcement_audience_malformed' });
  const accounts = [...announcement.accounts];
  for (const number of announcement.numbers) accounts.push(await accountOf(context, number));
  return [...new Set([...announcement.services.map((id) => `service:${id}`), ...accounts.map((id) => `account:${id}`)])];
}

async function accountOf(context: Operator, number: string): Promise<string> {
  try {
    return (await contractByNumber(context, number)).accountId;
  } catch (thrown) {
    if (isRefusal(thrown) && thrown.kind === 'not_found') throw invalid('form_incomplete', { numbers: 'announcement_number_unknown' });
    throw thrown;
  }
}

/** Nobody waits for the next sweep when the window has begun. */
async function mailIfBegun(context: Operator, announcement: ReadAnnouncement): Promise<void> {
  if (announcement.byMail && announcement.startsAt <= context.now) await context.enqueue('sweep-announcements', {});
}
