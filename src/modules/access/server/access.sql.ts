import { sql } from 'kysely';
import type { ContractLink, Language, Role } from '#kernel/actor.ts';
import type { Tx } from '#platform/server/database.ts';
import { ATTEMPT_MINUTES, LOCK_MINUTES, MAX_FAILURES, MAX_MAILS, MAX_TRIES, MAX_TRIES_A_DAY, type Realm } from '../sign-in.ts';

/** The tables of each realm; names are constants of the program, never input. */
const tables = {
  user: {
    candidates: sql.table('user_sign_in_candidates'),
    passwords: sql.table('user_passwords'),
    attempts: sql.table('user_sign_in_attempts'),
    sessions: sql.table('user_sessions'),
    readers: sql.table('user_session_readers'),
  },
  operator: {
    candidates: sql.table('operator_sign_in_candidates'),
    passwords: sql.table('operator_passwords'),
    attempts: sql.table('operator_sign_in_attempts'),
    sessions: sql.table('operator_sessions'),
    readers: sql.table('operator_session_readers'),
  },
} as const;

export type Candidate = { readerId: string; accountId: string | null; mail: string; state: string; hash: string };

/** The person behind a user ID, if any, whatever their state. */
export async function findCandidate(tx: Tx, realm: Realm, canonicalUserId: string): Promise<Candidate | undefined> {
  const { rows } = await sql<Candidate>`
    select reader_id as "readerId", account_id as "accountId", mail, state, hash
    from ${tables[realm].candidates} where canonical_user_id = ${canonicalUserId}`.execute(tx);
  return rows[0];
}

/**
 * Counts a try against the lock before anything is hashed, in one statement: of any number at once, five pass.
 * Returns false when the reader is locked.
 */
export async function countTry(tx: Tx, realm: Realm, readerId: string): Promise<boolean> {
  const { rows } = await sql`
    update ${tables[realm].passwords} set
      failures = case when locked_until is null then failures + 1 else 1 end,
      locked_until = case when (case when locked_until is null then failures + 1 else 1 end) >= ${sql.lit(MAX_FAILURES)}
        then now() + ${sql.lit(LOCK_MINUTES)} * interval '1 minute' end
    where reader_id = ${readerId} and (locked_until is null or locked_until <= now())
    returning reader_id`.execute(tx);
  return rows.length === 1;
}

/** A right password ends the row of wrong ones. */
export async function forgetTries(tx: Tx, realm: Realm, readerId: string): Promise<void> {
  await sql`update ${tables[realm].passwords} set failures = 0, locked_until = null where reader_id = ${readerId}`.execute(tx);
}

export async function insertAttempt(
  tx: Tx,
  realm: Realm,
  attempt: { id: string; accountId: string | null; readerId: string; tokenHash: Buffer },
): Promise<void> {
  const expires = sql`now() + ${sql.lit(ATTEMPT_MINUTES)} * interval '1 minute'`;
  await (
    realm === 'user'
      ? sql`insert into user_sign_in_attempts (id, account_id, reader_id, token_hash, expires_at) values (${attempt.id}, ${attempt.accountId}, ${attempt.readerId}, ${attempt.tokenHash}, ${expires})`
      : sql`insert into operator_sign_in_attempts (id, reader_id, token_hash, expires_at) values (${attempt.id}, ${attempt.readerId}, ${attempt.tokenHash}, ${expires})`
  ).execute(tx);
}

export type Attempt = { id: string; accountId: string | null; readerId: string; mail: string; codeRequested: boolean };

/** The open attempt of this browser, with the address that a code would go to. */
export async function findAttempt(tx: Tx, realm: Realm, tokenHash: Buffer): Promise<Attempt | undefined> {
  const account = realm === 'user' ? sql`a.account_id` : sql`null::uuid`;
  const { rows } = await sql<Attempt>`
    select a.id, ${account} as "accountId", a.reader_id as "readerId", c.mail, a.mails > 0 as "codeRequested"
    from ${tables[realm].attempts} a join ${tables[realm].candidates} c on c.reader_id = a.reader_id
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
export async function findAttemptReader(tx: Tx, realm: Realm, attemptId: string): Promise<string | undefined> {
  const { rows } = await sql<{ readerId: string }>`
    select reader_id as "readerId" from ${tables[realm].attempts} where id = ${attemptId} and done_at is null and expires_at > now()`.execute(tx);
  return rows[0]?.readerId;
}

export async function keepCode(tx: Tx, realm: Realm, attemptId: string, codeHash: Buffer): Promise<void> {
  await sql`update ${tables[realm].attempts} set code_hash = ${codeHash}, code_sent_at = now() where id = ${attemptId}`.execute(tx);
}

/** Uses one try of an open attempt and returns the hash to compare with; undefined when none is left. */
export async function useTry(tx: Tx, realm: Realm, tokenHash: Buffer): Promise<{ id: string; codeHash: Buffer | null } | undefined> {
  const { rows } = await sql<{ id: string; codeHash: Buffer | null }>`
    update ${tables[realm].attempts} a set tries = tries + 1
    where token_hash = ${tokenHash} and tries < ${sql.lit(MAX_TRIES)} and done_at is null and expires_at > now()
      and (select coalesce(sum(b.tries), 0) from ${tables[realm].attempts} b
        where b.reader_id = a.reader_id and b.done_at is null and b.expires_at > now() - interval '1 day') < ${sql.lit(MAX_TRIES_A_DAY)}
    returning id, code_hash as "codeHash"`.execute(tx);
  return rows[0];
}

/** Ends the attempt once: of many at the same time, one gets the reader. */
export async function finishAttempt(tx: Tx, realm: Realm, attemptId: string): Promise<{ accountId: string | null; readerId: string } | undefined> {
  const account = realm === 'user' ? sql`account_id` : sql`null::uuid`;
  const { rows } = await sql<{ accountId: string | null; readerId: string }>`
    update ${tables[realm].attempts} set done_at = now()
    where id = ${attemptId} and done_at is null and expires_at > now()
    returning ${account} as "accountId", reader_id as "readerId"`.execute(tx);
  return rows[0];
}

export async function insertSession(
  tx: Tx,
  realm: Realm,
  session: { id: string; accountId: string | null; readerId: string; tokenHash: Buffer; hours: number },
): Promise<void> {
  const times = sql`now(), now(), now() + ${session.hours}::int * interval '1 hour'`;
  await (
    realm === 'user'
      ? sql`insert into user_sessions (id, account_id, reader_id, token_hash, created_at, seen_at, expires_at) values (${session.id}, ${session.accountId}, ${session.readerId}, ${session.tokenHash}, ${times})`
      : sql`insert into operator_sessions (id, reader_id, token_hash, created_at, seen_at, expires_at) values (${session.id}, ${session.readerId}, ${session.tokenHash}, ${times})`
  ).execute(tx);
}

export type SessionReader = {
  sessionId: string;
  readerId: string;
  displayName: string;
  language: Language;
  timeZone: string;
  stale: boolean;
  endsAt: Date;
  accountId: string;
  accountName: string;
  role: Role;
  contracts: ContractLink[];
};

/** Everything that a request needs to know about its reader, in one look. */
export async function findSession(tx: Tx, realm: Realm, input: { tokenHash: Buffer; idleMinutes: number }): Promise<SessionReader | undefined> {
  const customer = realm === 'user' ? sql`, account_id as "accountId", account_name as "accountName", role, contracts` : sql``;
  const { rows } = await sql<SessionReader>`
    select session_id as "sessionId", reader_id as "readerId", display_name as "displayName", language, time_zone as "timeZone",
      seen_at < now() - interval '30 seconds' as stale,
      least(expires_at, now() + ${input.idleMinutes}::int * interval '1 minute') as "endsAt" ${customer}
    from ${tables[realm].readers}
    where token_hash = ${input.tokenHash} and ended_at is null and expires_at > now()
      and seen_at > now() - ${input.idleMinutes}::int * interval '1 minute'`.execute(tx);
  return rows[0];
}

export async function touchSession(tx: Tx, realm: Realm, sessionId: string): Promise<void> {
  await sql`update ${tables[realm].sessions} set seen_at = now() where id = ${sessionId} and ended_at is null`.execute(tx);
}

export async function endSessionRow(tx: Tx, realm: Realm, tokenHash: Buffer): Promise<string | undefined> {
  const { rows } = await sql<{ readerId: string }>`
    update ${tables[realm].sessions} set ended_at = now() where token_hash = ${tokenHash} and ended_at is null
    returning reader_id as "readerId"`.execute(tx);
  return rows[0]?.readerId;
}
