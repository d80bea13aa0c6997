import type { OperatorActor, UserActor } from '#kernel/actor.ts';
import { notFound } from '#kernel/refusal.ts';
import { judgePassword } from '#modules/passwords/server/index.ts';
import { house } from '#platform/server/house.ts';
import { atDoor, personOf } from './at-door.ts';
import { confirmPassword } from './confirm-password.ts';
import * as links from './links.sql.ts';
import { personalWords } from './reset-password.ts';
import { hashPassword } from './secrets.ts';
import * as sessions from './sessions.sql.ts';
import * as rows from './sign-in.sql.ts';
import { tell } from './tell.ts';

/** Words that the reader's new password must not contain, for the live meter of the page. */
export async function wordsToAvoid(actor: UserActor | OperatorActor): Promise<string[]> {
  const person = await atDoor(actor.kind, ({ tx }) => rows.findPerson(tx, actor.kind, actor.id));
  return person ? personalWords(person) : [];
}

/**
 * Changes the reader's own password (G-4.13.4-1, G-2.3-2), also within the day after a reset (D-5). Their other sessions
 * end, mailed links stop working, and they are told by mail.
 */
export async function changePassword(actor: UserActor | OperatorActor, input: { currentPassword: string; newPassword: string }): Promise<void> {
  await confirmPassword(actor, input.currentPassword, 'currentPassword');
  const person = await atDoor(actor.kind, ({ tx }) => rows.findPerson(tx, actor.kind, actor.id));
  if (!person) throw notFound();
  await judgePassword({ password: input.newPassword, profile: house().config.PASSWORD_PROFILE, personal: personalWords(person) });
  const hash = await hashPassword(input.newPassword);
  await atDoor(actor.kind, async (context) => {
    const { accountId, id } = personOf(actor);
    await rows.storePassword(context.tx, actor.kind, { readerId: id, accountId, hash, byLink: false });
    await links.dropResetLinks(context.tx, actor.kind, id);
    if (actor.kind === 'user') await links.dropOpenMailChanges(context.tx, id);
    await rows.dropAttempts(context.tx, actor.kind, id);
    await sessions.endSessionsOf(context.tx, actor.kind, { readerId: id, except: actor.sessionId, only: null });
    await tell(context, personOf(actor), { name: 'password.changed', notice: 'password_changed', ...(actor.from ? { from: actor.from } : {}) });
    await context.announce('session_ended', { readerId: id });
  });
}
