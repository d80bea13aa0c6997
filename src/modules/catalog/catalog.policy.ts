import type { Actor } from '#kernel/actor.ts';
import { notFound, Refusal } from '#kernel/refusal.ts';
import { allow, deny, type Verdict } from '#kernel/verdict.ts';

/** Operators read the catalogue with its drafts and prices; only service managers change it. */
export function decideOnCatalog(actor: Actor, action: 'view' | 'change'): Verdict {
  if (actor.kind !== 'operator') return deny(notFound());
  if (action === 'view' || actor.duty === 'service_manager') return allow;
  return deny(new Refusal({ kind: 'forbidden', code: 'service_manager_only' }));
}
