import type { OperatorActor, UserActor } from '#kernel/actor.ts';
import { isId } from '#kernel/ids.ts';
import { notFound, Refusal } from '#kernel/refusal.ts';
import { require } from '#kernel/verdict.ts';
import { contactCards, contactRows, type ContactCard } from '#modules/users/server/index.ts';
import type { Context } from '#platform/server/unit-of-work.ts';
import { decideOnContact, type ContactAction } from '../contact.policy.ts';

/** Loads a contact and decides on the actor's wish: the only way to hold one. Malformed, unknown and foreign are the same 404. */
export async function accessContact(context: Context<UserActor | OperatorActor>, input: { id: string; action: ContactAction }): Promise<ContactCard> {
  const found = isId(input.id) ? await contactCards.one(context, input.id) : undefined;
  if (!found) throw notFound();
  require(decideOnContact(context.actor, 'view', found));
  require(decideOnContact(context.actor, input.action, found));
  if (handsOver.includes(input.action)) await keepWithinContracts(context, found.id);
  return found;
}

/** What could give somebody's access to whoever asks for it. */
export const handsOver: readonly ContactAction[] = ['edit', 'enable_login', 'mail_reset', 'remove_factor'];

/** An administrator who was narrowed gets nothing back through a colleague who was not (D-8). */
export function isWithinContracts(actor: UserActor | OperatorActor, userId: string, theirs: readonly string[]): boolean {
  if (actor.kind === 'operator' || actor.id === userId) return true;
  const own = new Set(actor.contracts.map((contract) => contract.id));
  return theirs.every((id) => own.has(id));
}

async function keepWithinContracts(context: Context<UserActor | OperatorActor>, userId: string): Promise<void> {
  if (isWithinContracts(context.actor, userId, await contactRows.links(context, userId))) return;
  throw new Refusal({ kind: 'forbidden', code: 'beyond_own_contracts' });
}
