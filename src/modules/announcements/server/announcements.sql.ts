import { sql } from 'kysely';
import type { Language } from '#kernel/actor.ts';
import type { Tx } from '#platform/server/database.ts';
import type { Severity } from '../announcement.ts';

export type OpenRow = {
  articleId: string;
  number: string;
  language: Language;
  title: string;
  severity: Severity;
  startsAt: Date;
  endsAt: Date;
  plannedFrom: Date | null;
  plannedUntil: Date | null;
  isOver: boolean;
};

const openColumns = sql`article_id as "articleId", number, language, title, severity, starts_at as "startsAt", ends_at as "endsAt",
  planned_from as "plannedFrom", planned_until as "plannedUntil", ends_at <= now() as "isOver"`;
/** One row of each, or of each that holds now, in the reader's language where there is one. */
const inOneLanguage = (language: Language, which: 'told' | 'all') =>
  sql`select distinct on (article_id) * from open_announcements where ${which === 'told' ? sql`ends_at > now()` : sql`true`}
    order by article_id, language = ${language} desc`;

/** What is told now: the newest, and those with a banner that this reader has not put away, however old. */
export async function selectTold(
  tx: Tx,
  wanted: { language: Language; most: number },
): Promise<(OpenRow & { rank: number; total: number; hasBanner: boolean })[]> {
  const { rows } = await sql<OpenRow & { rank: number; total: number; hasBanner: boolean }>`
    select * from (
      select ${openColumns}, has_banner and not is_dismissed as "hasBanner", count(*) over ()::int as total,
        (row_number() over (order by starts_at desc, number desc))::int as rank
      from (${inOneLanguage(wanted.language, 'told')}) each
    ) told where rank <= ${wanted.most} or "hasBanner" order by rank`.execute(tx);
  return rows;
}

/** A page of all that was ever told to this reader: what holds now first, the newest of both first. */
export async function selectOpen(tx: Tx, wanted: { language: Language; limit: number; offset: number }): Promise<{ rows: OpenRow[]; total: number }> {
  const { rows } = await sql<OpenRow & { total: number }>`
    select ${openColumns}, count(*) over ()::int as total from (${inOneLanguage(wanted.language, 'all')}) each
    order by ends_at <= now(), starts_at desc, number desc limit ${wanted.limit} offset ${wanted.offset}`.execute(tx);
  return { rows, total: rows[0]?.total ?? 0 };
}

export async function selectOne(tx: Tx, articleId: string): Promise<OpenRow | undefined> {
  const { rows } = await sql<OpenRow>`select ${openColumns} from open_announcements where article_id = ${articleId} limit 1`.execute(tx);
  return rows[0];
}

/** Puts a banner away, once however often and from how many windows at once it is asked. */
export async function insertDismissal(tx: Tx, d: { accountId: string; userId: string; articleId: string; now: Date }): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`dismissal ${d.userId} ${d.articleId}`}, 0))`.execute(tx);
  await sql`insert into announcement_dismissals (account_id, user_id, article_id, at)
    select ${d.accountId}, ${d.userId}, ${d.articleId}, ${d.now}
    where not exists (select from announcement_dismissals where user_id = ${d.userId} and article_id = ${d.articleId})`.execute(tx);
}

export type DoorRow = {
  articleId: string;
  language: Language;
  title: string;
  body: unknown;
  severity: Severity;
  startsAt: Date;
  plannedFrom: Date | null;
  plannedUntil: Date | null;
};

/** What the sign-in page tells to anybody, newest first; for the door's role. */
export async function selectAtDoor(tx: Tx, wanted: { language: Language; most: number }): Promise<DoorRow[]> {
  const { rows } = await sql<DoorRow>`
    select article_id as "articleId", language, title, body, severity, starts_at as "startsAt", planned_from as "plannedFrom", planned_until as "plannedUntil"
    from (select distinct on (article_id) * from door_announcements order by article_id, language = ${wanted.language} desc) each
    order by starts_at desc limit ${wanted.most}`.execute(tx);
  return rows;
}

export type NewAnnouncement = {
  articleId: string;
  severity: Severity;
  startsAt: Date;
  endsAt: Date;
  hasBanner: boolean;
  atDoor: boolean;
  byMail: boolean;
  plannedFrom: Date | null;
  plannedUntil: Date | null;
};

/** Whoever sends the same form waits for its first sending. */
export async function lockSubmission(tx: Tx, key: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`announcement ${key}`}, 0))`.execute(tx);
}

export async function insertAnnouncement(tx: Tx, a: NewAnnouncement & { submission: string }): Promise<void> {
  await sql`insert into announcements (article_id, severity, starts_at, ends_at, has_banner, at_door, by_mail, planned_from, planned_until, submission)
    values (${a.articleId}, ${a.severity}, ${a.startsAt}, ${a.endsAt}, ${a.hasBanner}, ${a.atDoor}, ${a.byMail}, ${a.plannedFrom}, ${a.plannedUntil},
      ${a.submission})`.execute(tx);
}

/** Changes one that is not over and that its operator saw in this version; false otherwise. */
export async function updateAnnouncement(tx: Tx, a: NewAnnouncement & { version: number }): Promise<boolean> {
  const { rows } = await sql`update announcements set severity = ${a.severity}, starts_at = ${a.startsAt}, ends_at = ${a.endsAt}, has_banner = ${a.hasBanner},
      at_door = ${a.atDoor}, by_mail = ${a.byMail}, planned_from = ${a.plannedFrom}, planned_until = ${a.plannedUntil}, version = version + 1
    where article_id = ${a.articleId} and version = ${a.version} and ends_at > now() returning article_id`.execute(tx);
  return rows.length > 0;
}

/** Ends the window now, or leaves it to one that has not begun: it is only counted as changed. */
export async function endWindow(tx: Tx, a: { articleId: string; version: number }): Promise<boolean> {
  const { rows } = await sql`update announcements set ends_at = case when starts_at < now() then now() else ends_at end, version = version + 1
    where article_id = ${a.articleId} and version = ${a.version} and ends_at > now() returning article_id`.execute(tx);
  return rows.length > 0;
}

export type CardRow = NewAnnouncement & {
  number: string;
  openTo: string[];
  authorName: string;
  createdAt: Date;
  mailedAt: Date | null;
  views: number;
  version: number;
  state: 'planned' | 'now' | 'over';
  titleJa: string | null;
  bodyJa: unknown;
  titleEn: string | null;
  bodyEn: unknown;
};

const cardColumns = sql`article_id as "articleId", number, open_to as "openTo", author_name as "authorName", created_at as "createdAt", views, severity,
  starts_at as "startsAt", ends_at as "endsAt", has_banner as "hasBanner", at_door as "atDoor", by_mail as "byMail", mailed_at as "mailedAt",
  planned_from as "plannedFrom", planned_until as "plannedUntil", version, state, title_ja as "titleJa", body_ja as "bodyJa", title_en as "titleEn",
  body_en as "bodyEn"`;

export async function selectCards(tx: Tx, wanted: { state: CardRow['state']; limit: number; offset: number }): Promise<CardRow[]> {
  const { rows } = await sql<CardRow>`select ${cardColumns} from announcement_cards where state = ${wanted.state}
    order by case when state = 'planned' then starts_at end, starts_at desc, number desc limit ${wanted.limit} offset ${wanted.offset}`.execute(tx);
  return rows;
}

export async function countStates(tx: Tx): Promise<{ state: CardRow['state']; count: number }[]> {
  const { rows } = await sql<{ state: CardRow['state']; count: number }>`select state, count(*)::int as count from announcement_cards group by state`.execute(
    tx,
  );
  return rows;
}

export async function selectCard(tx: Tx, by: { number: string } | { submission: string }): Promise<CardRow | undefined> {
  const { rows } = await sql<CardRow>`select ${cardColumns} from announcement_cards
    where ${'number' in by ? sql`number = ${by.number}` : sql`submission = ${by.submission}`}`.execute(tx);
  return rows[0];
}

export type ReachRow = { accountId: string; accountName: string; userId: string; displayName: string; readOn: string | null };

/** People to whom an announcement is open: those who read it, the latest first, or those who have not, by account and name. */
export async function selectReach(
  tx: Tx,
  wanted: { articleId: string; who: 'read' | 'unread'; limit: number; offset: number },
): Promise<{ rows: ReachRow[]; read: number; unread: number }> {
  const { rows: counts } = await sql<{ read: number; unread: number }>`
    select count(read_on)::int as read, (count(*) - count(read_on))::int as unread from app.reach_of(${wanted.articleId})`.execute(tx);
  const { rows } = await sql<ReachRow>`
    select account_id as "accountId", account_name as "accountName", user_id as "userId", display_name as "displayName", read_on as "readOn"
    from app.reach_of(${wanted.articleId}) where (read_on is not null) = ${wanted.who === 'read'}
    order by read_on desc, account_name, display_name, user_id limit ${wanted.limit} offset ${wanted.offset}`.execute(tx);
  return { rows, read: counts[0]?.read ?? 0, unread: counts[0]?.unread ?? 0 };
}

/** Names of the accounts to which one is open. */
export async function selectAudience(tx: Tx, articleId: string): Promise<{ id: string; name: string }[]> {
  const { rows } = await sql<{ id: string; name: string }>`
    select account_id as id, name from announcement_accounts where article_id = ${articleId} order by name, account_id`.execute(tx);
  return rows;
}

/** Takes an announcement whose window lasts and whose mail is wanted and not yet on its way; whoever comes second takes nothing. */
export async function takeToMail(tx: Tx, now: Date): Promise<string[]> {
  const { rows } = await sql<{ articleId: string }>`
    update announcements set mailed_at = ${now} where by_mail and mailed_at is null and starts_at <= now() and ends_at > now()
      and article_id in (select article_id from mailed_announcements) returning article_id as "articleId"`.execute(tx);
  return rows.map((row) => row.articleId);
}

export async function selectReaders(tx: Tx, articleId: string): Promise<{ accountId: string; userId: string }[]> {
  const { rows } = await sql<{ accountId: string; userId: string }>`
    select account_id as "accountId", user_id as "userId" from app.readers_of(${articleId})`.execute(tx);
  return rows;
}

export async function isReader(tx: Tx, one: { articleId: string; userId: string }): Promise<boolean> {
  const { rows } = await sql`select from app.readers_of(${one.articleId}) where user_id = ${one.userId}`.execute(tx);
  return rows.length > 0;
}

export type MailedRow = {
  number: string;
  language: Language;
  title: string;
  text: string;
  severity: Severity;
  plannedFrom: Date | null;
  plannedUntil: Date | null;
};

/** The words of a mail in a language, or in the other where there are none in it; nothing when the window is over. */
export async function selectMailed(tx: Tx, wanted: { articleId: string; language: Language }): Promise<MailedRow | undefined> {
  const { rows } = await sql<MailedRow>`
    select number, language, title, body_text as text, severity, planned_from as "plannedFrom", planned_until as "plannedUntil"
    from mailed_announcements where article_id = ${wanted.articleId} order by language = ${wanted.language} desc limit 1`.execute(tx);
  return rows[0];
}
