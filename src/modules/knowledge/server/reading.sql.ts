import { sql, type RawBuilder } from 'kysely';
import type { Language } from '#kernel/actor.ts';
import type { Tx } from '#platform/server/database.ts';
import type { ArticleQuery, ArticleSort } from '../article-query.ts';

/** What every reader of the portal may ask; the walls are the views' own. */

export async function selectOpenBases(tx: Tx): Promise<{ id: string; nameJa: string; nameEn: string; articles: number }[]> {
  const { rows } = await sql<{ id: string; nameJa: string; nameEn: string; articles: number }>`
    select b.id, b.name_ja as "nameJa", b.name_en as "nameEn", c.articles from open_bases b
    join (select base_id, count(*)::int as articles from listed_articles group by base_id) c on c.base_id = b.id order by b.position, b.name_ja`.execute(tx);
  return rows;
}

export type FoundArticle = { articleId: string; language: Language; titles: number };

/** The articles and languages that hold every folded word; `titles` is how many of the words stand in the title. */
export async function findArticles(tx: Tx, words: readonly string[]): Promise<FoundArticle[]> {
  const { rows } = await sql<FoundArticle>`select article_id as "articleId", language, titles from app.find_articles(${words}::text[])`.execute(tx);
  return rows;
}

/** What the list is asked for; `found` is what the keyword found, and undefined without one. */
export type Wanted = ArticleQuery & { reader: Language; found?: readonly FoundArticle[] | undefined };

/**
 * Every article that was found, with the language it is shown in: the one that is filtered by, else the reader's, else the other. `has_ja` and
 * `has_en` tell in which it could be; of a keyword only languages that hold it.
 */
const listed = ({ found, reader, language }: Wanted): RawBuilder<unknown> => {
  const wanted = language ?? reader;
  const other = wanted === 'ja' ? 'en' : 'ja';
  const shown = (has: string) => sql`case when ${sql.ref(has)} then ${wanted}::text else ${other}::text end as language`;
  if (!found) return sql`select l.*, in_ja as has_ja, in_en as has_en, 0 as titles, ${shown(`in_${wanted}`)} from listed_articles l`;
  return sql`select l.*, h.has_ja, h.has_en, h.titles, ${shown(`h.has_${wanted}`)} from listed_articles l join (
      select id, bool_or(language = 'ja') as has_ja, bool_or(language = 'en') as has_en, max(titles) as titles
      from unnest(${found.map((one) => one.articleId)}::uuid[], ${found.map((one) => one.language)}::text[], ${found.map((one) => one.titles)}::int[])
        as t (id, language, titles) group by id) h on h.id = l.id`;
};

const isMet = (query: Wanted): Record<'language' | 'base' | 'category' | 'author', RawBuilder<unknown>> => ({
  language: query.language ? sql`${sql.ref(`has_${query.language}`)}` : sql`true`,
  base: query.base ? sql`base_id = ${query.base}` : sql`true`,
  category: query.category ? sql`category_id = ${query.category}` : sql`true`,
  author: query.author ? sql`author_name = ${query.author}` : sql`true`,
});

export type Facet = { facet: 'total' | 'base' | 'category' | 'author' | 'ja' | 'en'; key: string | null; count: number };

/** How many there are, and how many each choice of a filter would leave while the other filters stay. */
export async function countFacets(tx: Tx, query: Wanted): Promise<Facet[]> {
  const met = isMet(query);
  const { rows } = await sql<Facet>`
    with asked as materialized (
      select base_id, category_id, author_name, has_ja, has_en, ${met.language} as l, ${met.base} as b, ${met.category} as c, ${met.author} as a
      from (${listed({ ...query, language: null })}) found)
    select 'total' as facet, null::text as key, count(*)::int as count from asked where l and b and c and a
    union all select 'base', base_id::text, count(*)::int from asked where l and c and a group by base_id
    union all select 'category', category_id::text, count(*)::int from asked where l and b and a and category_id is not null group by category_id
    union all (select 'author', author_name, count(*)::int from asked where l and b and c group by author_name order by 3 desc, 2 limit 20)
    union all select 'ja', null, count(*)::int from asked where has_ja and b and c and a
    union all select 'en', null, count(*)::int from asked where has_en and b and c and a`.execute(tx);
  return rows;
}

export type ListedRow = {
  id: string;
  number: string;
  kind: 'article' | 'document';
  baseId: string;
  categoryId: string | null;
  authorName: string;
  publishedAt: Date;
  views: number;
  language: Language;
  isInReaders: boolean;
  title: string;
  text: string;
  documentId: string | null;
  documentName: string | null;
};

const orders: Record<ArticleSort, RawBuilder<unknown>> = {
  relevance: sql`titles desc, views desc, published_at desc, id`,
  views: sql`views desc, published_at desc, id`,
  newest: sql`published_at desc, id`,
  title: sql`title collate titles, id`,
};

/** One page of the list; `text` is as much of the beginning of the text as is asked for. */
export async function selectListed(tx: Tx, query: Wanted & { most: number }, range: { limit: number; offset: number }): Promise<ListedRow[]> {
  const met = isMet(query);
  const found = sql`select * from (${listed(query)}) found where ${met.language} and ${met.base} and ${met.category} and ${met.author}`;
  const byTitle = sql`select p.*, v.title from (${found}) p join open_articles v on v.id = p.id and v.language = p.language order by v.title collate titles, p.id`;
  const page = sql`${query.sort === 'title' ? byTitle : sql`${found} order by ${orders[query.sort]}`} limit ${range.limit} offset ${range.offset}`;
  const { rows } = await sql<ListedRow>`
    select p.id, p.number, p.kind, p.base_id as "baseId", p.category_id as "categoryId", p.author_name as "authorName", p.published_at as "publishedAt", p.views,
      p.language, ${sql.ref(`p.in_${query.reader}`)} as "isInReaders", v.title, left(v.body_text, ${query.most}::int) as text, f.id as "documentId", f.name as "documentName"
    from (${page}) p join open_articles v on v.id = p.id and v.language = p.language
      left join open_article_files f on f.version_id = v.version_id and f.role = 'document'
    order by ${query.sort === 'title' ? sql`v.title collate titles, p.id` : orderOf(query.sort)}`.execute(tx);
  return rows;
}

const orderOf = (sort: Exclude<ArticleSort, 'title'>): RawBuilder<unknown> =>
  ({
    relevance: sql`p.titles desc, p.views desc, p.published_at desc, p.id`,
    views: sql`p.views desc, p.published_at desc, p.id`,
    newest: sql`p.published_at desc, p.id`,
  })[sort];

export async function selectOpenCategories(tx: Tx): Promise<{ id: string; baseId: string; nameJa: string; nameEn: string }[]> {
  const { rows } = await sql<{ id: string; baseId: string; nameJa: string; nameEn: string }>`
    select id, base_id as "baseId", name_ja as "nameJa", name_en as "nameEn" from open_categories order by base_id, position, name_ja`.execute(tx);
  return rows;
}

export type OpenArticleRow = {
  id: string;
  number: string;
  kind: 'article' | 'document' | 'announcement';
  baseId: string | null;
  categoryId: string | null;
  authorName: string;
  publishedAt: Date;
  views: number;
  versionId: string;
  language: Language;
  title: string;
  body: unknown;
  showsFrom: Date;
};

/** What this reader sees of an article now, in each language that it has. */
export async function selectOpenArticle(tx: Tx, number: string): Promise<OpenArticleRow[]> {
  const { rows } = await sql<OpenArticleRow>`
    select id, number, kind, base_id as "baseId", category_id as "categoryId", author_name as "authorName", published_at as "publishedAt", views,
      version_id as "versionId", language, title, body, shows_from as "showsFrom"
    from open_articles where number = ${number}`.execute(tx);
  return rows;
}

export type OpenFileRow = { id: string; articleId: string; role: 'document' | 'picture' | 'attachment'; name: string; size: number; contentType: string };

export async function selectOpenFiles(tx: Tx, by: { versionId: string } | { id: string }): Promise<OpenFileRow[]> {
  const { rows } = await sql<OpenFileRow>`
    select id, article_id as "articleId", role, name, size, content_type as "contentType" from open_article_files
    where ${'id' in by ? sql`id = ${by.id}` : sql`version_id = ${by.versionId}`} order by position, name`.execute(tx);
  return rows;
}

/** Others of the same category that are read most. */
export async function selectRelated(
  tx: Tx,
  to: { id: string; categoryId: string; language: Language; most: number },
): Promise<{ number: string; title: string; language: Language }[]> {
  const { rows } = await sql<{ number: string; title: string; language: Language }>`
    select v.number, v.title, v.language from (
      select id, case when ${sql.ref(`in_${to.language}`)} then ${to.language}::text else ${to.language === 'ja' ? 'en' : 'ja'}::text end as language, views
      from listed_articles where category_id = ${to.categoryId} and id <> ${to.id} order by views desc, id limit ${to.most}) l
    join open_articles v on v.id = l.id and v.language = l.language order by l.views desc, l.id`.execute(tx);
  return rows;
}

/** Counts this reader's view of the day, once. */
export async function countView(tx: Tx, view: { articleId: string; day: string }): Promise<void> {
  await sql`select app.view_article(${view.articleId}::uuid, ${view.day}::date)`.execute(tx);
}

export type Feedback = { isHelpful: boolean; comment: string };

export async function selectFeedback(tx: Tx, of: { articleId: string; userId: string }): Promise<Feedback | undefined> {
  const { rows } = await sql<Feedback>`
    select is_helpful as "isHelpful", comment from article_feedback where article_id = ${of.articleId} and user_id = ${of.userId}`.execute(tx);
  return rows[0];
}

/** One for each reader and article; the last word counts, however many windows say one at once. */
export async function keepFeedback(
  tx: Tx,
  f: Feedback & { accountId: string; userId: string; articleId: string; versionId: string; now: Date },
): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`article feedback ${f.userId} ${f.articleId}`}, 0))`.execute(tx);
  const { rows } = await sql`update article_feedback set is_helpful = ${f.isHelpful}, comment = ${f.comment}, version_id = ${f.versionId}, at = ${f.now}
    where user_id = ${f.userId} and article_id = ${f.articleId} returning article_id`.execute(tx);
  if (rows.length > 0) return;
  await sql`insert into article_feedback (account_id, user_id, article_id, version_id, is_helpful, comment, at)
    values (${f.accountId}, ${f.userId}, ${f.articleId}, ${f.versionId}, ${f.isHelpful}, ${f.comment}, ${f.now})`.execute(tx);
}

/** Articles that share the words, best first. */
export async function selectSuggested(
  tx: Tx,
  by: { words: readonly string[]; language: Language; most: number; least: number },
): Promise<{ number: string; title: string }[]> {
  const { rows } = await sql<{ number: string; title: string }>`
    select v.number, v.title from app.suggest_articles(${by.words}::text[], ${by.language}, ${by.most}) s join open_articles v on v.version_id = s.version_id
    where s.weight >= ${by.least} order by s.weight desc, v.views desc, v.number`.execute(tx);
  return rows;
}
