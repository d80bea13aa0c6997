import type { OperatorActor, UserActor } from '#kernel/actor.ts';
import { isId, newId } from '#kernel/ids.ts';
import { notFound, Refusal } from '#kernel/refusal.ts';
import { record } from '#modules/journal/server/index.ts';
import type { EventName } from '#modules/journal/index.ts';
import type { Context } from '#platform/server/unit-of-work.ts';
import { house } from '#platform/server/house.ts';
import type { Authenticator } from '../factors.ts';
import type { Notice } from '../notice.ts';
import * as factors from './factors.sql.ts';
import { take } from './limits.sql.ts';
import * as links from './links.sql.ts';
import { presentSession, type SessionView } from './sessions.ts';
import * as sessions from './sessions.sql.ts';
import * as rows from './sign-in.sql.ts';
import { notify } from './tell.ts';

/**
 * What administrators and operators do to the access of somebody else. Nothing here decides who may: the capability that
 * manages contacts does, and the database lets an administrator touch their own account only.
 */
type Helper = Context<UserActor | OperatorActor>;
type Subject = { id: string; accountId: string };

const person = (subject: Subject) => ({ realm: 'user' as const, id: subject.id, accountId: subject.accountId });

/** Refuses `password_needed` when the helper has not proved lately who they are: what follows could hand somebody's access over. */
export async function requireFresh(context: Helper): Promise<void> {
  const { kind, sessionId } = context.actor;
  if (!(await sessions.isFresh(context.tx, kind, sessionId))) throw new Refusal({ kind: 'forbidden', code: 'password_needed' });
}

/** Writes the act into the subject's history and, where they should know, mails them. */
export async function tellSubject(context: Helper, subject: Subject, told: { name: EventName; notice?: Notice }): Promise<string> {
  const eventId = await record(context, { reader: subject, name: told.name });
  if (told.notice) await notify(context, person(subject), { notice: told.notice, eventId });
  return eventId;
}

/** Tells somebody else of the account about an act on the subject. */
export async function tellAlso(context: Helper, reader: Subject, told: { notice: Notice; eventId: string }): Promise<void> {
  await notify(context, person(reader), told);
}

/** Ends a lock at once (G-2.3-8, G-5.1.3-3). */
export async function unlock(context: Helper, subject: Subject): Promise<void> {
  await rows.clearLocks(context.tx, 'user', subject.id);
}

/** Ends all sessions of somebody; their pages and streams end at once. */
export async function endAllSessions(context: Helper, subject: Subject): Promise<void> {
  await sessions.endSessionsOf(context.tx, 'user', { readerId: subject.id, except: null, only: null });
  await context.announce('session_ended', { readerId: subject.id });
}

/** Removes one lost app or passkey, or with null all of them and the recovery codes. Their owner is told by mail. */
export async function removeFactorOf(context: Helper, subject: Subject, authenticatorId: string | null): Promise<void> {
  if (authenticatorId !== null && !isId(authenticatorId)) throw notFound();
  const gone = await factors.deleteAuthenticators(context.tx, 'user', { readerId: subject.id, id: authenticatorId });
  if (gone === 0) throw notFound();
  const left = await factors.selectAuthenticators(context.tx, 'user', subject.id);
  if (left.length === 0) await factors.deleteRecoveryCodes(context.tx, 'user', subject.id);
  await tellSubject(context, subject, { name: 'factor.removed', notice: 'factor_removed' });
}

/** Opens self-service reset again before its day is over. Operators only; the database gives nobody else the column. */
export async function liftResetPause(context: Context<OperatorActor>, subject: Subject): Promise<void> {
  if (!(await rows.liftResetPause(context.tx, subject.id))) throw new Refusal({ kind: 'conflict', code: 'reset_not_paused' });
  await tellSubject(context, subject, { name: 'password.reset.reopened' });
}

/** Mails a link that sets a password, also within the day after a reset (D-5). */
export async function mailResetLink(context: Helper, subject: Subject): Promise<void> {
  await refuseFlood(context, subject);
  await record(context, { reader: subject, name: 'password.reset.requested' });
  const askedBy = context.actor.kind === 'operator' ? ('operator' as const) : ('administrator' as const);
  await context.enqueue('send-reset-mail', { accountId: subject.accountId, readerId: subject.id, askedBy });
}

/** Mails the opening notice, the first time or again (D-6, G-5.2-1, G-5.2-4). */
export async function mailOpening(context: Helper, subject: Subject): Promise<void> {
  await refuseFlood(context, subject);
  await tellSubject(context, subject, { name: 'user.invited', notice: 'opening' });
}

async function refuseFlood(context: Helper, subject: Subject): Promise<void> {
  if (!(await take(context.tx, 'helper_mail', `${context.actor.id} ${subject.id}`))) throw new Refusal({ kind: 'too_many', code: 'mails_too_many' });
}

/** An administrator gave a contact another address: the old one is told, and links on their way to it stop working. */
export async function tellOldAddress(context: Context<UserActor>, subject: Subject, mails: { oldMail: string; newMail: string }): Promise<void> {
  const changeId = newId();
  await links.dropAllMailChanges(context.tx, subject.id);
  await links.insertConfirmedMailChange(context.tx, { id: changeId, accountId: subject.accountId, readerId: subject.id, ...mails });
  const eventId = await record(context, { reader: subject, name: 'mail.changed' });
  await notify(context, person(subject), { notice: 'mail_changed_by_other', eventId, changeId });
  await notify(context, person(subject), { notice: 'mail_changed', eventId });
}

/** Counts an address that an administrator makes the program write to: nobody sends mails in the provider's name (D-9). */
export async function countAddress(context: Helper): Promise<void> {
  if (!(await take(context.tx, 'contact_mail', context.actor.id))) throw new Refusal({ kind: 'too_many', code: 'mails_too_many' });
}

/** Ends what is half done with somebody's access: their wishes for another address. */
export async function dropMailChanges(context: Helper, subject: Subject): Promise<void> {
  await links.dropAllMailChanges(context.tx, subject.id);
}

/** Counts an attempt of an administrator at a user ID; too many look like somebody guessing (D-9). */
export async function countUserIdTry(context: Helper): Promise<void> {
  if (!(await take(context.tx, 'user_id', context.actor.id))) throw new Refusal({ kind: 'too_many', code: 'user_ids_too_many' });
}

/** Notes that somebody's details were looked at (G-4.11.1-2), once in ten minutes for each who looks: pages load again and again. */
export async function noteLook(context: Helper, subject: Subject): Promise<void> {
  if (await take(context.tx, 'user_view', `${context.actor.id} ${subject.id}`)) await record(context, { reader: subject, name: 'user.view' });
}

/** What administrators and operators see of somebody's access: what is paired and what is open, never a secret. */
export async function readAccessOf(
  context: Helper,
  subject: Subject,
): Promise<{ authenticators: Authenticator[]; recoveryCodes: number; sessions: SessionView[] }> {
  const paired = await factors.selectAuthenticators(context.tx, 'user', subject.id);
  const open = await sessions.selectSessions(context.tx, 'user', { readerId: subject.id, idleMinutes: house().config.SESSION_IDLE_MINUTES });
  return {
    authenticators: paired.map((row) => ({ ...row, createdAt: row.createdAt.toISOString(), usedAt: row.usedAt?.toISOString() ?? null })),
    recoveryCodes: await factors.countRecoveryCodes(context.tx, 'user', subject.id),
    sessions: open.map((row) => presentSession(row, '')),
  };
}
