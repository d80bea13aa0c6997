import type { Actor } from '#kernel/actor.ts';
import { notFound, Refusal } from '#kernel/refusal.ts';
import { allow, deny, type Verdict } from '#kernel/verdict.ts';

export type ContactAction =
  'view' | 'edit' | 'disable_login' | 'enable_login' | 'remove_factor' | 'mail_reset' | 'mail_opening' | 'lift_reset_pause' | 'end_sessions';

/** What a decision needs to know of a contact. */
export type ContactFacts = { id: string; accountId: string };

/**
 * Who may do what with a contact. Administrators manage the contacts of their own account and of no other (G-5.1-1);
 * operators help everywhere but edit nothing; for anybody else no contact exists.
 */
export function decideOnContact(actor: Actor, action: ContactAction, subject: ContactFacts): Verdict {
  if (actor.kind === 'operator') return action === 'edit' ? deny(forbidden()) : allow;
  if (actor.kind !== 'user' || actor.role !== 'administrator' || actor.accountId !== subject.accountId) return deny(notFound());
  return action === 'lift_reset_pause' ? deny(forbidden()) : allow;
}

/** Who may see the list and add to it (G-3.2-1). */
export function decideOnContacts(actor: Actor): Verdict {
  return actor.kind === 'operator' || (actor.kind === 'user' && actor.role === 'administrator') ? allow : deny(notFound());
}

/** Who may give an account its first administrator: service managers, as part of bringing a customer in (G-2.2-1). */
export function decideOnInvitation(actor: Actor): Verdict {
  if (actor.kind !== 'operator') return deny(notFound());
  return actor.duty === 'service_manager' ? allow : deny(new Refusal({ kind: 'forbidden', code: 'service_manager_only' }));
}

const forbidden = (): Refusal => new Refusal({ kind: 'forbidden', code: 'forbidden' });
