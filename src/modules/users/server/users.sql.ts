import { sql } from 'kysely';
import type { Language } from '#kernel/actor.ts';
import type { Tx } from '#platform/server/database.ts';

export type Reader = { id: string; displayName: string; mail: string; language: Language; timeZone: string };

export async function selectNames(tx: Tx, ids: readonly string[]): Promise<{ id: string; displayName: string }[]> {
  const { rows } = await sql<{ id: string; displayName: string }>`
    select id, display_name as "displayName" from users where id = any(${ids}::uuid[])`.execute(tx);
  return rows;
}

export async function selectOperatorNames(tx: Tx, ids: readonly string[]): Promise<{ id: string; displayName: string }[]> {
  const { rows } = await sql<{ id: string; displayName: string }>`
    select id, display_name as "displayName" from operators where id = any(${ids}::uuid[])`.execute(tx);
  return rows;
}

/** Active people only: a disabled user gets no mail. Customers must be linked to the contract. */
export async function selectUserReaders(tx: Tx, input: { ids: readonly string[]; contractId: string | null }): Promise<Reader[]> {
  const { rows } = await sql<Reader>`
    select u.id, u.display_name as "displayName", u.mail, u.language, u.time_zone as "timeZone" from users u
    where u.id = any(${input.ids}::uuid[]) and u.state = 'active' and (${input.contractId}::uuid is null or exists (
      select from user_contracts l where l.account_id = u.account_id and l.user_id = u.id and l.contract_id = ${input.contractId}))`.execute(tx);
  return rows;
}

export async function selectOperatorReaders(tx: Tx, ids: readonly string[]): Promise<Reader[]> {
  const { rows } = await sql<Reader>`
    select id, display_name as "displayName", mail, language, time_zone as "timeZone" from operators
    where id = any(${ids}::uuid[]) and state = 'active'`.execute(tx);
  return rows;
}

export async function updateUserLanguage(tx: Tx, input: { id: string; language: Language }): Promise<void> {
  await sql`update users set language = ${input.language} where id = ${input.id}`.execute(tx);
}

export async function updateOperatorLanguage(tx: Tx, input: { id: string; language: Language }): Promise<void> {
  await sql`update operators set language = ${input.language} where id = ${input.id}`.execute(tx);
}
