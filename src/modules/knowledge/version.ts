import { diffArrays, diffWords } from 'diff';
import type { Language } from '#kernel/actor.ts';

export type VersionState = 'draft' | 'in_review' | 'approved';
/** Where a version stands for its readers at a moment. */
export type VersionStand = 'draft' | 'in_review' | 'scheduled' | 'shown' | 'over';

type Times = { state: VersionState; showsFrom: Date | null; showsUntil: Date | null };

/** Tells where a version stands: an approved one comes, is shown, and is over when the next one is shown. */
export function standOf(version: Times, now: Date): VersionStand {
  if (version.state !== 'approved' || !version.showsFrom) return version.state === 'in_review' ? 'in_review' : 'draft';
  if (version.showsFrom > now) return 'scheduled';
  return version.showsUntil && version.showsUntil <= now ? 'over' : 'shown';
}

type Numbered = { number: number; levelWith: number | null };

/**
 * Tells whether a language has not followed the other's newest version. Versions level with each other say the same; what was changed after
 * that, without being said level, has to be followed by the other language.
 */
export function isBehind(own: readonly Numbered[], other: readonly Numbered[]): boolean {
  if (own.length === 0 || other.length === 0) return false;
  const followed = [...own.map((version) => version.levelWith ?? 0), ...other.map((version) => (version.levelWith === null ? 0 : version.number))];
  return Math.max(...other.map((version) => version.number)) > Math.max(...followed);
}

export const otherLanguage = (language: Language): Language => (language === 'ja' ? 'en' : 'ja');

export type DiffPiece = { text: string; kind: 'same' | 'added' | 'removed' };

/** Lines of one comparison, at most; longer texts are compared in their first lines. */
const MOST_LINES = 2_000;
const segmenter = new Intl.Segmenter('ja', { granularity: 'word' });

/** What changed between two texts: line by line, and within a line that took another's place word by word, Japanese words included. */
export function differencesOf(before: string, after: string): DiffPiece[][] {
  const linesOf = (text: string) => text.split('\n').slice(0, MOST_LINES);
  const rows: DiffPiece[][] = [];
  let removed: string[] = [];
  const say = (kind: DiffPiece['kind'], lines: readonly string[]) => rows.push(...lines.map((text) => [{ text, kind }]));
  for (const change of diffArrays(linesOf(before), linesOf(after))) {
    if (change.removed) {
      removed = change.value;
      continue;
    }
    const pairs = change.added ? Math.min(removed.length, change.value.length) : 0;
    for (let k = 0; k < pairs; k += 1) rows.push(wordsApart(removed[k] ?? '', change.value[k] ?? ''));
    say('removed', removed.slice(pairs));
    say(change.added ? 'added' : 'same', change.value.slice(pairs));
    removed = [];
  }
  say('removed', removed);
  return rows;
}

const wordsApart = (before: string, after: string): DiffPiece[] =>
  diffWords(before, after, { intlSegmenter: segmenter }).map((piece) => ({
    text: piece.value,
    kind: piece.added ? 'added' : piece.removed ? 'removed' : 'same',
  }));
