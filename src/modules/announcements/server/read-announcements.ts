import type { Language, Nobody, UserActor } from '#kernel/actor.ts';
import { isId } from '#kernel/ids.ts';
import { notFound } from '#kernel/refusal.ts';
import { parseBody, renderBody } from '#modules/knowledge/index.ts';
import { asActor, type Context } from '#platform/server/unit-of-work.ts';
import { ANNOUNCEMENTS_A_PAGE, MOST_AT_HOME, MOST_BANNERS, type AnnouncementRow, type Planned, type Severity } from '../announcement.ts';
import * as rows from './announcements.sql.ts';

/** お知らせ of the home screen (G-4.12-1): what is told to this reader now, and the banners that they have not put away. */
export async function announcementsAtHome(context: Context<UserActor>): Promise<{ rows: AnnouncementRow[]; banners: AnnouncementRow[]; total: number }> {
  const { actor, tx } = context;
  const told = await rows.selectTold(tx, { language: actor.language, most: MOST_AT_HOME });
  return {
    rows: told.filter((one) => one.rank <= MOST_AT_HOME).map(rowOf),
    banners: told
      .filter((one) => one.hasBanner)
      .slice(0, MOST_BANNERS)
      .map(rowOf),
    total: told[0]?.total ?? 0,
  };
}

export type AnnouncementPage = { rows: AnnouncementRow[]; page: number; pages: number; total: number; from: number; to: number };

/** Everything that was ever told to this reader and is still open to them, with what is over at the end. */
export async function listAnnouncements(context: Context<UserActor>, input: { page: number }): Promise<AnnouncementPage> {
  const { actor, tx } = context;
  const offset = (input.page - 1) * ANNOUNCEMENTS_A_PAGE;
  const found = await rows.selectOpen(tx, { language: actor.language, limit: ANNOUNCEMENTS_A_PAGE, offset });
  const from = found.rows.length === 0 ? 0 : offset + 1;
  const pages = Math.max(1, Math.ceil(found.total / ANNOUNCEMENTS_A_PAGE));
  return { rows: found.rows.map(rowOf), page: input.page, pages, total: found.total, from, to: offset + found.rows.length };
}

/** What an announcement's article says beside its text. */
export type AnnouncementFacts = { severity: Severity; startsAt: string; endsAt: string; planned: Planned | null; isOver: boolean };

/** The facts of an announcement for the page of its article; null for any other article and for what this reader may not see. */
export async function readAnnouncement(context: Context<UserActor>, input: { articleId: string }): Promise<AnnouncementFacts | null> {
  const found = isId(input.articleId) ? await rows.selectOne(context.tx, input.articleId) : undefined;
  return found
    ? {
        severity: found.severity,
        startsAt: found.startsAt.toISOString(),
        endsAt: found.endsAt.toISOString(),
        planned: plannedOf(found),
        isOver: found.isOver,
      }
    : null;
}

/** × of a banner (G-4.12-3): it never comes back for this user. One that they may not see is `not_found`. */
export async function dismissBanner(context: Context<UserActor>, input: { articleId: string }): Promise<void> {
  const { actor, tx, now } = context;
  if (!isId(input.articleId) || !(await rows.selectOne(tx, input.articleId))) throw notFound();
  await rows.insertDismissal(tx, { accountId: actor.accountId, userId: actor.id, articleId: input.articleId, now });
}

export type DoorAnnouncement = {
  articleId: string;
  title: string;
  language: Language;
  severity: Severity;
  startsAt: string;
  planned: Planned | null;
  html: string;
};

/**
 * What the sign-in page tells, since its reader may not be able to sign in. Nobody is known there: the language is the page's, and pictures,
 * which only readers may open, are left out.
 */
export async function announcementsAtDoor(language: Language): Promise<DoorAnnouncement[]> {
  const told = await asActor<Nobody, rows.DoorRow[]>({ kind: 'nobody' }, ({ tx }) => rows.selectAtDoor(tx, { language, most: MOST_BANNERS }));
  return told.map((one) => ({
    articleId: one.articleId,
    title: one.title,
    language: one.language,
    severity: one.severity,
    startsAt: one.startsAt.toISOString(),
    planned: plannedOf(one),
    html: htmlWithoutPictures(one),
  }));
}

function htmlWithoutPictures({ body, language }: rows.DoorRow): string {
  const read = parseBody(body);
  if (!read.ok) return '';
  return renderBody({ type: 'doc', content: read.body.content.filter((block) => block.type !== 'picture') }, { language, pictureHref: () => '' });
}

const plannedOf = (row: { plannedFrom: Date | null; plannedUntil: Date | null }): Planned | null =>
  row.plannedFrom && row.plannedUntil ? { from: row.plannedFrom.toISOString(), until: row.plannedUntil.toISOString() } : null;

const rowOf = (row: rows.OpenRow): AnnouncementRow => ({
  articleId: row.articleId,
  number: row.number,
  title: row.title,
  planned: plannedOf(row),
  language: row.language,
  severity: row.severity,
  startsAt: row.startsAt.toISOString(),
  isOver: row.isOver,
});
