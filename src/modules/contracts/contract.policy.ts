import type { Actor } from '#kernel/actor.ts';
import { notFound, Refusal } from '#kernel/refusal.ts';
import { allow, deny, type Verdict } from '#kernel/verdict.ts';

/** Who reads and writes what contracts include: operators read, service managers write. Customers have their own pages, and see no master. */
export function decideOnContracts(actor: Actor, action: 'view' | 'write'): Verdict {
  if (actor.kind !== 'operator') return deny(notFound());
  if (action === 'view' || actor.duty === 'service_manager') return allow;
  return deny(new Refusal({ kind: 'forbidden', code: 'service_manager_only' }));
}
