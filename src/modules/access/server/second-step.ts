import type { Context } from '#platform/server/unit-of-work.ts';
import type { Nobody } from '#kernel/actor.ts';
import { newId } from '#kernel/ids.ts';
import { invalid, Refusal } from '#kernel/refusal.ts';
import { house } from '#platform/server/house.ts';
import { factorsOffered, type Factor } from '../factors.ts';
import { MAX_CODE_FAILURES, MAX_TRIES, maskMail, type Realm } from '../sign-in.ts';
import type { CodeInput } from '../sign-in.schemas.ts';
import { newAppSecret, openSecret, stepOf } from './apps.ts';
import { atDoor, type Visitor } from './at-door.ts';
import * as factors from './factors.sql.ts';
import { take } from './limits.sql.ts';
import { hashCode, hashToken, isToken, newCode, newToken, sameHash } from './secrets.ts';
import * as sessions from './sessions.sql.ts';
import * as rows from './sign-in.sql.ts';
import { tell } from './tell.ts';

export const attemptOver = (): Refusal => new Refusal({ kind: 'unauthenticated', code: 'attempt_over' });

export type AttemptView = {
  offered: Factor[];
  maskedMail: string;
  codeRequested: boolean;
  /** The code was right; an app must be paired before the session opens (D-1). */
  mustPairNow: boolean;
};

/** What the second step shows (G-4.2-3): the ways to choose from. Undefined: start again. */
export async function readAttempt(realm: Realm, token: string | undefined): Promise<AttemptView | undefined> {
  if (!isToken(token)) return undefined;
  return atDoor(realm, async (context) => {
    const attempt = await rows.findAttempt(context.tx, realm, hashToken(token));
    if (!attempt) return undefined;
    const { offered } = await offeredTo(context, realm, attempt);
    return { offered, maskedMail: maskMail(attempt.mail), codeRequested: attempt.codeRequested, mustPairNow: attempt.verified };
  });
}

export async function offeredTo(context: Context<Nobody>, realm: Realm, person: rows.Candidate): Promise<{ offered: Factor[]; mustPair: boolean }> {
  const counts = await factors.countFactors(context.tx, realm, person.readerId);
  return factorsOffered({ realm, policy: person.policy, appRequired: person.appRequired, ...counts, allowed: house().config.SECOND_FACTORS });
}

/** The open attempt of a browser, if its person may use this way; anything else is a way that was not offered. */
export async function attemptFor(context: Context<Nobody>, realm: Realm, token: string | undefined, factor: Factor): Promise<rows.Attempt> {
  const attempt = isToken(token) ? await rows.findAttempt(context.tx, realm, hashToken(token)) : undefined;
  if (!attempt || attempt.verified) throw attemptOver();
  if (!(await offeredTo(context, realm, attempt)).offered.includes(factor)) throw invalid('factor_not_offered');
  return attempt;
}

/** Mails a verification code to the registered address (G-4.2-5). Customers only; at most three mails an attempt. */
export async function requestCode(token: string | undefined): Promise<void> {
  await atDoor('user', async (context) => {
    const attempt = await attemptFor(context, 'user', token, 'mail');
    const mayMail = await take(context.tx, 'code_mail', attempt.readerId);
    if (!mayMail || !(await rows.takeMail(context.tx, 'user', attempt.id))) throw new Refusal({ kind: 'too_many', code: 'code_mails_used_up' });
    await context.enqueue('send-code-mail', { accountId: attempt.accountId as string, attemptId: attempt.id });
  });
}

/**
 * Makes the code of an attempt at the moment of mailing, so that it is stored nowhere but hashed. For the mail job.
 * Returns undefined when the attempt is over: then there is nobody to tell.
 */
export async function issueCode(context: Context, attemptId: string): Promise<{ readerId: string; code: string } | undefined> {
  const readerId = await rows.findAttemptReader(context.tx, attemptId);
  if (!readerId) return undefined;
  const code = newCode();
  await rows.keepCode(context.tx, attemptId, hashCode(attemptId, code));
  return { readerId, code };
}

/** What a right code leads to: a session, or first the pairing of an app. Tokens are for this browser's cookies. */
export type Passed = { kind: 'session'; token: string; browser: string } | { kind: 'pair' };

/**
 * Second step (G-4.2-4 to G-4.2-6, D-2): a right code opens the session and uses the attempt up; where an app must be
 * paired first, it leads there. A wrong one counts; after five the attempt is over and its owner is told by mail, because
 * whoever tries knows the password.
 */
export async function confirmCode(realm: Realm, input: CodeInput, at: { token: string | undefined; visitor: Visitor }): Promise<Passed> {
  const used = await atDoor(realm, async (context) => {
    await attemptFor(context, realm, at.token, input.factor);
    return takeTry(context, realm, at.token as string);
  });
  return atDoor(realm, async (context) => ((await isRight(context, realm, used, input)) ? pass(context, realm, used, at.visitor) : undefined)).then(
    (passed) => passed ?? refuseCode(realm, used, at.visitor),
  );
}

/** One try of an open attempt, or why there is none: this attempt's are used up, or all that the person has in a row. */
export async function takeTry(context: Context<Nobody>, realm: Realm, token: string): Promise<rows.Try> {
  const used = await rows.useTry(context.tx, realm, hashToken(token));
  if (used) return used;
  const attempt = await rows.findAttempt(context.tx, realm, hashToken(token));
  throw attempt && attempt.codeFailures >= MAX_CODE_FAILURES ? new Refusal({ kind: 'too_many', code: 'codes_used_up' }) : attemptOver();
}

async function isRight(context: Context<Nobody>, realm: Realm, used: rows.Try, input: CodeInput): Promise<boolean> {
  if (input.factor === 'mail') return used.codeHash !== null && sameHash(used.codeHash, hashCode(used.id, input.code));
  if (input.factor === 'recovery') return useRecovery(context, realm, used, input.code);
  for (const app of await factors.selectAppSecrets(context.tx, realm, used.readerId)) {
    const secret = openSecret(app.sealedSecret, used.readerId);
    const step = secret && stepOf(secret, input.code, context.now);
    if (step && (await factors.useStep(context.tx, realm, { id: app.id, step }))) return true;
  }
  return false;
}

async function useRecovery(context: Context<Nobody>, realm: Realm, used: rows.Try, code: string): Promise<boolean> {
  const isUsed = await factors.useRecoveryCode(context.tx, realm, { readerId: used.readerId, mark: house().vault.mark(code, used.readerId) });
  if (isUsed) await tell(context, { realm, id: used.readerId, accountId: used.accountId }, { name: 'factor.recovery.used', notice: 'recovery_used' });
  return isUsed;
}

/** A proof was right: opens the session, or leads to the pairing that the account demands. */
export async function pass(context: Context<Nobody>, realm: Realm, used: rows.Try, visitor: Visitor): Promise<Passed> {
  const person = await rows.findPerson(context.tx, realm, used.readerId);
  if (person?.state !== 'active') throw attemptOver();
  await rows.forgetCodeFailures(context.tx, realm, used.readerId);
  const { mustPair } = await offeredTo(context, realm, person);
  if (!mustPair) return openSession(context, realm, used.id, visitor);
  const pendingSecret = house().vault.seal(newAppSecret(), used.readerId);
  if (!(await rows.verifyAttempt(context.tx, realm, { attemptId: used.id, pendingSecret }))) throw attemptOver();
  return { kind: 'pair' };
}

/** Ends the attempt with a session; a browser that nobody has seen before is told to its owner. */
export async function openSession(context: Context<Nobody>, realm: Realm, attemptId: string, visitor: Visitor): Promise<Passed> {
  const reader = await rows.finishAttempt(context.tx, realm, attemptId);
  if (!reader) throw attemptOver();
  const { readerId, accountId } = reader;
  const [token, id] = [newToken(), newId()];
  const browser = isToken(visitor.browser) ? visitor.browser : newToken();
  const browserHash = hashToken(browser);
  const isNew = !(await rows.isKnownBrowser(context.tx, realm, { readerId, browserHash })) && (await sessions.hasHadSession(context.tx, realm, readerId));
  await sessions.insertSession(context.tx, realm, { id, accountId, readerId, tokenHash: hashToken(token), hours: house().config.SESSION_HOURS, from: visitor });
  await rows.rememberBrowser(context.tx, realm, { readerId, accountId, browserHash });
  await tell(
    context,
    { realm, id: readerId, accountId },
    { name: 'session.established', from: visitor, sessionId: id, ...(isNew ? { notice: 'new_browser' as const } : {}) },
  );
  return { kind: 'session', token, browser };
}

/** Notes a wrong proof and refuses it. */
export async function refuseCode(realm: Realm, used: rows.Try, visitor: Visitor): Promise<never> {
  const isLast = used.tries >= MAX_TRIES;
  const person = { realm, id: used.readerId, accountId: used.accountId };
  await atDoor(realm, (context) =>
    tell(context, person, { name: 'factor.failed', result: 'failure', from: visitor, ...(isLast ? { notice: 'code_failures' as const } : {}) }),
  );
  throw invalid('code_wrong', { code: 'code_wrong' });
}
