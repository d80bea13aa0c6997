import type { Language } from '#kernel/actor.ts';
import { m } from '#messages';
import type { ArticleKind, Hidden, PlaceView } from '../authoring.ts';
import type { VersionStand } from '../version.ts';

const stands: Record<VersionStand | 'retired', () => string> = {
  draft: m.author_state_draft,
  in_review: m.author_state_review,
  scheduled: m.author_state_scheduled,
  shown: m.author_state_shown,
  over: m.author_state_over,
  retired: m.author_state_retired,
};
export const standName = (stand: VersionStand | 'retired'): string => stands[stand]();

const kinds: Record<ArticleKind, () => string> = { article: m.author_kind_article, document: m.author_kind_document, announcement: m.author_kind_announcement };
export const kindName = (kind: ArticleKind): string => kinds[kind]();

export const languageName = (language: Language): string => (language === 'ja' ? m.author_language_ja() : m.author_language_en());

const hiddens: Record<Hidden, () => string> = { retired: m.author_hidden_retired, not_open: m.author_hidden_not_open, not_shown: m.author_hidden_not_shown };
export const hiddenReason = (hidden: Hidden): string => hiddens[hidden]();

/** `base › category` in the reader's language. */
export function placeName(places: readonly PlaceView[], at: { baseId: string | null; categoryId: string | null }, language: Language): string {
  const base = places.find((one) => one.id === at.baseId);
  const category = base?.categories.find((one) => one.id === at.categoryId);
  return [base, category].flatMap((place) => (place ? [language === 'ja' ? place.nameJa : place.nameEn] : [])).join(' › ');
}
