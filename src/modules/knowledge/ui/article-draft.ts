import { parseBody, type ArticleBody } from '../body.ts';

/** What was typed and not saved yet, kept for this tab. */
export type TypedArticle = { title: string; note: string; body: ArticleBody };

/** The typed text under that key, or null when there is none that can be read. */
export function keptArticle(key: string): TypedArticle | null {
  try {
    const kept = JSON.parse(sessionStorage.getItem(key) ?? 'null') as Partial<TypedArticle> | null;
    const read = parseBody(kept?.body);
    if (typeof kept?.title !== 'string' || typeof kept.note !== 'string' || !read.ok) return null;
    return { title: kept.title, note: kept.note, body: read.body };
  } catch {
    return null;
  }
}

/** Keeps what is typed, or forgets it; that storage is full or switched off is no trouble. */
export function keepArticle(key: string, typed: TypedArticle | null): void {
  try {
    if (typed) sessionStorage.setItem(key, JSON.stringify(typed));
    else sessionStorage.removeItem(key);
  } catch {
    return;
  }
}
