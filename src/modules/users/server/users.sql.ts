import { sql } from 'kysely';
import type { Language, Role } from '#kernel/actor.ts';
import type { Tx } from '#platform/server/database.ts';
import type { Profile, UserState } from '../user.ts';

/** A language or time zone of null is the system's; the deeds put it in. */
export type StoredReader = { id: string; displayName: string; mail: string; language: Language | null; timeZone: string | null };

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
export async function selectUserReaders(tx: Tx, input: { ids: readonly string[]; contractId: string | null }): Promise<StoredReader[]> {
  const { rows } = await sql<StoredReader>`
    select u.id, u.display_name as "displayName", u.mail, u.language, u.time_zone as "timeZone" from users u
    where u.id = any(${input.ids}::uuid[]) and u.state = 'active' and (${input.contractId}::uuid is null or exists (
      select from user_contracts l where l.account_id = u.account_id and l.user_id = u.id and l.contract_id = ${input.contractId}))`.execute(tx);
  return rows;
}

/** A user whatever their state: notices about one's own access go out even when it was just taken away. */
export async function selectAnyReader(tx: Tx, id: string): Promise<(StoredReader & { userId: string; state: UserState }) | undefined> {
  const { rows } = await sql<StoredReader & { userId: string; state: UserState }>`
    select id, display_name as "displayName", mail, language, time_zone as "timeZone", user_id as "userId", state from users where id = ${id}`.execute(tx);
  return rows[0];
}

export async function selectOperatorReaders(tx: Tx, ids: readonly string[]): Promise<StoredReader[]> {
  const { rows } = await sql<StoredReader>`
    select id, display_name as "displayName", mail, language, time_zone as "timeZone" from operators
    where id = any(${ids}::uuid[]) and state <> 'disabled'`.execute(tx);
  return rows;
}

export async function updateUserLanguage(tx: Tx, input: { id: string; language: Language }): Promise<void> {
  await sql`update users set language = ${input.language} where id = ${input.id}`.execute(tx);
}

export async function updateOperatorLanguage(tx: Tx, input: { id: string; language: Language }): Promise<void> {
  await sql`update operators set language = ${input.language} where id = ${input.id}`.execute(tx);
}

export async function selectProfile(tx: Tx, id: string): Promise<Profile | undefined> {
  const { rows } = await sql<Profile>`
    select id, user_id as "userId", display_name as "displayName", given_name as "givenName", family_name as "familyName", mail, job_title as "jobTitle", bio,
      work_phone as "workPhone", mobile_phone as "mobilePhone", language, time_zone as "timeZone", easier_reading as "easierReading", picture_id as "pictureId", role
    from users where id = ${id}`.execute(tx);
  return rows[0];
}

export async function updateProfile(
  tx: Tx,
  p: Pick<Profile, 'id' | 'displayName' | 'givenName' | 'familyName' | 'jobTitle' | 'bio' | 'workPhone' | 'mobilePhone'>,
): Promise<void> {
  await sql`update users set display_name = ${p.displayName}, given_name = ${p.givenName}, family_name = ${p.familyName}, job_title = ${p.jobTitle}, bio = ${p.bio},
    work_phone = ${p.workPhone}, mobile_phone = ${p.mobilePhone}, updated_at = now(), version = version + 1 where id = ${p.id}`.execute(tx);
}

export async function updatePreferences(tx: Tx, p: Pick<Profile, 'id' | 'easierReading' | 'language' | 'timeZone'>): Promise<void> {
  await sql`update users set easier_reading = ${p.easierReading}, language = ${p.language}, time_zone = ${p.timeZone}, updated_at = now(), version = version + 1
    where id = ${p.id}`.execute(tx);
}

/** Puts a picture in place of the one before and returns that one's id. */
export async function updatePicture(tx: Tx, input: { id: string; pictureId: string | null }): Promise<string | null> {
  const { rows } = await sql<{ before: string | null }>`
    with old as (select id, picture_id from users where id = ${input.id} for update)
    update users u set picture_id = ${input.pictureId}, updated_at = now() from old where u.id = old.id returning old.picture_id as before`.execute(tx);
  return rows[0]?.before ?? null;
}

/** True when the picture belongs to somebody whom the actor may see. */
export async function isVisiblePicture(tx: Tx, pictureId: string): Promise<boolean> {
  const { rows } = await sql`select from users where picture_id = ${pictureId}`.execute(tx);
  return rows.length > 0;
}

export async function updateMail(tx: Tx, input: { id: string; from: string; to: string }): Promise<boolean> {
  const { rows } =
    await sql`update users set mail = ${input.to}, updated_at = now(), version = version + 1 where id = ${input.id} and mail = ${input.from} returning id`.execute(
      tx,
    );
  return rows.length === 1;
}

/** A first password makes an invited user an active one. */
export async function activate(tx: Tx, id: string): Promise<void> {
  await sql`update users set state = 'active' where id = ${id} and state = 'invited'`.execute(tx);
}
export async function activateOperator(tx: Tx, id: string): Promise<void> {
  await sql`update operators set state = 'active' where id = ${id} and state = 'invited'`.execute(tx);
}

/** Who has a user ID: for operators, who may know. */
export type UserIdOwner = { canonicalUserId: string; userId: string; displayName: string; accountName: string };
export async function selectOwners(tx: Tx, canonicalUserIds: readonly string[]): Promise<UserIdOwner[]> {
  const { rows } = await sql<UserIdOwner>`
    select u.canonical_user_id as "canonicalUserId", u.user_id as "userId", u.display_name as "displayName", a.name as "accountName"
    from users u join accounts a on a.id = u.account_id where u.canonical_user_id = any(${canonicalUserIds}::text[])`.execute(tx);
  return rows;
}

export type NewUser = {
  id: string;
  accountId: string;
  userId: string;
  canonicalUserId: string;
  displayName: string;
  givenName: string;
  familyName: string;
  mail: string;
  language: Language | null;
  timeZone: string | null;
  role: Role;
  appRequired: boolean;
};

/** Adds an invited user. False when the user ID is taken, by whatever account. */
export async function insertUser(tx: Tx, u: NewUser): Promise<boolean> {
  await sql`savepoint adding`.execute(tx);
  try {
    await sql`insert into users (id, account_id, user_id, canonical_user_id, display_name, given_name, family_name, mail, language, time_zone, role, state, app_required)
      values (${u.id}, ${u.accountId}, ${u.userId}, ${u.canonicalUserId}, ${u.displayName}, ${u.givenName}, ${u.familyName}, ${u.mail}, ${u.language}, ${u.timeZone},
        ${u.role}, 'invited', ${u.appRequired})`.execute(tx);
    return true;
  } catch (error) {
    if (!isTaken(error)) throw error;
    await sql`rollback to savepoint adding`.execute(tx);
    return false;
  }
}

const isTaken = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === '23505';

export type ChangedUser = {
  id: string;
  version: number;
  userId: string;
  canonicalUserId: string;
  displayName: string;
  givenName: string;
  familyName: string;
  mail: string;
  jobTitle: string;
  workPhone: string;
  mobilePhone: string;
  language: Language | null;
  timeZone: string | null;
  role: Role;
  appRequired: boolean;
};

/** Saves what was edited, if nobody saved in between. Only differing columns count as changed for the guards below. */
export async function updateUser(tx: Tx, u: ChangedUser): Promise<'saved' | 'stale' | 'taken'> {
  await sql`savepoint saving`.execute(tx);
  try {
    const { rows } =
      await sql`update users set user_id = ${u.userId}, canonical_user_id = ${u.canonicalUserId}, display_name = ${u.displayName}, given_name = ${u.givenName},
      family_name = ${u.familyName}, mail = ${u.mail}, job_title = ${u.jobTitle}, work_phone = ${u.workPhone}, mobile_phone = ${u.mobilePhone}, language = ${u.language},
      time_zone = ${u.timeZone}, role = ${u.role}, app_required = ${u.appRequired}, updated_at = now(), version = version + 1
      where id = ${u.id} and version = ${u.version} returning id`.execute(tx);
    return rows.length === 1 ? 'saved' : 'stale';
  } catch (error) {
    if (!isTaken(error)) throw error;
    await sql`rollback to savepoint saving`.execute(tx);
    return 'taken';
  }
}

export async function updateState(tx: Tx, input: { id: string; state: UserState }): Promise<void> {
  await sql`update users set state = ${input.state}, updated_at = now(), version = version + 1 where id = ${input.id}`.execute(tx);
}

/** The account's active administrators, held until the transaction ends, so that two cannot leave together (D-22). */
export async function holdAdministrators(tx: Tx, accountId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from users where account_id = ${accountId} and role = 'administrator' and state = 'active' order by id for update`.execute(tx);
  return rows.map((row) => row.id);
}

export type SecondFactorPolicy = 'any' | 'app_once_paired' | 'app_required';

export async function selectPolicy(tx: Tx, accountId: string): Promise<SecondFactorPolicy> {
  const { rows } = await sql<{ policy: SecondFactorPolicy }>`select second_factor as policy from accounts where id = ${accountId}`.execute(tx);
  return rows[0]?.policy ?? 'any';
}

export async function updatePolicy(tx: Tx, input: { accountId: string; policy: SecondFactorPolicy }): Promise<void> {
  await sql`update accounts set second_factor = ${input.policy} where id = ${input.accountId}`.execute(tx);
}

export async function insertAccount(tx: Tx, account: { id: string; name: string }): Promise<void> {
  await sql`insert into accounts (id, name) values (${account.id}, ${account.name})`.execute(tx);
}

export async function selectLinks(tx: Tx, userId: string): Promise<string[]> {
  const { rows } = await sql<{ contractId: string }>`select contract_id as "contractId" from user_contracts where user_id = ${userId}`.execute(tx);
  return rows.map((row) => row.contractId);
}

export async function insertLinks(tx: Tx, input: { accountId: string; userId: string; contractIds: readonly string[] }): Promise<void> {
  await sql`insert into user_contracts (account_id, user_id, contract_id)
    select ${input.accountId}, ${input.userId}, unnest(${input.contractIds}::uuid[])`.execute(tx);
}

export async function deleteLinks(tx: Tx, input: { userId: string; contractIds: readonly string[] }): Promise<void> {
  await sql`delete from user_contracts where user_id = ${input.userId} and contract_id = any(${input.contractIds}::uuid[])`.execute(tx);
}

/** The contracts of an account, as far as the actor's role sees them. */
export async function selectContractsOf(
  tx: Tx,
  accountId: string,
): Promise<{ id: string; number: string; holderName: string; nameJa: string; nameEn: string }[]> {
  const { rows } = await sql<{ id: string; number: string; holderName: string; nameJa: string; nameEn: string }>`
    select c.contract_id as id, c.contract_number as number, c.holder_name as "holderName", c.name_ja as "nameJa", c.name_en as "nameEn"
    from account_contracts c where c.account_id = ${accountId} order by c.contract_number desc`.execute(tx);
  return rows;
}
