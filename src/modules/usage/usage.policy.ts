import type { Actor } from '#kernel/actor.ts';
import { notFound, Refusal } from '#kernel/refusal.ts';
import { allow, deny, type Verdict } from '#kernel/verdict.ts';

/** Every operator reads figures; only service managers write them. For anybody else there are none. */
export function decideOnUsage(actor: Actor, action: 'view' | 'write'): Verdict {
  if (actor.kind !== 'operator') return deny(notFound());
  if (action === 'view' || actor.duty === 'service_manager') return allow;
  return deny(new Refusal({ kind: 'forbidden', code: 'service_manager_only' }));
}
