import type { Nobody } from '#kernel/actor.ts';
import { newId } from '#kernel/ids.ts';
import { invalid, Refusal } from '#kernel/refusal.ts';
import { asActor, asOperatorDoor, type Context } from '#platform/server/unit-of-work.ts';
import { house } from '#platform/server/house.ts';
import { canonicalUserId, maskMail, type Realm } from '../sign-in.ts';
import type { CodeInput, PasswordInput } from '../sign-in.schemas.ts';
import * as rows from './access.sql.ts';
import { decoyHash, hashCode, hashToken, newCode, newToken, sameHash, verifyPassword } from './secrets.ts';

const nobody: Nobody = { kind: 'nobody' };

/** Before sign-in a customer meets the door's role and an operator the console's. */
const atDoor = <T>(realm: Realm, work: (context: Context<Nobody>) => Promise<T>): Promise<T> =>
  realm === 'user' ? asActor(nobody, work) : asOperatorDoor(work);

const refused = (): Refusal => new Refusal({ kind: 'unauthenticated', code: 'sign_in_refused' });

/**
 * First step of signing in (G-4.2-1, D-4). Anybody may call it. Returns the token of the attempt, for this browser's
 * cookie only. A wrong, unknown, locked or disabled answer is the same refusal `sign_in_refused` after the same work.
 * Each try is counted and committed before the password is compared, so this is two short transactions, not one.
 */
export async function checkPassword(realm: Realm, input: PasswordInput): Promise<{ token: string }> {
  const candidate = await atDoor(realm, async ({ tx }) => {
    const found = await rows.findCandidate(tx, realm, canonicalUserId(input.userId));
    return found && (await rows.countTry(tx, realm, found.readerId)) ? found : undefined;
  });
  const right = await verifyPassword(candidate?.hash ?? (await decoyHash), input.password);
  if (!candidate || !right || candidate.state !== 'active') throw refused();
  const token = newToken();
  await atDoor(realm, async ({ tx }) => {
    await rows.forgetTries(tx, realm, candidate.readerId);
    await rows.insertAttempt(tx, realm, { id: newId(), accountId: candidate.accountId, readerId: candidate.readerId, tokenHash: hashToken(token) });
  });
  return { token };
}

/** What the second step shows (G-4.2-3): the masked address and whether a code is on its way. Undefined: start again. */
export async function readAttempt(realm: Realm, token: string | undefined): Promise<{ maskedMail: string; codeRequested: boolean } | undefined> {
  if (!token) return undefined;
  const attempt = await atDoor(realm, ({ tx }) => rows.findAttempt(tx, realm, hashToken(token)));
  return attempt && { maskedMail: maskMail(attempt.mail), codeRequested: attempt.codeRequested };
}

/** Mails a verification code to the registered address (G-4.2-5). At most three mails an attempt. */
export async function requestCode(realm: Realm, token: string | undefined): Promise<void> {
  await atDoor(realm, async ({ tx, enqueue }) => {
    const attempt = token ? await rows.findAttempt(tx, realm, hashToken(token)) : undefined;
    if (!attempt) throw new Refusal({ kind: 'unauthenticated', code: 'attempt_over' });
    if (!(await rows.takeMail(tx, realm, attempt.id))) throw new Refusal({ kind: 'too_many', code: 'code_mails_used_up' });
    await enqueue('send-code-mail', { realm, accountId: attempt.accountId, attemptId: attempt.id });
  });
}

/**
 * Makes the code of an attempt at the moment of mailing, so that it is stored nowhere but hashed. For the mail job.
 * Returns undefined when the attempt is over: then there is nobody to tell.
 */
export async function issueCode(context: Context, input: { realm: Realm; attemptId: string }): Promise<{ readerId: string; code: string } | undefined> {
  const readerId = await rows.findAttemptReader(context.tx, input.realm, input.attemptId);
  if (!readerId) return undefined;
  const code = newCode();
  await rows.keepCode(context.tx, input.realm, input.attemptId, hashCode(input.attemptId, code));
  return { readerId, code };
}

/**
 * Last step (G-4.2-6, D-2): a right code opens the session and uses the attempt up. A wrong one counts; after five the
 * attempt is over. Returns the session's token for the cookie.
 */
export async function confirmCode(realm: Realm, input: CodeInput & { token: string | undefined }): Promise<{ token: string }> {
  const attemptToken = input.token;
  const attempt = attemptToken ? await atDoor(realm, ({ tx }) => rows.useTry(tx, realm, hashToken(attemptToken))) : undefined;
  if (!attempt) throw new Refusal({ kind: 'unauthenticated', code: 'attempt_over' });
  const right = attempt.codeHash !== null && sameHash(attempt.codeHash, hashCode(attempt.id, input.code));
  if (!right) throw invalid('code_wrong', { code: 'code_wrong' });
  return atDoor(realm, async ({ tx }) => {
    const reader = await rows.finishAttempt(tx, realm, attempt.id);
    if (!reader) throw new Refusal({ kind: 'unauthenticated', code: 'attempt_over' });
    const token = newToken();
    await rows.insertSession(tx, realm, { id: newId(), ...reader, tokenHash: hashToken(token), hours: house().config.SESSION_HOURS });
    return { token };
  });
}
