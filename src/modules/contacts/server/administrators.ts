import type { OperatorActor, UserActor } from '#kernel/actor.ts';
import { Refusal } from '#kernel/refusal.ts';
import { support } from '#modules/access/server/index.ts';
import { contactRows, type ContactCard } from '#modules/users/server/index.ts';
import type { Context } from '#platform/server/unit-of-work.ts';

type Manager = Context<UserActor | OperatorActor>;

/** Somebody became an administrator: they are told, and so is every other administrator of the account (D-22). */
export async function tellOfAdministrator(context: Manager, subject: { id: string; accountId: string }): Promise<void> {
  const eventId = await support.tellSubject(context, subject, { name: 'role.granted', notice: 'administrator_granted' });
  const others = (await contactRows.holdAdministrators(context, subject.accountId)).filter((id) => id !== subject.id && id !== context.actor.id);
  for (const id of others) await support.tellAlso(context, { id, accountId: subject.accountId }, { notice: 'administrator_news', eventId });
}

/**
 * Refuses to take the last active administrator away (D-22). Holds the administrators' rows, so that two who leave at the
 * same time do not both succeed. An operator may, when an account has been taken over.
 */
export async function keepAnAdministrator(context: Manager, leaving: Pick<ContactCard, 'id' | 'accountId' | 'role'>): Promise<void> {
  if (context.actor.kind === 'operator' || leaving.role !== 'administrator') return;
  const active = await contactRows.holdAdministrators(context, leaving.accountId);
  if (active.every((id) => id === leaving.id)) throw new Refusal({ kind: 'conflict', code: 'last_administrator' });
}
