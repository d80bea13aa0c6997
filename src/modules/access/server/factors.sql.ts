import { sql } from 'kysely';
import type { Tx } from '#platform/server/database.ts';
import type { Realm } from '../sign-in.ts';
import { accountColumn, accountValue, tables } from './tables.sql.ts';

export type StoredAuthenticator = { id: string; kind: 'app' | 'passkey'; name: string; createdAt: Date; usedAt: Date | null };

/** What somebody paired, without secrets; every role that may see the person may read this. */
export async function selectAuthenticators(tx: Tx, realm: Realm, readerId: string): Promise<StoredAuthenticator[]> {
  const { rows } = await sql<StoredAuthenticator>`
    select id, kind, name, created_at as "createdAt", used_at as "usedAt" from ${tables[realm].authenticators} where reader_id = ${readerId} order by created_at`.execute(
    tx,
  );
  return rows;
}

export async function countRecoveryCodes(tx: Tx, realm: Realm, readerId: string): Promise<number> {
  const { rows } = await sql<{
    count: number;
  }>`select count(*) as count from ${tables[realm].recoveryCodes} where reader_id = ${readerId} and used_at is null`.execute(tx);
  return rows[0]?.count ?? 0;
}

/** How many of each a person has, in one look: what the choice after the password needs. */
export async function countFactors(tx: Tx, realm: Realm, readerId: string): Promise<{ apps: number; passkeys: number; recoveryCodes: number }> {
  const { rows } = await sql<{ apps: number; passkeys: number; recoveryCodes: number }>`
    select count(*) filter (where kind = 'app') as apps, count(*) filter (where kind = 'passkey') as passkeys,
      (select count(*) from ${tables[realm].recoveryCodes} where reader_id = ${readerId} and used_at is null) as "recoveryCodes"
    from ${tables[realm].authenticators} where reader_id = ${readerId}`.execute(tx);
  return rows[0] ?? { apps: 0, passkeys: 0, recoveryCodes: 0 };
}

export async function selectAppSecrets(tx: Tx, realm: Realm, readerId: string): Promise<{ id: string; sealedSecret: Buffer; lastStep: number }[]> {
  const { rows } = await sql<{ id: string; sealedSecret: Buffer; lastStep: number }>`
    select id, sealed_secret as "sealedSecret", last_step as "lastStep" from ${tables[realm].authenticators} where reader_id = ${readerId} and kind = 'app'`.execute(
    tx,
  );
  return rows;
}

/** Uses a step of an app up; false when it, or a later one, was used before (D-2). */
export async function useStep(tx: Tx, realm: Realm, input: { id: string; step: number }): Promise<boolean> {
  const { rows } =
    await sql`update ${tables[realm].authenticators} set last_step = ${input.step}, used_at = now() where id = ${input.id} and last_step < ${input.step} returning id`.execute(
      tx,
    );
  return rows.length === 1;
}

export type StoredPasskey = { id: string; credentialId: string; publicKey: Buffer; counter: number; transports: string[] };

export async function selectPasskeys(tx: Tx, realm: Realm, readerId: string): Promise<StoredPasskey[]> {
  const { rows } = await sql<StoredPasskey>`
    select id, credential_id as "credentialId", public_key as "publicKey", counter, transports from ${tables[realm].authenticators}
    where reader_id = ${readerId} and kind = 'passkey' order by created_at`.execute(tx);
  return rows;
}

export async function usePasskey(tx: Tx, realm: Realm, input: { id: string; counter: number }): Promise<void> {
  await sql`update ${tables[realm].authenticators} set counter = ${input.counter}, used_at = now() where id = ${input.id}`.execute(tx);
}

type Owner = { readerId: string; accountId: string | null };

export async function insertApp(tx: Tx, realm: Realm, app: Owner & { id: string; name: string; sealedSecret: Buffer; step: number }): Promise<void> {
  await sql`insert into ${tables[realm].authenticators} (id, ${accountColumn(realm)} reader_id, kind, name, sealed_secret, last_step)
    values (${app.id}, ${accountValue(realm, app.accountId)} ${app.readerId}, 'app', ${app.name}, ${app.sealedSecret}, ${app.step})`.execute(tx);
}

export async function insertPasskey(
  tx: Tx,
  realm: Realm,
  key: Owner & { id: string; name: string; credentialId: string; publicKey: Uint8Array; counter: number; transports: readonly string[] },
): Promise<void> {
  await sql`insert into ${tables[realm].authenticators} (id, ${accountColumn(realm)} reader_id, kind, name, credential_id, public_key, counter, transports)
    values (${key.id}, ${accountValue(realm, key.accountId)} ${key.readerId}, 'passkey', ${key.name}, ${key.credentialId}, ${Buffer.from(key.publicKey)}, ${key.counter},
      ${[...key.transports]})`.execute(tx);
}

export async function renameAuthenticator(tx: Tx, realm: Realm, input: { readerId: string; id: string; name: string }): Promise<boolean> {
  const { rows } =
    await sql`update ${tables[realm].authenticators} set name = ${input.name} where id = ${input.id} and reader_id = ${input.readerId} returning id`.execute(
      tx,
    );
  return rows.length === 1;
}

/** Removes one of somebody's authenticators, or all of them; returns how many went. */
export async function deleteAuthenticators(tx: Tx, realm: Realm, input: { readerId: string; id: string | null }): Promise<number> {
  const { rows } =
    await sql`delete from ${tables[realm].authenticators} where reader_id = ${input.readerId} and (${input.id}::uuid is null or id = ${input.id}) returning id`.execute(
      tx,
    );
  return rows.length;
}

export async function replaceRecoveryCodes(tx: Tx, realm: Realm, input: Owner & { marks: readonly Buffer[] }): Promise<void> {
  await deleteRecoveryCodes(tx, realm, input.readerId);
  for (const mark of input.marks)
    await sql`insert into ${tables[realm].recoveryCodes} (${accountColumn(realm)} reader_id, code_mac) values (${accountValue(realm, input.accountId)} ${input.readerId}, ${mark})`.execute(
      tx,
    );
}

export async function deleteRecoveryCodes(tx: Tx, realm: Realm, readerId: string): Promise<void> {
  await sql`delete from ${tables[realm].recoveryCodes} where reader_id = ${readerId}`.execute(tx);
}

/** Uses a recovery code up, once. */
export async function useRecoveryCode(tx: Tx, realm: Realm, input: { readerId: string; mark: Buffer }): Promise<boolean> {
  const { rows } = await sql`update ${tables[realm].recoveryCodes} set used_at = now()
    where reader_id = ${input.readerId} and code_mac = ${input.mark} and used_at is null returning reader_id`.execute(tx);
  return rows.length === 1;
}
