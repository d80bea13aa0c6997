import { sql } from 'kysely';
import type { ContractLink, Language, Role } from '#kernel/actor.ts';
import type { Tx } from '#platform/server/database.ts';

export type StoredActor = {
  id: string;
  accountId: string;
  accountName: string;
  displayName: string;
  language: Language | null;
  timeZone: string | null;
  role: Role;
  contracts: ContractLink[];
  easierReading: boolean;
  pictureId: string | null;
};

/** An active user of the account with everything that decides what they see. */
export async function selectUserActor(tx: Tx, id: string): Promise<StoredActor | undefined> {
  const { rows } = await sql<StoredActor>`
    select id, account_id as "accountId", account_name as "accountName", display_name as "displayName", language, time_zone as "timeZone", role, contracts,
      easier_reading as "easierReading", picture_id as "pictureId"
    from user_actors where id = ${id}`.execute(tx);
  return rows[0];
}
