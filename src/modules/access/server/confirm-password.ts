import type { OperatorActor, UserActor } from '#kernel/actor.ts';
import { invalid, Refusal } from '#kernel/refusal.ts';
import { MAX_FAILURES } from '../sign-in.ts';
import { atDoor, personOf } from './at-door.ts';
import { decoyHash, verifyPassword } from './secrets.ts';
import * as sessions from './sessions.sql.ts';
import * as rows from './sign-in.sql.ts';
import { tell } from './tell.ts';

/**
 * Asks a signed-in person for their password again before something that an intruder in their session must not do. Counts
 * like a sign-in; the fifth wrong one ends the session. `field` names the form's field for the answer.
 */
export async function confirmPassword(actor: UserActor | OperatorActor, password: string, field = 'password'): Promise<void> {
  if (!password) throw invalid('password_needed', { [field]: 'password_needed' });
  const realm = actor.kind;
  const counted = await atDoor(realm, async ({ tx }) => {
    const person = await rows.findPerson(tx, realm, actor.id);
    const tried = await rows.countTry(tx, realm, { readerId: actor.id, browserHash: null });
    return tried && { hash: person?.hash ?? null, failures: tried.failures };
  });
  const right = await verifyPassword(counted?.hash ?? (await decoyHash), password);
  if (!counted?.hash || !right) return refuse(actor, counted?.failures ?? MAX_FAILURES, field);
  await atDoor(realm, async ({ tx }) => {
    await rows.forgetTries(tx, realm, { readerId: actor.id, browserHash: null });
    await sessions.markConfirmed(tx, realm, actor.sessionId);
  });
}

async function refuse(actor: UserActor | OperatorActor, failures: number, field: string): Promise<never> {
  const isLast = failures >= MAX_FAILURES;
  await atDoor(actor.kind, async (context) => {
    const from = actor.from ? { from: actor.from } : {};
    await tell(context, personOf(actor), {
      name: isLast ? 'login.locked' : 'login.failed',
      result: 'failure',
      ...from,
      ...(isLast ? { notice: 'locked' as const } : {}),
    });
    if (!isLast) return;
    await sessions.endSessionsOf(context.tx, actor.kind, { readerId: actor.id, except: null, only: actor.sessionId });
    await context.announce('session_ended', { readerId: actor.id });
  });
  if (isLast) throw new Refusal({ kind: 'unauthenticated', code: 'signed_out' });
  throw invalid('password_wrong', { [field]: 'password_wrong' });
}

/** Lets somebody through who proved lately who they are, or proves it now with the password. */
export async function confirmFresh(actor: UserActor | OperatorActor, password: string): Promise<void> {
  const isFresh = await atDoor(actor.kind, ({ tx }) => sessions.isFresh(tx, actor.kind, actor.sessionId));
  if (!isFresh) await confirmPassword(actor, password);
}

/** Whether a form that changes factors must show the password's field. */
export async function needsPassword(actor: UserActor | OperatorActor): Promise<boolean> {
  return !(await atDoor(actor.kind, ({ tx }) => sessions.isFresh(tx, actor.kind, actor.sessionId)));
}
