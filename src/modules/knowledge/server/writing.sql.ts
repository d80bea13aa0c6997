import { sql } from 'kysely';
import type { Language } from '#kernel/actor.ts';
import type { Tx } from '#platform/server/database.ts';
import type { ArticleBody } from '../body.ts';
import type { VersionState } from '../version.ts';

export type ArticleKind = 'article' | 'document' | 'announcement';

export type ArticleRow = {
  id: string;
  number: string;
  kind: ArticleKind;
  baseId: string | null;
  categoryId: string | null;
  openTo: string[];
  authorName: string;
  publishedAt: Date | null;
  retiredAt: Date | null;
  views: number;
  version: number;
};

const articleColumns = sql`id, number, kind, base_id as "baseId", category_id as "categoryId", open_to as "openTo", author_name as "authorName",
  published_at as "publishedAt", retired_at as "retiredAt", views, version`;

export async function insertArticle(
  tx: Tx,
  a: {
    id: string;
    kind: ArticleKind;
    baseId: string | null;
    categoryId: string | null;
    openTo: readonly string[];
    authorId: string;
    authorName: string;
    now: Date;
  },
): Promise<string> {
  const { rows } = await sql<{ number: string }>`
    insert into articles (id, kind, base_id, category_id, open_to, author_id, author_name, created_at)
    values (${a.id}, ${a.kind}, ${a.baseId}, ${a.categoryId}, ${a.openTo}::text[], ${a.authorId}, ${a.authorName}, ${a.now}) returning number`.execute(tx);
  return rows[0]?.number ?? '';
}

export async function selectArticle(tx: Tx, by: { number: string } | { id: string }): Promise<ArticleRow | undefined> {
  const { rows } = await sql<ArticleRow>`select ${articleColumns} from articles where ${'id' in by ? sql`id = ${by.id}` : sql`number = ${by.number}`}`.execute(
    tx,
  );
  return rows[0];
}

/** Everything that is done to one article's versions waits here for its turn. */
export async function lockArticle(tx: Tx, id: string): Promise<ArticleRow | undefined> {
  const { rows } = await sql<ArticleRow>`select ${articleColumns} from articles where id = ${id} for update`.execute(tx);
  return rows[0];
}

export async function updatePlace(tx: Tx, a: { id: string; version: number; baseId: string; categoryId: string | null }): Promise<boolean> {
  const { rows } = await sql`update articles set base_id = ${a.baseId}, category_id = ${a.categoryId}, version = version + 1
    where id = ${a.id} and version = ${a.version} returning id`.execute(tx);
  return rows.length > 0;
}

/** How many of these names of audiences there are. */
export async function countAudiences(tx: Tx, names: readonly string[]): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from audience_names where name = any(${names}::text[])`.execute(tx);
  return rows[0]?.count ?? 0;
}

export async function isPlace(tx: Tx, place: { baseId: string; categoryId: string | null }): Promise<boolean> {
  const { rows } = await sql`select from knowledge_bases b where id = ${place.baseId} and (${place.categoryId}::uuid is null or exists (
    select from knowledge_categories c where c.id = ${place.categoryId} and c.base_id = b.id))`.execute(tx);
  return rows.length > 0;
}

export async function updateAudience(tx: Tx, a: { id: string; openTo: readonly string[] }): Promise<void> {
  await sql`update articles set open_to = ${a.openTo}::text[], version = version + 1 where id = ${a.id}`.execute(tx);
}

export async function updateRetired(tx: Tx, a: { id: string; at: Date | null }): Promise<boolean> {
  const { rows } = await sql`update articles set retired_at = ${a.at}, version = version + 1
    where id = ${a.id} and (retired_at is null) = ${a.at !== null} returning id`.execute(tx);
  return rows.length > 0;
}

// ── Versions ─────────────────────────────────────────────────────────────────────────────────────────────────────

export type VersionRow = {
  id: string;
  articleId: string;
  language: Language;
  number: number;
  state: VersionState;
  title: string;
  body: unknown;
  bodyText: string;
  note: string;
  levelWith: number | null;
  revision: number;
  authorId: string | null;
  authorName: string;
  reviewerName: string | null;
  showsFrom: Date | null;
  showsUntil: Date | null;
  changedAt: Date;
};

const versionColumns = sql`id, article_id as "articleId", language, number, state, title, body, body_text as "bodyText", note, level_with as "levelWith", revision,
  author_id as "authorId", author_name as "authorName", reviewer_name as "reviewerName", shows_from as "showsFrom", shows_until as "showsUntil", changed_at as "changedAt"`;

/** An article's versions, the newest of each language first. */
export async function selectVersions(tx: Tx, articleId: string): Promise<VersionRow[]> {
  const { rows } =
    await sql<VersionRow>`select ${versionColumns} from article_versions where article_id = ${articleId} order by language desc, number desc`.execute(tx);
  return rows;
}

export async function insertVersion(
  tx: Tx,
  v: {
    id: string;
    articleId: string;
    language: Language;
    number: number;
    title: string;
    body: ArticleBody;
    bodyText: string;
    note: string;
    levelWith: number | null;
    authorId: string;
    authorName: string;
    now: Date;
  },
): Promise<void> {
  await sql`insert into article_versions (id, article_id, language, number, title, body, body_text, note, level_with, author_id, author_name, changed_at)
    values (${v.id}, ${v.articleId}, ${v.language}, ${v.number}, ${v.title}, ${JSON.stringify(v.body)}::jsonb, ${v.bodyText}, ${v.note}, ${v.levelWith},
      ${v.authorId}, ${v.authorName}, ${v.now})`.execute(tx);
}

/** Writes a draft that is still what its author saw; false otherwise. */
export async function updateDraft(
  tx: Tx,
  v: {
    id: string;
    revision: number;
    title: string;
    body: ArticleBody;
    bodyText: string;
    note: string;
    levelWith: number | null;
    authorId: string;
    authorName: string;
    now: Date;
  },
): Promise<boolean> {
  const { rows } =
    await sql`update article_versions set title = ${v.title}, body = ${JSON.stringify(v.body)}::jsonb, body_text = ${v.bodyText}, note = ${v.note},
      level_with = ${v.levelWith}, author_id = ${v.authorId}, author_name = ${v.authorName}, changed_at = ${v.now}, revision = revision + 1
    where id = ${v.id} and revision = ${v.revision} and state = 'draft' returning id`.execute(tx);
  return rows.length > 0;
}

/** Moves a version that is in this state and was not changed since; false otherwise. */
export async function moveVersion(tx: Tx, v: { id: string; revision: number; from: VersionState; to: 'draft' | 'in_review'; note?: string }): Promise<boolean> {
  const { rows } = await sql`update article_versions set state = ${v.to}, shows_from = null, shows_until = null, revision = revision + 1,
      note = coalesce(${v.note ?? null}, note)
    where id = ${v.id} and revision = ${v.revision} and state = ${v.from} returning id`.execute(tx);
  return rows.length > 0;
}

/** Shows a version from a time on, in place of the one before it. */
export async function approve(
  tx: Tx,
  v: { id: string; articleId: string; language: Language; revision: number; from: VersionState; at: Date; reviewerId: string; reviewerName: string },
): Promise<boolean> {
  await sql`update article_versions set shows_until = ${v.at} where article_id = ${v.articleId} and language = ${v.language} and state = 'approved' and shows_until is null`.execute(
    tx,
  );
  const { rows } =
    await sql`update article_versions set state = 'approved', shows_from = ${v.at}, reviewer_id = ${v.reviewerId}, reviewer_name = ${v.reviewerName},
      revision = revision + 1 where id = ${v.id} and revision = ${v.revision} and state = ${v.from} returning id`.execute(tx);
  if (rows.length > 0) await rememberPublication(tx, v.articleId);
  return rows.length > 0;
}

/** The version before one that will not come after all is shown without end again. */
export async function reopenFormer(tx: Tx, v: { articleId: string; language: Language; number: number }): Promise<void> {
  await sql`update article_versions set shows_until = null where article_id = ${v.articleId} and language = ${v.language} and state = 'approved'
    and number = (select max(number) from article_versions where article_id = ${v.articleId} and language = ${v.language} and state = 'approved' and number < ${v.number})`.execute(
    tx,
  );
  await rememberPublication(tx, v.articleId);
}

async function rememberPublication(tx: Tx, articleId: string): Promise<void> {
  await sql`update articles set published_at = (select min(shows_from) from article_versions where article_id = ${articleId}), version = version + 1
    where id = ${articleId}`.execute(tx);
}

export async function deleteDraft(tx: Tx, v: { id: string; revision: number }): Promise<boolean> {
  const { rows } = await sql`delete from article_versions where id = ${v.id} and revision = ${v.revision} and state = 'draft' returning id`.execute(tx);
  return rows.length > 0;
}

export async function updateLevel(tx: Tx, v: { id: string; levelWith: number }): Promise<void> {
  await sql`update article_versions set level_with = ${v.levelWith} where id = ${v.id}`.execute(tx);
}

// ── Places ───────────────────────────────────────────────────────────────────────────────────────────────────────

export type BaseRow = { id: string; serviceId: string | null; nameJa: string; nameEn: string; position: number; version: number; articles: number };
export type CategoryRow = { id: string; baseId: string; nameJa: string; nameEn: string; position: number; articles: number };

export async function selectBases(tx: Tx): Promise<BaseRow[]> {
  const { rows } = await sql<BaseRow>`
    select b.id, b.service_id as "serviceId", b.name_ja as "nameJa", b.name_en as "nameEn", b.position, b.version,
      (select count(*)::int from articles a where a.base_id = b.id) as articles from knowledge_bases b order by b.position, b.name_ja`.execute(tx);
  return rows;
}

export async function selectCategories(tx: Tx): Promise<CategoryRow[]> {
  const { rows } = await sql<CategoryRow>`
    select c.id, c.base_id as "baseId", c.name_ja as "nameJa", c.name_en as "nameEn", c.position,
      (select count(*)::int from articles a where a.category_id = c.id) as articles from knowledge_categories c order by c.position, c.name_ja`.execute(tx);
  return rows;
}

export async function insertBase(tx: Tx, b: { id: string; serviceId: string | null; nameJa: string; nameEn: string }): Promise<void> {
  await sql`insert into knowledge_bases (id, service_id, name_ja, name_en, position)
    values (${b.id}, ${b.serviceId}, ${b.nameJa}, ${b.nameEn}, (select coalesce(max(position), 0) + 1 from knowledge_bases))`.execute(tx);
}
export async function updateBase(tx: Tx, b: { id: string; serviceId: string | null; nameJa: string; nameEn: string }): Promise<boolean> {
  const { rows } = await sql`update knowledge_bases set service_id = ${b.serviceId}, name_ja = ${b.nameJa}, name_en = ${b.nameEn}, version = version + 1
    where id = ${b.id} returning id`.execute(tx);
  return rows.length > 0;
}
export async function insertCategory(tx: Tx, c: { id: string; baseId: string; nameJa: string; nameEn: string }): Promise<void> {
  await sql`insert into knowledge_categories (id, base_id, name_ja, name_en, position) values (${c.id}, ${c.baseId}, ${c.nameJa}, ${c.nameEn},
      (select coalesce(max(position), 0) + 1 from knowledge_categories where base_id = ${c.baseId}))`.execute(tx);
}
export async function updateCategory(tx: Tx, c: { id: string; nameJa: string; nameEn: string }): Promise<boolean> {
  const { rows } = await sql`update knowledge_categories set name_ja = ${c.nameJa}, name_en = ${c.nameEn} where id = ${c.id} returning id`.execute(tx);
  return rows.length > 0;
}
/** Lets a base, or a category among those of its base, change places with its neighbour. */
export async function swapPlaces(tx: Tx, place: { kind: 'base' | 'category'; id: string; up: boolean }): Promise<void> {
  const beside = place.up ? sql`n.position < p.position order by n.position desc` : sql`n.position > p.position order by n.position`;
  await (
    place.kind === 'base'
      ? sql`with pair as (select p.id, p.position, o.id as other, o.position as place from knowledge_bases p
          cross join lateral (select n.id, n.position from knowledge_bases n where ${beside} limit 1) o where p.id = ${place.id})
        update knowledge_bases b set position = case when b.id = pair.id then pair.place else pair.position end from pair where b.id in (pair.id, pair.other)`
      : sql`with pair as (select p.id, p.position, o.id as other, o.position as place from knowledge_categories p
          cross join lateral (select n.id, n.position from knowledge_categories n where n.base_id = p.base_id and ${beside} limit 1) o where p.id = ${place.id})
        update knowledge_categories c set position = case when c.id = pair.id then pair.place else pair.position end from pair where c.id in (pair.id, pair.other)`
  ).execute(tx);
}
/** Takes an empty base or category away; false when something stands in it. */
export async function deleteEmpty(tx: Tx, place: { kind: 'base' | 'category'; id: string }): Promise<boolean> {
  const { rows } =
    place.kind === 'base'
      ? await sql`delete from knowledge_bases b where id = ${place.id} and not exists (select from articles a where a.base_id = b.id)
          and not exists (select from knowledge_categories c where c.base_id = b.id) returning id`.execute(tx)
      : await sql`delete from knowledge_categories c where id = ${place.id} and not exists (select from articles a where a.category_id = c.id) returning id`.execute(
          tx,
        );
  return rows.length > 0;
}

// ── What authors look at ─────────────────────────────────────────────────────────────────────────────────────────

/** One language of an article in a list: its newest title, where its versions stand, and whether it is behind the other language. */
export type CardSide = { title: string | null; isShown: boolean; hasDraft: boolean; isInReview: boolean; isScheduled: boolean; isBehind: boolean };
export type CardRow = {
  number: string;
  kind: ArticleKind;
  baseId: string;
  categoryId: string | null;
  authorName: string;
  views: number;
  isRetired: boolean;
  changedAt: Date;
  ja: CardSide;
  en: CardSide;
};
export type CardFilter = {
  q: string;
  base: string | null;
  state: 'draft' | 'in_review' | 'scheduled' | 'shown' | 'retired' | null;
  language: Language | null;
  behind: boolean;
  author: string | null;
};

const side = (language: Language) => sql`lateral (
  select (array_agg(title order by number desc))[1] as title, max(number) as newest, max(level_with) as followed,
    max(number) filter (where level_with is not null) as level, coalesce(bool_or(state = 'draft'), false) as is_draft,
    coalesce(bool_or(state = 'in_review'), false) as is_review, coalesce(bool_or(shows_from > now()), false) as is_scheduled,
    coalesce(bool_or(shows_from <= now() and (shows_until is null or shows_until > now())), false) as is_shown, max(changed_at) as changed_at,
    string_agg(title, ' ') as titles
  from article_versions where article_id = a.id and language = ${language})`;
/** As isBehind of version.ts says it. */
const behind = (own: Language, other: Language) => sql`coalesce(${sql.ref(`${own}.newest`)} is not null
  and ${sql.ref(`${other}.newest`)} > greatest(${sql.ref(`${own}.followed`)}, ${sql.ref(`${other}.level`)}, 0), false)`;
const sideJson = (own: Language, other: Language) => sql`json_build_object('title', ${sql.ref(`${own}.title`)}, 'isShown', ${sql.ref(`${own}.is_shown`)},
  'hasDraft', ${sql.ref(`${own}.is_draft`)}, 'isInReview', ${sql.ref(`${own}.is_review`)}, 'isScheduled', ${sql.ref(`${own}.is_scheduled`)},
  'isBehind', ${behind(own, other)})`;

/** A page of the articles in bases, the last changed first. */
export async function selectCards(tx: Tx, f: CardFilter, page: { limit: number; offset: number }): Promise<{ rows: CardRow[]; total: number }> {
  const stateOf = { draft: 'is_draft', in_review: 'is_review', scheduled: 'is_scheduled', shown: 'is_shown' } as const;
  const inState = (state: keyof typeof stateOf) => sql`a.retired_at is null and (${sql.ref(`ja.${stateOf[state]}`)} or ${sql.ref(`en.${stateOf[state]}`)})`;
  const wanted = [
    sql`a.kind <> 'announcement'`,
    ...(f.base ? [sql`a.base_id = ${f.base}`] : []),
    ...(f.author ? [sql`a.author_name = ${f.author}`] : []),
    ...(f.language ? [sql`${sql.ref(`${f.language}.newest`)} is not null`] : []),
    ...(f.behind ? [sql`a.retired_at is null and (${behind('ja', 'en')} or ${behind('en', 'ja')})`] : []),
    ...(f.state === null ? [] : [f.state === 'retired' ? sql`a.retired_at is not null` : inState(f.state)]),
    ...(f.q ? [sql`(a.number = upper(${f.q}) or strpos(app.fold(concat_ws(' ', ja.titles, en.titles)), app.fold(${f.q})) > 0)`] : []),
  ];
  const { rows } = await sql<CardRow & { total: number }>`
    select a.number, a.kind, a.base_id as "baseId", a.category_id as "categoryId", a.author_name as "authorName", a.views, a.retired_at is not null as "isRetired",
      coalesce(greatest(ja.changed_at, en.changed_at), a.created_at) as "changedAt", ${sideJson('ja', 'en')} as ja, ${sideJson('en', 'ja')} as en,
      count(*) over ()::int as total
    from articles a cross join ${side('ja')} ja cross join ${side('en')} en where ${sql.join(wanted, sql` and `)}
    order by coalesce(greatest(ja.changed_at, en.changed_at), a.created_at) desc, a.number desc limit ${page.limit} offset ${page.offset}`.execute(tx);
  return { rows, total: rows[0]?.total ?? 0 };
}

export async function selectAuthors(tx: Tx): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select distinct author_name as name from articles where kind <> 'announcement' order by 1`.execute(tx);
  return rows.map((row) => row.name);
}

export type AudienceRow = { id: string; name: string; services: string[] };

/** Customers whose name or customer number holds these words, or with these ids. */
export async function selectAudiences(tx: Tx, wanted: { words: string } | { ids: readonly string[] }): Promise<AudienceRow[]> {
  const { rows } = await sql<AudienceRow>`
    select id, name, services from article_audiences
    where ${'ids' in wanted ? sql`id = any(${wanted.ids}::uuid[])` : sql`strpos(app.fold(name || ' ' || numbers), app.fold(${wanted.words})) > 0`}
    order by name, id limit 50`.execute(tx);
  return rows;
}
