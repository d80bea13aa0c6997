import type { OperatorActor, UserActor } from '#kernel/actor.ts';
import { support } from '#modules/access/server/index.ts';
import { deliveriesTo, type Delivery } from '#modules/notifications/server/index.ts';
import { contactRows } from '#modules/users/server/index.ts';
import type { Context } from '#platform/server/unit-of-work.ts';
import { accessContact } from './access-contact.ts';
import { keepAnAdministrator } from './administrators.ts';

type Helper = Context<UserActor | OperatorActor>;

/** ログイン無効化 (G-5.1.3-1): nobody comes in with this user ID, and who is in is out at the next request (D-11). */
export async function disableLogin(context: Helper, id: string): Promise<void> {
  const card = await accessContact(context, { id, action: 'disable_login' });
  if (card.state === 'disabled') return;
  await keepAnAdministrator(context, card);
  await contactRows.setState(context, { id: card.id, state: 'disabled' });
  await support.endAllSessions(context, card);
  await support.dropMailChanges(context, card);
  await support.tellSubject(context, card, { name: 'user.disabled', notice: 'disabled' });
}

/** ログイン有効化 (G-5.1.3-2, G-5.1.3-3, D-4): ends disablement and lock alike. */
export async function enableLogin(context: Helper, id: string): Promise<void> {
  const card = await accessContact(context, { id, action: 'enable_login' });
  if (card.state !== 'disabled' && !card.locked && !card.codesUsedUp) return;
  await support.unlock(context, card);
  if (card.state === 'disabled') await contactRows.setState(context, { id: card.id, state: card.hasPassword ? 'active' : 'invited' });
  await support.tellSubject(context, card, { name: 'user.enabled', notice: 'enabled' });
}

/** Removes a lost app or passkey, or all of them with null; the owner is told. */
export async function removeContactFactor(context: Helper, input: { id: string; authenticatorId: string | null }): Promise<void> {
  const card = await accessContact(context, { id: input.id, action: 'remove_factor' });
  await support.requireFresh(context);
  await support.removeFactorOf(context, card, input.authenticatorId);
}

/** Mails the opening notice again to somebody who has not set a password yet (D-6). */
export async function mailOpeningAgain(context: Helper, id: string): Promise<void> {
  await support.mailOpening(context, await accessContact(context, { id, action: 'mail_opening' }));
}

/** Mails a link that sets a new password; an administrator or operator may within the day after a reset too (D-5). */
export async function startReset(context: Helper, id: string): Promise<void> {
  const card = await accessContact(context, { id, action: 'mail_reset' });
  await support.requireFresh(context);
  await support.mailResetLink(context, card);
}

/** Opens self-service reset again before its day is over (G-4.4-16). Operators only. */
export async function reopenReset(context: Context<OperatorActor>, id: string): Promise<void> {
  await support.liftResetPause(context, await accessContact(context, { id, action: 'lift_reset_pause' }));
}

/** Ends every session of a contact. */
export async function endContactSessions(context: Helper, id: string): Promise<void> {
  const card = await accessContact(context, { id, action: 'end_sessions' });
  await support.endAllSessions(context, card);
  await support.tellSubject(context, card, { name: 'session.ended' });
}

/** What was mailed to a contact lately. Operators only. */
export async function contactDeliveries(context: Context<OperatorActor>, id: string): Promise<Delivery[]> {
  return deliveriesTo(context, await accessContact(context, { id, action: 'view' }));
}
