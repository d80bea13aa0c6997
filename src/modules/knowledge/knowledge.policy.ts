import type { Actor } from '#kernel/actor.ts';
import { notFound } from '#kernel/refusal.ts';
import { allow, deny, type Verdict } from '#kernel/verdict.ts';
import { versionReviewedByAuthor } from './knowledge.refusals.ts';

/** Every operator writes articles; for anybody else there is nothing to write. Who reads one is the audience's rule, in the database. */
export const decideOnWriting = (actor: Actor): Verdict => (actor.kind === 'operator' ? allow : deny(notFound()));

/** A version is approved by another operator than the one who wrote it last. */
export function decideOnReview(actor: Actor, version: { authorId: string | null }): Verdict {
  const mayWrite = decideOnWriting(actor);
  if (!mayWrite.allowed || actor.kind !== 'operator') return mayWrite;
  return version.authorId === actor.id ? deny(versionReviewedByAuthor()) : allow;
}
