import type { Actor } from '#kernel/actor.ts';
import { notFound } from '#kernel/refusal.ts';
import { allow, deny, type Verdict } from '#kernel/verdict.ts';

/** Every operator keeps announcements; for anybody else there is nothing to keep. Who reads one is the knowledge base's rule. */
export const decideOnAnnouncements = (actor: Actor): Verdict => (actor.kind === 'operator' ? allow : deny(notFound()));
