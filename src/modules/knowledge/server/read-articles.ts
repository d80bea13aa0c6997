import type { Language, UserActor } from '#kernel/actor.ts';
import { dayOf } from '#kernel/days.ts';
import { fold, markWords, wordsIn, type Marked } from '#kernel/fold.ts';
import { isId } from '#kernel/ids.ts';
import { notFound, Refusal } from '#kernel/refusal.ts';
import { house } from '#platform/server/house.ts';
import { takeOne } from '#platform/server/limits.ts';
import type { Context } from '#platform/server/unit-of-work.ts';
import { tellingWords, type ArticleQuery } from '../article-query.ts';
import { headingsOf, parseBody, renderBody } from '../body.ts';
import { otherLanguage } from '../version.ts';
import * as rows from './reading.sql.ts';

type Reader = Context<UserActor>;

export const ARTICLES_A_PAGE = 20;
const EXCERPT = 120;
/** Characters of a text in which a found word is looked for to be shown. */
const SEEN = 20_000;
const SEARCHES = { kind: 'article_search', most: 600, seconds: 3600 };
const SUGGESTIONS = { kind: 'article_suggestion', most: 600, seconds: 3600 };

export type KnowledgeHome = {
  bases: { id: string; name: string; articles: number }[];
  articles: number;
  mostRead: ArticleLine[];
  newest: ArticleLine[];
};

/** The bases that hold something for this reader, with the number of their articles, and what is read most and came last (G-4.9-1, G-4.9-2). */
export async function knowledgeHome(context: Reader): Promise<KnowledgeHome> {
  const { language } = context.actor;
  const bases = (await rows.selectOpenBases(context.tx)).map((base) => ({ id: base.id, name: nameIn(base, language), articles: base.articles }));
  const lines = async (sort: 'views' | 'newest') => (await linesOf(context, { ...anything, sort, words: [] }, { limit: 5, offset: 0 })).lines;
  return { bases, articles: bases.reduce((sum, base) => sum + base.articles, 0), mostRead: await lines('views'), newest: await lines('newest') };
}

const anything: ArticleQuery = { q: '', language: null, base: null, category: null, author: null, sort: 'views', page: 1 };
/** Authors are named as the team is, unless an article says otherwise; the team has a name in each language. */
function authorIn(name: string, language: Language): string {
  const { TEAM_NAME_JA, TEAM_NAME_EN } = house().config;
  return name === TEAM_NAME_JA && language === 'en' ? TEAM_NAME_EN : name;
}

const nameIn = (place: { nameJa: string; nameEn: string }, language: Language): string => (language === 'ja' ? place.nameJa : place.nameEn);

/** One article of the list; times are ISO texts. `excerpt` is empty where only a file holds the words. */
export type ArticleLine = {
  number: string;
  kind: 'article' | 'document';
  base: string;
  category: string | null;
  author: string;
  views: number;
  publishedAt: string;
  language: Language;
  /** Whether there is a version in the reader's language, even where another was asked for. */
  isInReaders: boolean;
  title: Marked;
  excerpt: Marked;
  isInFile: boolean;
  document: { id: string; name: string } | null;
};
export type Choice = { key: string; name: string; count: number };
export type ArticleList = {
  lines: ArticleLine[];
  total: number;
  page: number;
  pages: number;
  from: number;
  to: number;
  languages: Choice[];
  bases: Choice[];
  categories: Choice[];
  authors: Choice[];
};

/**
 * Articles that this reader may see, by what an address asks (G-4.9-3, G-4.9-5, G-4.9-6): filtered, searched over titles, texts and attached
 * files with the folding of D-19, in order, with what each further choice would leave. Refuses `searches_too_many`.
 */
export async function listArticles(context: Reader, query: ArticleQuery): Promise<ArticleList> {
  const { actor, tx } = context;
  const words = wordsIn(query.q);
  if (words.length > 0 && !(await takeOne(tx, SEARCHES, actor.id))) throw new Refusal({ kind: 'too_many', code: 'searches_too_many' });
  const found = words.length > 0 ? await rows.findArticles(tx, words) : undefined;
  const facets = await rows.countFacets(tx, { ...query, reader: actor.language, found });
  const total = facets.find((facet) => facet.facet === 'total')?.count ?? 0;
  const pages = Math.max(1, Math.ceil(total / ARTICLES_A_PAGE));
  const page = Math.min(query.page, pages);
  const offset = (page - 1) * ARTICLES_A_PAGE;
  const { lines, bases, categories } = await linesOf(context, { ...query, words, found }, { limit: ARTICLES_A_PAGE, offset });
  const choices = (kind: rows.Facet['facet'], name: (key: string) => string | undefined): Choice[] =>
    facets.flatMap((facet) => {
      const known = facet.facet === kind && facet.key !== null ? name(facet.key) : undefined;
      return known === undefined ? [] : [{ key: facet.key ?? '', name: known, count: facet.count }];
    });
  const inLanguage = (language: Language, name: string): Choice => ({
    key: language,
    name,
    count: facets.find((facet) => facet.facet === language)?.count ?? 0,
  });
  const inOrder = (found: Choice[], ids: readonly { id: string }[]) => ids.flatMap(({ id }) => found.filter((choice) => choice.key === id));
  return {
    lines,
    total,
    page,
    pages,
    from: total === 0 ? 0 : offset + 1,
    to: offset + lines.length,
    languages: [inLanguage('en', 'English'), inLanguage('ja', '日本語')],
    bases: inOrder(
      choices('base', (id) => bases.get(id)),
      [...bases.keys()].map((id) => ({ id })),
    ),
    categories: inOrder(
      choices('category', (id) => categories.get(id)),
      [...categories.keys()].map((id) => ({ id })),
    ),
    authors: choices('author', (name) => authorIn(name, actor.language)),
  };
}

type Asked = ArticleQuery & { words: readonly string[]; found?: readonly rows.FoundArticle[] | undefined };

async function linesOf(context: Reader, { words, ...query }: Asked, range: { limit: number; offset: number }) {
  const { actor, tx } = context;
  const named = <T extends { id: string; nameJa: string; nameEn: string }>(places: readonly T[]) =>
    new Map(places.map((place) => [place.id, nameIn(place, actor.language)]));
  const bases = named(await rows.selectOpenBases(tx));
  const categories = named(await rows.selectOpenCategories(tx));
  const found = await rows.selectListed(tx, { ...query, reader: actor.language, most: words.length > 0 ? SEEN : 400 }, range);
  const lines = found.map((row): ArticleLine => {
    const title = markWords(row.title, words);
    const excerpt = excerptOf(row.text, words);
    const isMarked = words.length === 0 || [...title, ...excerpt].some((piece) => piece.isMark);
    return {
      number: row.number,
      kind: row.kind,
      base: bases.get(row.baseId) ?? '',
      category: row.categoryId ? (categories.get(row.categoryId) ?? null) : null,
      author: authorIn(row.authorName, actor.language),
      views: row.views,
      publishedAt: row.publishedAt.toISOString(),
      language: row.language,
      isInReaders: row.isInReaders,
      title,
      excerpt,
      isInFile: !isMarked && row.text.length < SEEN,
      document: row.documentId && row.documentName ? { id: row.documentId, name: row.documentName } : null,
    };
  });
  return { lines, bases, categories };
}

/** A piece of the text around its first word, or its beginning. */
function excerptOf(text: string, words: readonly string[]): Marked {
  const plain = text.replace(/\s+/g, ' ').trim();
  const marked = markWords(plain, words);
  const first = marked.findIndex((piece) => piece.isMark);
  const before = first < 0 ? 0 : marked.slice(0, first).reduce((length, piece) => length + piece.text.length, 0);
  const from = before > EXCERPT / 3 ? before - Math.floor(EXCERPT / 3) : 0;
  // A letter of two units is not cut in half.
  const cut = plain.slice(from, from + EXCERPT).replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, '');
  return markWords(`${from > 0 ? '…' : ''}${cut}${from + EXCERPT < plain.length ? '…' : ''}`, words);
}

/** A file of an article as a page lists it; sizes in bytes. */
export type ArticleFile = { id: string; name: string; size: number; contentType: string };
export type ArticlePage = {
  id: string;
  number: string;
  kind: 'article' | 'document' | 'announcement';
  language: Language;
  otherLanguage: Language | null;
  title: string;
  html: string;
  headings: { id: string; level: 2 | 3; text: string }[];
  base: { id: string; name: string } | null;
  category: { id: string; name: string } | null;
  author: string;
  publishedAt: string;
  changedAt: string;
  views: number;
  document: ArticleFile | null;
  attachments: ArticleFile[];
  related: { number: string; title: string; language: Language }[];
  feedback: rows.Feedback | null;
};

const pictureHref = (file: string): string => `/knowledge/files/${file}`;

/**
 * One article as this reader may see it now, in the language asked for if it has that, else in theirs, else in the other (G-4.9-7, G-4.12-6).
 * What is not theirs, not yet or no longer shown, or not there is the same `not_found`.
 */
export async function readArticle(context: Reader, input: { number: string; language: string | null }): Promise<ArticlePage> {
  const { actor, tx } = context;
  const found = /^KB\d{7}$/.test(input.number) ? await rows.selectOpenArticle(tx, input.number) : [];
  const shown = [input.language, actor.language, otherLanguage(actor.language)].map((language) => found.find((row) => row.language === language)).find(Boolean);
  if (!shown) throw notFound();
  const files = await rows.selectOpenFiles(tx, { versionId: shown.versionId });
  const reading = parseBody(shown.body);
  const place = async (id: string | null, of: Promise<{ id: string; nameJa: string; nameEn: string }[]>) => {
    const one = (await of).find((candidate) => candidate.id === id);
    return one ? { id: one.id, name: nameIn(one, actor.language) } : null;
  };
  return {
    id: shown.id,
    number: shown.number,
    kind: shown.kind,
    language: shown.language,
    otherLanguage: found.length > 1 ? otherLanguage(shown.language) : null,
    title: shown.title,
    html: reading.ok ? renderBody(reading.body, { pictureHref, language: shown.language }) : '',
    headings: reading.ok ? headingsOf(reading.body) : [],
    base: await place(shown.baseId, rows.selectOpenBases(tx)),
    category: await place(shown.categoryId, rows.selectOpenCategories(tx)),
    author: authorIn(shown.authorName, actor.language),
    publishedAt: shown.publishedAt.toISOString(),
    changedAt: shown.showsFrom.toISOString(),
    views: shown.views,
    document: files.find((file) => file.role === 'document') ?? null,
    attachments: files.filter((file) => file.role === 'attachment'),
    related: shown.categoryId ? await rows.selectRelated(tx, { id: shown.id, categoryId: shown.categoryId, language: actor.language, most: 4 }) : [],
    feedback: (await rows.selectFeedback(tx, { articleId: shown.id, userId: actor.id })) ?? null,
  };
}

/** What an article is called, for a question about it; null for what this reader may not see. */
export async function titleOfArticle(context: Reader, number: string): Promise<{ number: string; title: string } | null> {
  const { language } = context.actor;
  const found = /^KB\d{7}$/.test(number) ? await rows.selectOpenArticle(context.tx, number) : [];
  const shown = found.find((row) => row.language === language) ?? found[0];
  return shown ? { number: shown.number, title: shown.title } : null;
}

/** Counts that this reader opened an article: once a day, whatever they do (G-4.9-7). */
export async function viewArticle(context: Reader, input: { articleId: string }): Promise<void> {
  await rows.countView(context.tx, { articleId: input.articleId, day: dayOf(context.now) });
}

/** Keeps a reader's word on an article in the language in which they read it, in place of their last; 2,000 characters of comment at most. `not_found` for what they may not see. */
export async function rateArticle(context: Reader, input: { number: string; language: string | null; isHelpful: boolean; comment: string }): Promise<void> {
  const { actor, tx, now } = context;
  const article = await readArticle(context, { number: input.number, language: input.language });
  const version = (await rows.selectOpenArticle(tx, article.number)).find((row) => row.language === article.language);
  if (!version) throw notFound();
  const by = { accountId: actor.accountId, userId: actor.id, now };
  await rows.keepFeedback(tx, { ...by, articleId: article.id, versionId: version.versionId, isHelpful: input.isHelpful, comment: input.comment });
}

export type OpenFile = ArticleFile & { articleId: string; role: 'document' | 'picture' | 'attachment'; stream: () => Promise<NodeJS.ReadableStream> };

/** A file of an article, as long as this reader sees a version that shows it (G-4.9-8); anything else is `not_found`. */
export async function openArticleFile(context: Reader, id: string): Promise<OpenFile> {
  const [file] = isId(id) ? await rows.selectOpenFiles(context.tx, { id }) : [];
  if (!file) throw notFound();
  return { ...file, stream: () => house().files.getStream(file.id) };
}

/** Up to three articles that may answer what is being written, in the reader's language. Past 600 an hour there are none. */
export async function suggestArticles(context: Reader, text: string): Promise<{ number: string; title: string }[]> {
  const words = tellingWords(text).map(fold).filter(Boolean);
  if (words.length === 0 || !(await takeOne(context.tx, SUGGESTIONS, context.actor.id))) return [];
  return rows.selectSuggested(context.tx, { words, language: context.actor.language, most: 3, least: words.length === 1 ? 3 : 4 });
}
