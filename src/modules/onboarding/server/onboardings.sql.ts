import { sql } from 'kysely';
import type { Tx } from '#platform/server/database.ts';
import type { OnboardingLine, OnboardingView } from '../onboarding.ts';

export type NewOnboarding = { id: string; accountId: string; contractId: string; userId: string; caseId: string; operatorId: string; at: Date };

/** Whoever sends the same form at the same time waits for its twin. */
export async function lockForm(tx: Tx, id: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`onboarding ${id}`}, 0))`.execute(tx);
}

export async function insertOnboarding(tx: Tx, o: NewOnboarding): Promise<void> {
  await sql`insert into onboardings (id, account_id, contract_id, user_id, case_id, operator_id, at)
    values (${o.id}, ${o.accountId}, ${o.contractId}, ${o.userId}, ${o.caseId}, ${o.operatorId}, ${o.at})`.execute(tx);
}

export type StoredOnboarding = Omit<OnboardingView, 'at'> & { at: Date };

export async function selectOnboarding(tx: Tx, id: string): Promise<StoredOnboarding | undefined> {
  const { rows } = await sql<StoredOnboarding>`
    select id, at, operator_name as "operatorName", account_name as "accountName", case_number as "caseNumber",
      json_build_object('number', number, 'holderName', holder_name, 'serviceJa', service_ja, 'serviceEn', service_en,
        'startedOn', started_on, 'renewsOn', renews_on, 'endsOn', ends_on) as contract,
      json_build_object('id', user_row_id, 'userId', user_id, 'displayName', display_name, 'mail', mail, 'language', language) as administrator
    from onboarding_cards where id = ${id}`.execute(tx);
  return rows[0];
}

export async function selectOnboardings(tx: Tx, page: { limit: number; offset: number }): Promise<(Omit<OnboardingLine, 'at'> & { at: Date })[]> {
  const { rows } = await sql<Omit<OnboardingLine, 'at'> & { at: Date }>`
    select id, at, operator_name as "operatorName", account_name as "accountName", number, user_id as "userId"
    from onboarding_cards order by at desc, id desc limit ${page.limit} offset ${page.offset}`.execute(tx);
  return rows;
}

export async function countOnboardings(tx: Tx): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from onboardings`.execute(tx);
  return rows[0]?.count ?? 0;
}

/** Which of these customer numbers are in use. */
export async function selectTakenNumbers(tx: Tx, numbers: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ number: string }>`select number from onboarding_accounts where number = any(${numbers}::text[])`.execute(tx);
  return rows.map(({ number }) => number);
}

/** The customer numbers of accounts that are called the same. */
export async function selectNamesakes(tx: Tx, name: string): Promise<string[]> {
  const { rows } = await sql<{ number: string }>`select number from onboarding_accounts where name = ${name} order by number limit 5`.execute(tx);
  return rows.map(({ number }) => number);
}
