import type { SystemActor, UserActor } from '#kernel/actor.ts';
import { newId } from '#kernel/ids.ts';
import { invalid, notFound, Refusal } from '#kernel/refusal.ts';
import { changeMail } from '#modules/users/server/index.ts';
import { house } from '#platform/server/house.ts';
import type { Context } from '#platform/server/unit-of-work.ts';
import { atDoor, personOf, type Visitor } from './at-door.ts';
import { confirmPassword } from './confirm-password.ts';
import { isLeft, take } from './limits.sql.ts';
import { networkOf } from './network.ts';
import * as links from './links.sql.ts';
import { hashToken, isToken, newToken } from './secrets.ts';
import * as sessions from './sessions.sql.ts';
import * as rows from './sign-in.sql.ts';
import { notify, tell } from './tell.ts';

/**
 * Asks for another mail address for oneself (G-4.13.2-1, D-10). The password is asked again; the new address gets a link
 * that confirms it, the old one a notice with a link that takes it back. Until the confirmation nothing changes.
 */
export async function requestMailChange(actor: UserActor, input: { mail: string; password: string }): Promise<void> {
  await confirmPassword(actor, input.password);
  await atDoor('user', async (context) => {
    const person = await rows.findPerson(context.tx, 'user', actor.id);
    if (!person) throw notFound();
    if (person.mail.toLowerCase() === input.mail.toLowerCase()) throw invalid('mail_unchanged', { mail: 'mail_unchanged' });
    if (!(await take(context.tx, 'mail_change', actor.id))) throw new Refusal({ kind: 'too_many', code: 'mail_changes_too_many' });
    await links.dropOpenMailChanges(context.tx, actor.id);
    const changeId = newId();
    await links.insertMailChange(context.tx, { id: changeId, accountId: actor.accountId, readerId: actor.id, oldMail: person.mail, newMail: input.mail });
    const from = actor.from ? { from: actor.from } : {};
    await tell(context, personOf(actor), { name: 'mail.change.requested', ...from, notice: 'mail_undo', changeId });
    await notify(context, personOf(actor), { notice: 'mail_confirm', eventId: null, changeId });
  });
}

/** The address that waits for its confirmation, if any. */
export async function openMailChange(actor: UserActor): Promise<string | undefined> {
  return (await atDoor('user', ({ tx }) => links.findOpenMailChange(tx, actor.id)))?.newMail;
}

/** Makes the link of a mail about a change at the moment of mailing it; for the mail job. Undefined: the wish is over. */
export async function issueMailLink(
  context: Context<SystemActor>,
  input: { changeId: string; purpose: 'confirm' | 'undo' },
): Promise<{ href: string; change: links.MailChange } | undefined> {
  const change = await links.findMailChange(context.tx, input.purpose, input.changeId);
  if (!change) return undefined;
  const token = newToken();
  await links.keepMailToken(context.tx, { id: change.id, purpose: input.purpose, tokenHash: hashToken(token) });
  return { href: `${house().config.PORTAL_ORIGIN}/mail/${input.purpose}/${token}`, change };
}

/** What the page behind a mailed link shows; looking changes nothing. Undefined: used, over or never made. */
export async function readMailLink(purpose: 'confirm' | 'undo', token: string, visitor: Visitor): Promise<{ oldMail: string; newMail: string } | undefined> {
  if (!isToken(token)) return undefined;
  return atDoor('user', async ({ tx }) => {
    const network = networkOf(visitor.address);
    if (!(await isLeft(tx, 'link_look', network))) throw new Refusal({ kind: 'too_many', code: 'too_many_from_network' });
    const found = await links.findMailLink(tx, purpose, hashToken(token));
    if (!found) await take(tx, 'link_look', network);
    return found && { oldMail: found.oldMail, newMail: found.newMail };
  });
}

/** The change that a notice speaks of; for the mail job. */
export async function mailChangeForJob(context: Context<SystemActor>, changeId: string): Promise<links.MailChange | undefined> {
  return links.selectMailChange(context.tx, changeId);
}

const linkOver = (): Refusal => new Refusal({ kind: 'not_found', code: 'mail_link_over' });

/** Puts the new address to use, once (G-4.13.2-2): codes, resets and notices go there from now on. */
export async function confirmMailChange(token: string, visitor: Visitor): Promise<void> {
  if (!isToken(token)) throw linkOver();
  await atDoor('user', async (context) => {
    const change = await links.useMailLink(context.tx, 'confirm', hashToken(token));
    const person = change && (await rows.findPerson(context.tx, 'user', change.readerId));
    if (!change || person?.state !== 'active') throw linkOver();
    if (!(await changeMail(context, { id: change.readerId, from: change.oldMail, to: change.newMail }))) throw linkOver();
    await links.dropResetLinks(context.tx, 'user', change.readerId);
    await tell(context, { realm: 'user', id: change.readerId, accountId: change.accountId }, { name: 'mail.changed', from: visitor, notice: 'mail_changed' });
  });
}

/**
 * Takes the change back, and every later one, before or after its confirmation, with the link that only the old address
 * got (D-10). Whoever changed it may sit in a session, so all of them end.
 */
export async function undoMailChange(token: string, visitor: Visitor): Promise<void> {
  if (!isToken(token)) throw linkOver();
  await atDoor('user', async (context) => {
    const change = await links.useMailLink(context.tx, 'undo', hashToken(token));
    if (!change) throw linkOver();
    // Whatever was changed since: the address that was there first has the last word.
    const person = await rows.findPerson(context.tx, 'user', change.readerId);
    if (!person || person.state === 'disabled') throw linkOver();
    await changeMail(context, { id: change.readerId, from: person.mail, to: change.oldMail });
    await links.dropAllMailChanges(context.tx, change.readerId);
    await links.dropResetLinks(context.tx, 'user', change.readerId);
    await sessions.endSessionsOf(context.tx, 'user', { readerId: change.readerId, except: null, only: null });
    await rows.dropAttempts(context.tx, 'user', change.readerId);
    await tell(context, { realm: 'user', id: change.readerId, accountId: change.accountId }, { name: 'mail.change.undone', from: visitor });
    await context.announce('session_ended', { readerId: change.readerId });
  });
}
