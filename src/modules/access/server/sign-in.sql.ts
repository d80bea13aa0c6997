import { sql } from 'kysely';
import type { Language } from '#kernel/actor.ts';
import type { Tx } from '#platform/server/database.ts';
import type { FactorPolicy } from '../factors.ts';
import { ATTEMPT_MINUTES, LOCK_MINUTES, MAX_CODE_FAILURES, MAX_FAILURES, MAX_MAILS, MAX_TRIES, type Realm } from '../sign-in.ts';
import { accountColumn, accountOf, accountValue, tables } from './tables.sql.ts';

export type Candidate = {
  readerId: string;
  accountId: string | null;
  userId: string;
  displayName: string;
  givenName: string;
  familyName: string;
  accountName: string;
  mail: string;
  language: Language | null;
  state: 'invited' | 'active' | 'disabled';
  /** Null for somebody who never set a password (D-6). */
  hash: string | null;
  policy: FactorPolicy;
  appRequired: boolean;
  lockedUntil: Date | null;
  resetAt: Date | null;
  codeFailures: number;
};

const candidateColumns = sql`reader_id as "readerId", account_id as "accountId", user_id as "userId", display_name as "displayName", given_name as "givenName",
  family_name as "familyName", account_name as "accountName", mail, language, state, hash, second_factor as policy, app_required as "appRequired",
  locked_until as "lockedUntil", reset_at as "resetAt", coalesce(code_failures, 0) as "codeFailures"`;

/** The person behind a user ID, if any, whatever their state. */
export async function findCandidate(tx: Tx, realm: Realm, canonicalUserId: string): Promise<Candidate | undefined> {
  const { rows } = await sql<Candidate>`
    select ${candidateColumns} from ${tables[realm].candidates} where canonical_user_id = ${canonicalUserId}`.execute(tx);
  return rows[0];
}

export async function findPerson(tx: Tx, realm: Realm, readerId: string): Promise<Candidate | undefined> {
  const { rows } = await sql<Candidate>`select ${candidateColumns} from ${tables[realm].candidates} where reader_id = ${readerId}`.execute(tx);
  return rows[0];
}

const counted = sql`
  failures = case when locked_until is null then failures + 1 else 1 end,
  locked_until = case when (case when locked_until is null then failures + 1 else 1 end) >= ${sql.lit(MAX_FAILURES)}
    then now() + ${sql.lit(LOCK_MINUTES)} * interval '1 minute' end`;

/**
 * Counts a try before anything is hashed, in one statement: of any number at once, five pass (D-4). A browser that
 * completed a sign-in before counts for itself, everything else together. Undefined: locked.
 */
export async function countTry(tx: Tx, realm: Realm, input: { readerId: string; browserHash: Buffer | null }): Promise<{ failures: number } | undefined> {
  const isKnown = input.browserHash !== null && (await isKnownBrowser(tx, realm, { readerId: input.readerId, browserHash: input.browserHash }));
  const { rows } = await (
    isKnown
      ? sql<{ failures: number }>`update ${tables[realm].browsers} set ${counted}
          where reader_id = ${input.readerId} and token_hash = ${input.browserHash} and (locked_until is null or locked_until <= now()) returning failures`
      : sql<{ failures: number }>`update ${tables[realm].passwords} set ${counted}
          where reader_id = ${input.readerId} and (locked_until is null or locked_until <= now()) returning failures`
  ).execute(tx);
  return rows[0];
}

export async function isKnownBrowser(tx: Tx, realm: Realm, input: { readerId: string; browserHash: Buffer }): Promise<boolean> {
  const { rows } = await sql`select from ${tables[realm].browsers} where reader_id = ${input.readerId} and token_hash = ${input.browserHash}`.execute(tx);
  return rows.length > 0;
}

/** A right password ends the row of wrong ones, of the counter that it was counted on. */
export async function forgetTries(tx: Tx, realm: Realm, input: { readerId: string; browserHash: Buffer | null }): Promise<void> {
  const { rows } = await sql`update ${tables[realm].browsers} set failures = 0, locked_until = null
    where reader_id = ${input.readerId} and token_hash = ${input.browserHash} returning reader_id`.execute(tx);
  if (rows.length === 0) await sql`update ${tables[realm].passwords} set failures = 0, locked_until = null where reader_id = ${input.readerId}`.execute(tx);
}

/** Remembers the browser for its own counter; nothing else follows from being remembered (D-4). */
export async function rememberBrowser(tx: Tx, realm: Realm, input: { readerId: string; accountId: string | null; browserHash: Buffer }): Promise<void> {
  const { rows } =
    await sql`update ${tables[realm].browsers} set seen_at = now() where reader_id = ${input.readerId} and token_hash = ${input.browserHash} returning reader_id`.execute(
      tx,
    );
  if (rows.length === 0)
    await sql`insert into ${tables[realm].browsers} (${accountColumn(realm)} reader_id, token_hash)
      values (${accountValue(realm, input.accountId)} ${input.readerId}, ${input.browserHash})`.execute(tx);
}

/** Ends the lock and every counter of a person: an administrator's or operator's unlock, or a reset (G-5.1.3-3). */
export async function clearLocks(tx: Tx, realm: Realm, readerId: string): Promise<void> {
  await sql`update ${tables[realm].passwords} set failures = 0, locked_until = null, code_failures = 0 where reader_id = ${readerId}`.execute(tx);
  await sql`update ${tables[realm].browsers} set failures = 0, locked_until = null where reader_id = ${readerId}`.execute(tx);
}

export async function forgetBrowsers(tx: Tx, realm: Realm, readerId: string): Promise<void> {
  await sql`delete from ${tables[realm].browsers} where reader_id = ${readerId}`.execute(tx);
}

/** Sets a password, the first one too. `byLink` starts the day in which no other link is mailed to oneself (G-4.4-16). */
export async function storePassword(tx: Tx, realm: Realm, input: { readerId: string; accountId: string | null; hash: string; byLink: boolean }): Promise<void> {
  const { rows } =
    await sql`update ${tables[realm].passwords} set hash = ${input.hash}, failures = 0, locked_until = null, code_failures = 0, changed_at = now(),
      reset_at = case when ${input.byLink} then now() else reset_at end where reader_id = ${input.readerId} returning reader_id`.execute(tx);
  if (rows.length === 0)
    await sql`insert into ${tables[realm].passwords} (${accountColumn(realm)} reader_id, hash, reset_at)
      values (${accountValue(realm, input.accountId)} ${input.readerId}, ${input.hash}, case when ${input.byLink} then now() end)`.execute(tx);
}

/** Takes an operator's password away: only the one-time link leads in again. */
export async function dropPassword(tx: Tx, readerId: string): Promise<void> {
  await sql`delete from ${tables.operator.passwords} where reader_id = ${readerId}`.execute(tx);
}

/** Opens self-service reset again before its day is over. */
export async function liftResetPause(tx: Tx, readerId: string): Promise<boolean> {
  const { rows } =
    await sql`update ${tables.user.passwords} set reset_at = null where reader_id = ${readerId} and reset_at is not null returning reader_id`.execute(tx);
  return rows.length > 0;
}

export async function insertAttempt(
  tx: Tx,
  realm: Realm,
  attempt: { id: string; accountId: string | null; readerId: string; tokenHash: Buffer },
): Promise<void> {
  await sql`insert into ${tables[realm].attempts} (id, ${accountColumn(realm)} reader_id, token_hash, expires_at)
    values (${attempt.id}, ${accountValue(realm, attempt.accountId)} ${attempt.readerId}, ${attempt.tokenHash}, now() + ${sql.lit(ATTEMPT_MINUTES)} * interval '1 minute')`.execute(
    tx,
  );
}

export type Attempt = Candidate & { id: string; codeRequested: boolean; verified: boolean; pendingSecret: Buffer | null; challenge: string | null };

/** The open attempt of this browser and the person it is about. */
export async function findAttempt(tx: Tx, realm: Realm, tokenHash: Buffer): Promise<Attempt | undefined> {
  const { rows } = await sql<Attempt>`
    select a.id, a.mails > 0 as "codeRequested", a.verified_at is not null as verified, a.pending_secret as "pendingSecret", a.challenge, c.*
    from ${tables[realm].attempts} a join lateral (select ${candidateColumns} from ${tables[realm].candidates} where reader_id = a.reader_id) c on true
    where a.token_hash = ${tokenHash} and a.done_at is null and a.expires_at > now() and c.state = 'active'`.execute(tx);
  return rows[0];
}

/** Takes one of the attempt's few mails; false when they are used up. */
export async function takeMail(tx: Tx, realm: Realm, attemptId: string): Promise<boolean> {
  const { rows } = await sql`
    update ${tables[realm].attempts} set mails = mails + 1
    where id = ${attemptId} and mails < ${sql.lit(MAX_MAILS)} and done_at is null and expires_at > now() returning id`.execute(tx);
  return rows.length === 1;
}

/** Who gets the code of an open attempt; the mail job asks this when it sends. */
export async function findAttemptReader(tx: Tx, attemptId: string): Promise<string | undefined> {
  const { rows } = await sql<{ readerId: string }>`
    select reader_id as "readerId" from ${tables.user.attempts} where id = ${attemptId} and done_at is null and expires_at > now()`.execute(tx);
  return rows[0]?.readerId;
}

export async function keepCode(tx: Tx, attemptId: string, codeHash: Buffer): Promise<void> {
  await sql`update ${tables.user.attempts} set code_hash = ${codeHash}, code_sent_at = now() where id = ${attemptId}`.execute(tx);
}

export async function keepChallenge(tx: Tx, realm: Realm, attemptId: string, challenge: string): Promise<void> {
  await sql`update ${tables[realm].attempts} set challenge = ${challenge} where id = ${attemptId}`.execute(tx);
}

export type Try = { id: string; readerId: string; accountId: string | null; codeHash: Buffer | null; challenge: string | null; tries: number };

/**
 * Uses one try of an open attempt before the code is looked at, and counts it against the person; undefined when none is
 * left. The passkey's challenge is handed out once.
 */
export async function useTry(tx: Tx, realm: Realm, tokenHash: Buffer): Promise<Try | undefined> {
  const { rows } = await sql<Try>`
    with open as (
      select id, challenge from ${tables[realm].attempts} where token_hash = ${tokenHash} for update),
    used as (
      update ${tables[realm].attempts} a set tries = tries + 1, challenge = null from open
      where a.id = open.id and a.tries < ${sql.lit(MAX_TRIES)} and a.done_at is null and a.verified_at is null and a.expires_at > now()
        and exists (select from ${tables[realm].passwords} p where p.reader_id = a.reader_id and p.code_failures < ${sql.lit(MAX_CODE_FAILURES)})
      returning a.id, a.reader_id as "readerId", ${accountOf(realm, 'a.')} as "accountId", a.code_hash as "codeHash", a.tries, open.challenge)
    select * from used`.execute(tx);
  if (rows[0]) await sql`update ${tables[realm].passwords} set code_failures = code_failures + 1 where reader_id = ${rows[0].readerId}`.execute(tx);
  return rows[0];
}

export async function forgetCodeFailures(tx: Tx, realm: Realm, readerId: string): Promise<void> {
  await sql`update ${tables[realm].passwords} set code_failures = 0 where reader_id = ${readerId}`.execute(tx);
}

/** The code was right, but an app must still be paired: the attempt lives on for that only, and once. */
export async function verifyAttempt(tx: Tx, realm: Realm, input: { attemptId: string; pendingSecret: Buffer }): Promise<boolean> {
  const { rows } = await sql`
    update ${tables[realm].attempts} set verified_at = now(), pending_secret = ${input.pendingSecret}, expires_at = now() + ${sql.lit(ATTEMPT_MINUTES)} * interval '1 minute', tries = 0
    where id = ${input.attemptId} and done_at is null and verified_at is null and expires_at > now() returning id`.execute(tx);
  return rows.length === 1;
}

/** One try of pairing the app inside a verified attempt. */
export async function usePairingTry(tx: Tx, realm: Realm, tokenHash: Buffer): Promise<boolean> {
  const { rows } = await sql`update ${tables[realm].attempts} set tries = tries + 1
    where token_hash = ${tokenHash} and tries < ${sql.lit(MAX_TRIES)} and done_at is null and verified_at is not null and expires_at > now() returning id`.execute(
    tx,
  );
  return rows.length === 1;
}

/** Ends the attempt once: of many at the same time, one gets the reader. */
export async function finishAttempt(tx: Tx, realm: Realm, attemptId: string): Promise<{ accountId: string | null; readerId: string } | undefined> {
  const { rows } = await sql<{ accountId: string | null; readerId: string }>`
    update ${tables[realm].attempts} set done_at = now(), pending_secret = null, challenge = null
    where id = ${attemptId} and done_at is null and expires_at > now()
    returning ${accountOf(realm)} as "accountId", reader_id as "readerId"`.execute(tx);
  return rows[0];
}

/** Forgets attempts of the days before and browsers that nobody used for more than a year; run by a job. */
export async function sweepAttempts(tx: Tx): Promise<void> {
  await sql`delete from ${tables.user.attempts} where expires_at < now() - interval '1 day'`.execute(tx);
  await sql`delete from ${tables.user.browsers} where seen_at < now() - interval '400 days'`.execute(tx);
}

/** Ends every open attempt of a person: a new password starts from nothing. */
export async function dropAttempts(tx: Tx, realm: Realm, readerId: string): Promise<void> {
  await sql`update ${tables[realm].attempts} set done_at = now() where reader_id = ${readerId} and done_at is null`.execute(tx);
}
