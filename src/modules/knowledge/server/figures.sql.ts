import { sql } from 'kysely';
import type { Language } from '#kernel/actor.ts';
import type { Tx } from '#platform/server/database.ts';

export type ReaderRow = { userId: string; accountName: string; userName: string; days: number; lastDay: string };
export type OpinionRow = {
  userId: string;
  accountName: string;
  userName: string;
  isHelpful: boolean;
  comment: string;
  language: Language;
  number: number;
  at: Date;
};

/** Who has read an article, the last first. */
export async function selectReaders(tx: Tx, articleId: string): Promise<ReaderRow[]> {
  const { rows } = await sql<ReaderRow>`
    select user_id as "userId", account_name as "accountName", user_name as "userName", count(*)::int as days, max(day)::text as "lastDay"
    from article_readings where article_id = ${articleId} group by account_name, user_id, user_name order by max(day) desc, account_name, user_name
    limit 500`.execute(tx);
  return rows;
}

/** Views by day: the last days that had any, the newest first. */
export async function selectDays(tx: Tx, articleId: string): Promise<{ day: string; views: number }[]> {
  const { rows } = await sql<{ day: string; views: number }>`
    select day::text, count(*)::int as views from article_readings where article_id = ${articleId} group by article_readings.day
    order by article_readings.day desc limit 31`.execute(tx);
  return rows;
}

/** Views by customer, the most first. */
export async function selectAccountViews(tx: Tx, articleId: string): Promise<{ accountId: string; name: string; views: number; readers: number }[]> {
  const { rows } = await sql<{ accountId: string; name: string; views: number; readers: number }>`
    select account_id as "accountId", account_name as name, count(*)::int as views, count(distinct user_id)::int as readers
    from article_readings where article_id = ${articleId} group by account_id, account_name order by 3 desc, 2 limit 100`.execute(tx);
  return rows;
}

export async function selectOpinions(tx: Tx, articleId: string): Promise<OpinionRow[]> {
  const { rows } = await sql<OpinionRow>`
    select user_id as "userId", account_name as "accountName", user_name as "userName", is_helpful as "isHelpful", comment, language, number, at
    from article_opinions where article_id = ${articleId} order by at desc limit 500`.execute(tx);
  return rows;
}
