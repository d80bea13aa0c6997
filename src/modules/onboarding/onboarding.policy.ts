import type { Actor } from '#kernel/actor.ts';
import { notFound, Refusal } from '#kernel/refusal.ts';
import { allow, deny, type Verdict } from '#kernel/verdict.ts';

/** Every operator sees who was brought in and how; only service managers bring customers in. For anybody else there is nothing here. */
export function decideOnOnboarding(actor: Actor, action: 'view' | 'onboard'): Verdict {
  if (actor.kind !== 'operator') return deny(notFound());
  if (action === 'view' || actor.duty === 'service_manager') return allow;
  return deny(new Refusal({ kind: 'forbidden', code: 'service_manager_only' }));
}
