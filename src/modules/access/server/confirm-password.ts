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
 * for the session alone, so that strangers who lock the user ID cannot disturb its owner; the fifth wrong one in a row ends
 * the session. `field` names the form's field for the answer.
 */
export async function confirmPassword(actor: UserActor | OperatorActor, password: string, field = 'password'): Promise<void> {
  if (!password) throw invalid('password_needed', { [field]: 'password_needed' });
  const realm = actor.kind;
  const counted = await atDoor(realm, async ({ tx }) => {
    const failures = await sessions.countConfirmation(tx, realm, actor.sessionId);
    return { failures: failures ?? MAX_FAILURES, hash: failures === undefined ? null : ((await rows.findPerson(tx, realm, actor.id))?.hash ?? null) };
  });
  const right = await verifyPassword(counted.hash ?? (await decoyHash), password);
  if (!counted.hash || !right) return refuse(actor, counted.failures, field);
  await atDoor(realm, ({ tx }) => sessions.markConfirmed(tx, realm, actor.sessionId));
}

async function refuse(actor: UserActor | OperatorActor, failures: number, field: string): Promise<never> {
  const isLast = failures >= MAX_FAILURES;
  await atDoor(actor.kind, async (context) => {
    const from = actor.from ? { from: actor.from } : {};
    await tell(context, personOf(actor), {
      name: 'login.failed',
      result: 'failure',
      ...from,
      ...(isLast ? { notice: 'confirm_failures' as const } : {}),
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
