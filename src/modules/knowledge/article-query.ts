import type { Language } from '#kernel/actor.ts';
import { isId } from '#kernel/ids.ts';
import { cleanText } from '#modules/prose/index.ts';

export const articleSorts = ['relevance', 'views', 'newest', 'title'] as const;
export type ArticleSort = (typeof articleSorts)[number];

/** What a reader asks of the list of articles; `null` is "any". */
export type ArticleQuery = {
  q: string;
  language: Language | null;
  base: string | null;
  category: string | null;
  author: string | null;
  sort: ArticleSort;
  page: number;
};

/** The conditions that a chip can take away. */
export const articleFilters = ['language', 'base', 'category', 'author'] as const;
export type ArticleFilter = (typeof articleFilters)[number];

const MAX_PAGE = 1_000;
const MAX_TEXT = 200;

/** Reads a list's address; what it cannot mean is left out rather than refused, so that an old link still opens. */
export function parseArticleQuery(address: URLSearchParams): ArticleQuery {
  const text = (name: string) =>
    cleanText(address.get(name) ?? '')
      .trim()
      .slice(0, MAX_TEXT);
  const id = (name: string) => (isId(text(name)) ? text(name) : null);
  const language = text('language');
  const q = text('q');
  const sort = articleSorts.find((one) => one === text('sort'));
  const page = Number(address.get('page') ?? 1);
  return {
    q,
    language: language === 'ja' || language === 'en' ? language : null,
    base: id('base'),
    category: id('category'),
    author: text('author') || null,
    sort: sort && (q || sort !== 'relevance') ? sort : q ? 'relevance' : 'views',
    page: Number.isInteger(page) && page >= 1 && page <= MAX_PAGE ? page : 1,
  };
}

/** The address of a list, with what is changed; every change but a page's begins at the first page. */
export function articleAddress(query: ArticleQuery, changes: Partial<ArticleQuery> = {}): string {
  const { q, language, base, category, author, sort, page } = { ...query, page: 1, ...changes };
  const address = new URLSearchParams();
  for (const [name, value] of Object.entries({ q, language, base, category, author })) if (value) address.set(name, value);
  if (sort !== (q ? 'relevance' : 'views') && (q || sort !== 'relevance')) address.set('sort', sort);
  if (page > 1) address.set('page', String(page));
  const asked = address.toString();
  return `/knowledge/articles${asked ? `?${asked}` : ''}`;
}

const segmenter = new Intl.Segmenter('ja', { granularity: 'word' });
/** Words of a suggestion's question, at most. */
const MOST_WORDS = 8;

/**
 * The words of a sentence that may name what it is about: of two letters or more, not of hiragana alone, the longest first. For suggestions
 * while somebody writes.
 */
export function tellingWords(sentence: string): string[] {
  const words = [...segmenter.segment(sentence.slice(0, 2_000))].filter((piece) => piece.isWordLike).map((piece) => piece.segment);
  const telling = words.filter((word) => word.length >= 2 && !/^[ぁ-んー]+$/.test(word) && !/^[a-z]{1,2}$/i.test(word) && !/^\d+$/.test(word));
  return [...new Set(telling)].sort((a, b) => b.length - a.length).slice(0, MOST_WORDS);
}
