import { sql } from 'kysely';
import type { ContractLink, Duty, From, Language, Role } from '#kernel/actor.ts';
import type { Tx } from '#platform/server/database.ts';
import { FRESH_MINUTES, MAX_FAILURES, type Realm } from '../sign-in.ts';
import { accountColumn, accountOf, accountValue, tables } from './tables.sql.ts';

export async function insertSession(
  tx: Tx,
  realm: Realm,
  session: { id: string; accountId: string | null; readerId: string; tokenHash: Buffer; hours: number; from: From },
): Promise<void> {
  await sql`insert into ${tables[realm].sessions} (id, ${accountColumn(realm)} reader_id, token_hash, created_at, seen_at, expires_at, address, agent)
    values (${session.id}, ${accountValue(realm, session.accountId)} ${session.readerId}, ${session.tokenHash}, now(), now(), now() + ${session.hours}::int * interval '1 hour',
      ${session.from.address}, ${session.from.agent.slice(0, 300)})`.execute(tx);
}

/** Whether a person was ever signed in before: the first time no browser is a new one. */
export async function hasHadSession(tx: Tx, realm: Realm, readerId: string): Promise<boolean> {
  const { rows } = await sql`select from ${tables[realm].sessions} where reader_id = ${readerId} limit 1`.execute(tx);
  return rows.length > 0;
}

export type SessionReader = {
  sessionId: string;
  readerId: string;
  displayName: string;
  language: Language | null;
  timeZone: string | null;
  stale: boolean;
  endsAt: Date;
  accountId: string;
  accountName: string;
  role: Role;
  contracts: ContractLink[];
  easierReading: boolean;
  pictureId: string | null;
  /** An operator's. */
  duty: Duty;
};

/** Everything that a request needs to know about its reader, in one look. */
export async function findSession(tx: Tx, realm: Realm, input: { tokenHash: Buffer; idleMinutes: number }): Promise<SessionReader | undefined> {
  const customer =
    realm === 'user'
      ? sql`, account_id as "accountId", account_name as "accountName", role, contracts, easier_reading as "easierReading", picture_id as "pictureId"`
      : sql`, duty`;
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

export async function endSessionRow(tx: Tx, realm: Realm, tokenHash: Buffer): Promise<{ readerId: string; accountId: string | null } | undefined> {
  const { rows } = await sql<{ readerId: string; accountId: string | null }>`
    update ${tables[realm].sessions} set ended_at = now() where token_hash = ${tokenHash} and ended_at is null
    returning reader_id as "readerId", ${accountOf(realm)} as "accountId"`.execute(tx);
  return rows[0];
}

/** Ends the sessions of a person, all but one if asked; returns how many. */
export async function endSessionsOf(tx: Tx, realm: Realm, input: { readerId: string; except: string | null; only: string | null }): Promise<number> {
  const { rows } = await sql`
    update ${tables[realm].sessions} set ended_at = now() where reader_id = ${input.readerId} and ended_at is null and expires_at > now()
      and (${input.except}::uuid is null or id <> ${input.except}) and (${input.only}::uuid is null or id = ${input.only}) returning id`.execute(tx);
  return rows.length;
}

export type OpenSession = { id: string; createdAt: Date; seenAt: Date; address: string; agent: string };

export async function selectSessions(tx: Tx, realm: Realm, input: { readerId: string; idleMinutes: number }): Promise<OpenSession[]> {
  const { rows } = await sql<OpenSession>`
    select id, created_at as "createdAt", seen_at as "seenAt", address, agent from ${tables[realm].sessions}
    where reader_id = ${input.readerId} and ended_at is null and expires_at > now() and seen_at > now() - ${input.idleMinutes}::int * interval '1 minute'
    order by seen_at desc`.execute(tx);
  return rows;
}

/** Counts a password asked inside a session before it is compared; undefined when the session has had its wrong ones. */
export async function countConfirmation(tx: Tx, realm: Realm, sessionId: string): Promise<number | undefined> {
  const { rows } = await sql<{ failures: number }>`update ${tables[realm].sessions} set failures = failures + 1
    where id = ${sessionId} and ended_at is null and failures < ${sql.lit(MAX_FAILURES)} returning failures`.execute(tx);
  return rows[0]?.failures;
}

/** Whether its person proved lately who they are. */
export async function isFresh(tx: Tx, realm: Realm, sessionId: string): Promise<boolean> {
  const { rows } =
    await sql`select from ${tables[realm].sessions} where id = ${sessionId} and confirmed_at > now() - ${sql.lit(FRESH_MINUTES)} * interval '1 minute'`.execute(
      tx,
    );
  return rows.length === 1;
}

export async function markConfirmed(tx: Tx, realm: Realm, sessionId: string): Promise<void> {
  await sql`update ${tables[realm].sessions} set confirmed_at = now(), failures = 0 where id = ${sessionId}`.execute(tx);
}

/** What a session offered for pairing, until it is taken up: the app's sealed secret or the passkey's challenge. */
export async function keepOffer(tx: Tx, realm: Realm, input: { sessionId: string; pendingSecret?: Buffer; challenge?: string }): Promise<void> {
  await (
    input.pendingSecret
      ? sql`update ${tables[realm].sessions} set pending_secret = ${input.pendingSecret}, offered_at = now() where id = ${input.sessionId}`
      : sql`update ${tables[realm].sessions} set challenge = ${input.challenge} where id = ${input.sessionId}`
  ).execute(tx);
}

export async function findOffer(tx: Tx, realm: Realm, sessionId: string): Promise<{ pendingSecret: Buffer | null; challenge: string | null } | undefined> {
  const { rows } = await sql<{ pendingSecret: Buffer | null; challenge: string | null }>`
    select case when offered_at > now() - ${sql.lit(FRESH_MINUTES)} * interval '1 minute' then pending_secret end as "pendingSecret", challenge from ${tables[realm].sessions} where id = ${sessionId} and ended_at is null`.execute(
    tx,
  );
  return rows[0];
}

/** Takes the passkey's challenge away with the answer to it: each is answered once. */
export async function takeChallenge(tx: Tx, realm: Realm, sessionId: string): Promise<string | undefined> {
  const { rows } = await sql<{ challenge: string }>`
    with old as (select id, challenge from ${tables[realm].sessions} where id = ${sessionId} and challenge is not null for update)
    update ${tables[realm].sessions} s set challenge = null from old where s.id = old.id returning old.challenge`.execute(tx);
  return rows[0]?.challenge;
}

/** Forgets sessions that ended long ago; run by a job. */
export async function sweepSessions(tx: Tx): Promise<void> {
  await sql`delete from ${tables.user.sessions} where expires_at < now() - interval '30 days'`.execute(tx);
}

/** Clears the app's offer once; false when it was taken up already. */
export async function takeOffer(tx: Tx, realm: Realm, sessionId: string): Promise<boolean> {
  const { rows } =
    await sql`update ${tables[realm].sessions} set pending_secret = null where id = ${sessionId} and pending_secret is not null returning id`.execute(tx);
  return rows.length === 1;
}
