import type { Language, OperatorActor } from '#kernel/actor.ts';
import { notFound } from '#kernel/refusal.ts';
import { require } from '#kernel/verdict.ts';
import { parseBody, renderBody } from '#modules/knowledge/index.ts';
import type { Context } from '#platform/server/unit-of-work.ts';
import { ANNOUNCEMENTS_A_PAGE, READERS_A_PAGE, type Planned, type Severity } from '../announcement.ts';
import { decideOnAnnouncements } from '../announcement.policy.ts';
import * as rows from './announcements.sql.ts';

type Operator = Context<OperatorActor>;

/** The words of an announcement in one language, as its readers see them; `html` is our own. */
export type ShownWords = { language: Language; title: string; html: string };

/** An announcement as operators see it; times are ISO texts. */
export type AnnouncementCard = {
  articleId: string;
  number: string;
  severity: Severity;
  state: 'planned' | 'now' | 'over';
  titles: { ja: string | null; en: string | null };
  startsAt: string;
  endsAt: string;
  planned: Planned | null;
  hasBanner: boolean;
  atDoor: boolean;
  byMail: boolean;
  mailedAt: string | null;
  authorName: string;
  views: number;
  version: number;
  openTo: string[];
};

/** An announcement for an operator's wish; unknown numbers are the same 404 as those of other articles. */
export async function accessAnnouncement(context: Operator, number: string): Promise<rows.CardRow> {
  require(decideOnAnnouncements(context.actor));
  const found = /^KB\d{7}$/.test(number) ? await rows.selectCard(context.tx, { number }) : undefined;
  if (!found) throw notFound();
  return found;
}

export type CardPage = {
  rows: AnnouncementCard[];
  counts: Record<AnnouncementCard['state'], number>;
  page: number;
  pages: number;
  total: number;
  from: number;
  to: number;
};

/** The announcements of one state: planned ones in the order in which they come, others with the latest first. Operators only. */
export async function listCards(context: Operator, input: { state: AnnouncementCard['state']; page: number }): Promise<CardPage> {
  require(decideOnAnnouncements(context.actor));
  const counts = { planned: 0, now: 0, over: 0 };
  for (const { state, count } of await rows.countStates(context.tx)) counts[state] = count;
  const range = rangeOf(counts[input.state], input.page, ANNOUNCEMENTS_A_PAGE);
  const found = await rows.selectCards(context.tx, { state: input.state, limit: ANNOUNCEMENTS_A_PAGE, offset: range.offset });
  return { rows: found.map(cardOf), counts, ...range };
}

/** One announcement with its words as readers see them and the names of the accounts to which it is open. Operators only. */
export async function openAnnouncement(
  context: Operator,
  number: string,
): Promise<{ card: AnnouncementCard; words: ShownWords[]; accounts: { id: string; name: string }[] }> {
  const found = await accessAnnouncement(context, number);
  const words = [shown('ja', found.titleJa, found.bodyJa), shown('en', found.titleEn, found.bodyEn)].filter((one) => one !== null);
  return { card: cardOf(found), words, accounts: await rows.selectAudience(context.tx, found.articleId) };
}

function shown(language: Language, title: string | null, body: unknown): ShownWords | null {
  if (title === null) return null;
  const read = parseBody(body);
  return { language, title, html: read.ok ? renderBody(read.body, { language, pictureHref: (file) => `/console/knowledge/files/${file}` }) : '' };
}

export type Reach = {
  rows: { accountName: string; userId: string; displayName: string; readOn: string | null }[];
  read: number;
  unread: number;
  page: number;
  pages: number;
  total: number;
  from: number;
  to: number;
};

/** Who has read an announcement, and who has not yet: active people to whom it is open now. Operators only. */
export async function readersOf(context: Operator, input: { number: string; who: 'read' | 'unread'; page: number }): Promise<Reach> {
  const { articleId } = await accessAnnouncement(context, input.number);
  const offset = (input.page - 1) * READERS_A_PAGE;
  const found = await rows.selectReach(context.tx, { articleId, who: input.who, limit: READERS_A_PAGE, offset });
  return {
    rows: found.rows.map(({ accountId: _, ...row }) => row),
    read: found.read,
    unread: found.unread,
    ...rangeOf(input.who === 'read' ? found.read : found.unread, input.page, READERS_A_PAGE),
  };
}

function rangeOf(total: number, page: number, size: number) {
  const pages = Math.max(1, Math.ceil(total / size));
  const offset = (page - 1) * size;
  return { page, pages, total, offset, from: offset >= total ? 0 : offset + 1, to: Math.min(total, offset + size) };
}

export const cardOf = (row: rows.CardRow): AnnouncementCard => ({
  articleId: row.articleId,
  number: row.number,
  severity: row.severity,
  state: row.state,
  titles: { ja: row.titleJa, en: row.titleEn },
  startsAt: row.startsAt.toISOString(),
  endsAt: row.endsAt.toISOString(),
  planned: row.plannedFrom && row.plannedUntil ? { from: row.plannedFrom.toISOString(), until: row.plannedUntil.toISOString() } : null,
  hasBanner: row.hasBanner,
  atDoor: row.atDoor,
  byMail: row.byMail,
  mailedAt: row.mailedAt?.toISOString() ?? null,
  authorName: row.authorName,
  views: row.views,
  version: row.version,
  openTo: row.openTo,
});
