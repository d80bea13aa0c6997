import type { UserActor } from '#kernel/actor.ts';
import { markWords, type Marked } from '#kernel/fold.ts';
import type { Context } from '#platform/server/unit-of-work.ts';
import type { CaseExcerpt } from '../index.ts';
import { selectExcerpts, type Excerpt } from './case-list.sql.ts';

/** Characters shown before the first word, and of the whole excerpt. */
const BEFORE = 24;
const LENGTH = 110;

/** For each case, where the words stand in it, marked. The subject is on the list itself. */
export async function excerptsOf(context: Context<UserActor>, found: readonly { id: string }[], words: readonly string[]): Promise<Map<string, CaseExcerpt[]>> {
  const byCase = new Map<string, CaseExcerpt[]>();
  if (words.length === 0 || found.length === 0) return byCase;
  const pieces = await selectExcerpts(context.tx, { caseIds: found.map((row) => row.id), words });
  for (const piece of pieces) byCase.set(piece.caseId, [...(byCase.get(piece.caseId) ?? []), { kind: piece.kind, text: cut(piece, words) }]);
  return byCase;
}

/** A readable length around the first marked word, with an ellipsis where something was left away. */
function cut({ piece }: Excerpt, words: readonly string[]): Marked {
  const flat = piece.replace(/\s+/g, ' ').trim();
  const marked = markWords(flat, words);
  const first = marked.findIndex((part) => part.isMark);
  const lead = marked.slice(0, Math.max(0, first)).reduce((sum, part) => sum + part.text.length, 0);
  const start = startOf(flat, Math.max(0, lead - BEFORE));
  const end = startOf(flat, Math.min(flat.length, start + LENGTH));
  const text = `${start > 0 ? '…' : ''}${flat.slice(start, end)}${end < flat.length ? '…' : ''}`;
  return markWords(text, words);
}

/** Never in the middle of a letter. */
const startOf = (text: string, at: number): number => (/[\udc00-\udfff]/.test(text[at] ?? '') ? at - 1 : at);
