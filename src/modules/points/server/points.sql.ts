import { sql } from 'kysely';
import type { Tx } from '#platform/server/database.ts';
import type { EntryKind } from '../points.ts';

export type NewEntry = {
  id: string;
  accountId: string;
  contractId: string;
  month: string;
  kind: EntryKind;
  points: number;
  requestId?: string | undefined;
  operatorId?: string | undefined;
  reason?: string | undefined;
  now: Date;
};

/** Adds one entry; the database adds it up, and refuses what would leave less than nothing. Only an adjustment names operator and reason. */
export async function insertEntry(tx: Tx, e: NewEntry): Promise<void> {
  await (
    e.operatorId
      ? sql`insert into point_entries (id, account_id, contract_id, month, kind, points, operator_id, reason, at)
          values (${e.id}, ${e.accountId}, ${e.contractId}, ${e.month}, ${e.kind}, ${e.points}, ${e.operatorId}, ${e.reason ?? null}, ${e.now})`
      : sql`insert into point_entries (id, account_id, contract_id, month, kind, points, request_id, at)
          values (${e.id}, ${e.accountId}, ${e.contractId}, ${e.month}, ${e.kind}, ${e.points}, ${e.requestId ?? null}, ${e.now})`
  ).execute(tx);
}

/** Which constraint of the ledger an error broke, if any. */
export function brokenRule(error: unknown): string | undefined {
  const isFault = error instanceof Error && 'constraint' in error && typeof error.constraint === 'string';
  return isFault ? (error.constraint as string) : undefined;
}

/** What was adjusted under a form's key; whoever sends the same form waits for its first sending. */
export async function selectAdjustment(tx: Tx, key: string): Promise<{ contractId: string; month: string; points: number; reason: string } | undefined> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`adjustment ${key}`}, 0))`.execute(tx);
  const { rows } = await sql<{ contractId: string; month: string; points: number; reason: string }>`
    select contract_id as "contractId", month, points, reason from point_entries where id = ${key} and kind = 'adjust'`.execute(tx);
  return rows[0];
}

export type Sums = { granted: number; adjusted: number; held: number; settled: number };

export async function selectMonth(tx: Tx, input: { contractId: string; month: string }): Promise<Sums | undefined> {
  const { rows } =
    await sql<Sums>`select granted, adjusted, held, settled from point_months where contract_id = ${input.contractId} and month = ${input.month}`.execute(tx);
  return rows[0];
}

/** What is still held for a request: its points, contract and month. */
export async function selectHeld(
  tx: Tx,
  input: { accountId: string; requestId: string },
): Promise<{ contractId: string; month: string; points: number } | undefined> {
  const { rows } = await sql<{ contractId: string; month: string; points: number }>`
    select h.contract_id as "contractId", h.month, h.points from point_entries h
    where h.account_id = ${input.accountId} and h.request_id = ${input.requestId} and h.kind = 'hold'
      and not exists (select from point_entries e where e.account_id = h.account_id and e.request_id = h.request_id and e.kind in ('settle', 'release'))`.execute(
    tx,
  );
  return rows[0];
}

export async function hasGrant(tx: Tx, input: { contractId: string; month: string }): Promise<boolean> {
  const { rows } = await sql`select from point_entries where contract_id = ${input.contractId} and month = ${input.month} and kind = 'grant'`.execute(tx);
  return rows.length > 0;
}

export type MonthRow = Sums & { contractId: string; contractNumber: string; holderName: string; month: string };

/** Months of the contracts that may be seen, newest first; `contractId` narrows to one. */
export async function selectMonths(
  tx: Tx,
  input: { contractIds: readonly string[]; from: string | null; until: string | null; limit: number; offset: number },
): Promise<{ rows: MonthRow[]; total: number }> {
  const { rows } = await sql<MonthRow & { total: number }>`
    select contract_id as "contractId", contract_number as "contractNumber", holder_name as "holderName", month, granted, adjusted, held, settled,
      count(*) over ()::int as total
    from point_periods where contract_id = any(${input.contractIds}::uuid[])
      and (${input.from}::date is null or month >= ${input.from}::date) and (${input.until}::date is null or month <= ${input.until}::date)
    order by month desc, contract_number desc limit ${input.limit} offset ${input.offset}`.execute(tx);
  return { rows, total: rows[0]?.total ?? 0 };
}

export type EntryRow = {
  id: string;
  kind: EntryKind;
  points: number;
  reason: string | null;
  at: Date;
  requestNumber: string | null;
  itemJa: string | null;
  itemEn: string | null;
};

/** The entries of one contract's month, oldest first. */
export async function selectEntries(tx: Tx, input: { contractId: string; month: string }): Promise<EntryRow[]> {
  const { rows } = await sql<EntryRow>`
    select id, kind, points, reason, at, request_number as "requestNumber", item_ja as "itemJa", item_en as "itemEn"
    from point_lines where contract_id = ${input.contractId} and month = ${input.month} order by at, id limit 2000`.execute(tx);
  return rows;
}

/** Who made the adjustments of a month; console only. */
export async function selectAdjusters(tx: Tx, input: { contractId: string; month: string }): Promise<{ id: string; operatorId: string }[]> {
  const { rows } = await sql<{ id: string; operatorId: string }>`
    select id, operator_id as "operatorId" from point_entries where contract_id = ${input.contractId} and month = ${input.month} and operator_id is not null`.execute(
    tx,
  );
  return rows;
}

/** A contract of any account with the points of its terms, for operators and for the job of its account. */
export async function selectLedger(
  tx: Tx,
  number: string,
): Promise<{ contractId: string; accountId: string; number: string; holderName: string; hasPoints: boolean; monthly: number } | undefined> {
  const { rows } = await sql<{ contractId: string; accountId: string; number: string; holderName: string; hasPoints: boolean; monthly: number }>`
    select contract_id as "contractId", account_id as "accountId", number, holder_name as "holderName", has_points as "hasPoints", monthly
    from point_ledgers where number = ${number}`.execute(tx);
  return rows[0];
}

/** Contracts of every account that wait for a month's grant. */
export async function selectToGrant(tx: Tx, month: string): Promise<{ accountId: string; contractId: string }[]> {
  const { rows } = await sql<{ accountId: string; contractId: string }>`
    select account_id as "accountId", contract_id as "contractId" from app.contracts_to_grant(${month}::date)`.execute(tx);
  return rows;
}

/** What a contract of the job's account is granted for a month: by the terms of its first day in that month. */
export async function selectMonthly(tx: Tx, input: { contractId: string; month: string }): Promise<number | undefined> {
  const { rows } = await sql<{ points: number | null }>`select app.points_of_month(${input.contractId}, ${input.month}::date) as points`.execute(tx);
  return rows[0]?.points ?? undefined;
}
