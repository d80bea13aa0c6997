import type { OperatorActor, UserActor } from '#kernel/actor.ts';
import { isId } from '#kernel/ids.ts';
import { notFound } from '#kernel/refusal.ts';
import { require } from '#kernel/verdict.ts';
import { contactCards, type ContactCard } from '#modules/users/server/index.ts';
import type { Context } from '#platform/server/unit-of-work.ts';
import { decideOnContact, type ContactAction } from '../contact.policy.ts';

/** Loads a contact and decides on the actor's wish: the only way to hold one. Malformed, unknown and foreign are the same 404. */
export async function accessContact(context: Context<UserActor | OperatorActor>, input: { id: string; action: ContactAction }): Promise<ContactCard> {
  const found = isId(input.id) ? await contactCards.one(context, input.id) : undefined;
  if (!found) throw notFound();
  require(decideOnContact(context.actor, 'view', found));
  require(decideOnContact(context.actor, input.action, found));
  return found;
}
