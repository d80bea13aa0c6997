import type { Actor, ContractLink } from '#kernel/actor.ts';
import { notFound, Refusal } from '#kernel/refusal.ts';
import { allow, deny, type Verdict } from '#kernel/verdict.ts';

/** The contracts whose points a contact sees: those with points (D-18), ended ones too. */
export const withPoints = (contracts: readonly ContractLink[]): ContractLink[] => contracts.filter((contract) => contract.hasPoints);

/** Operators read every ledger; only service managers add to one by hand. */
export function decideOnLedger(actor: Actor, action: 'view' | 'adjust'): Verdict {
  if (actor.kind !== 'operator') return deny(notFound());
  if (action === 'view' || actor.duty === 'service_manager') return allow;
  return deny(new Refusal({ kind: 'forbidden', code: 'service_manager_only' }));
}
