import { sql } from 'kysely';
import type { Language } from '#kernel/actor.ts';
import type { Tx } from '#platform/server/database.ts';
import type { Overrun, UsageFigure } from '../usage.ts';

export type UsedContract = { id: string; accountId: string; number: string; startedOn: string; endsOn: string | null };
type Place = { accountId: string; contractId: string; month: string };

export async function selectContract(tx: Tx, number: string): Promise<UsedContract | undefined> {
  const { rows } = await sql<UsedContract>`
    select id, account_id as "accountId", number, started_on as "startedOn", ends_on as "endsOn" from usage_contracts where number = ${number}`.execute(tx);
  return rows[0];
}

/** Which of these customer numbers there are, with their days. */
export async function selectContracts(tx: Tx, numbers: readonly string[]): Promise<UsedContract[]> {
  const { rows } = await sql<UsedContract>`
    select id, account_id as "accountId", number, started_on as "startedOn", ends_on as "endsOn" from usage_contracts where number = any(${numbers}::text[])`.execute(
    tx,
  );
  return rows;
}

/** Figures of one contract and month come one after the other: of many at once, one finds that it is the first beyond. */
export async function lockMonth(tx: Tx, place: Place): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`usage ${place.contractId} ${place.month}`}, 0))`.execute(tx);
}

/** The credits that a contract had bought on a day; null before its first terms. */
export async function selectContracted(tx: Tx, input: { accountId: string; contractId: string; day: string }): Promise<number | null> {
  const { rows } = await sql<{ credits: number }>`select credits from usage_terms
    where account_id = ${input.accountId} and contract_id = ${input.contractId} and from_on <= ${input.day} order by from_on desc limit 1`.execute(tx);
  return rows[0]?.credits ?? null;
}

export async function selectNewest(tx: Tx, place: Place): Promise<number | undefined> {
  const { rows } = await sql<{ credits: number }>`select credits from usage_figures
    where account_id = ${place.accountId} and contract_id = ${place.contractId} and month = ${place.month} order by at desc, id desc limit 1`.execute(tx);
  return rows[0]?.credits;
}

export async function insertFigure(
  tx: Tx,
  f: Place & { id: string; credits: number; source: 'console' | 'file'; operatorId: string; at: Date },
): Promise<void> {
  await sql`insert into usage_figures (id, account_id, contract_id, month, credits, source, operator_id, at)
    values (${f.id}, ${f.accountId}, ${f.contractId}, ${f.month}, ${f.credits}, ${f.source}, ${f.operatorId}, ${f.at})`.execute(tx);
}

export async function hasOverrun(tx: Tx, place: Place): Promise<boolean> {
  const { rows } = await sql`select from usage_overruns
    where account_id = ${place.accountId} and contract_id = ${place.contractId} and month = ${place.month}`.execute(tx);
  return rows.length > 0;
}

export async function insertOverrun(tx: Tx, o: Place & { credits: number; contracted: number; caseId: string; at: Date }): Promise<void> {
  await sql`insert into usage_overruns (account_id, contract_id, month, credits, contracted, case_id, at)
    values (${o.accountId}, ${o.contractId}, ${o.month}, ${o.credits}, ${o.contracted}, ${o.caseId}, ${o.at})`.execute(tx);
}

/** Who of a contract's people a case about it belongs to: its first administrator, or else its first contact. Only who can sign in. */
export async function selectPersonToTell(
  tx: Tx,
  place: { accountId: string; contractId: string },
): Promise<{ id: string; language: Language | null } | undefined> {
  const { rows } = await sql<{ id: string; language: Language | null }>`select id, language from usage_people
    where account_id = ${place.accountId} and contract_id = ${place.contractId} order by role = 'administrator' desc, created_at, id limit 1`.execute(tx);
  return rows[0];
}

export async function selectManagers(tx: Tx): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select id from usage_managers where is_told`.execute(tx);
  return rows.map(({ id }) => id);
}

const matching = (q: string) => {
  const like = `%${q.replace(/[\\%_]/g, '\\$&')}%`;
  return sql`(${q} = '' or c.number ilike ${like} or c.holder_name ilike ${like} or c.account_name ilike ${like})`;
};

/** The newest figure of each contract and month. */
export async function selectFigures(
  tx: Tx,
  wanted: { q: string; limit: number; offset: number },
): Promise<{ rows: (Omit<UsageFigure, 'at'> & { at: Date })[]; total: number }> {
  const { rows } = await sql<Omit<UsageFigure, 'at'> & { at: Date; total: number }>`
    select f.id, c.account_name as "accountName", c.number, c.holder_name as "holderName", f.month, f.credits, t.credits as contracted, f.source,
      p.display_name as "operatorName", f.at, o.case_number as "caseNumber", count(*) over ()::int as total
    from (select distinct on (account_id, contract_id, month) * from usage_figures order by account_id, contract_id, month, at desc, id desc) f
    join usage_contracts c on c.account_id = f.account_id and c.id = f.contract_id
    join usage_managers p on p.id = f.operator_id
    left join usage_overrun_cards o on o.account_id = f.account_id and o.contract_id = f.contract_id and o.month = f.month
    left join lateral (select credits from usage_terms w where w.account_id = f.account_id and w.contract_id = f.contract_id
      and w.from_on < f.month + interval '1 month' order by w.from_on desc limit 1) t on true
    where ${matching(wanted.q)} order by f.month desc, c.number limit ${wanted.limit} offset ${wanted.offset}`.execute(tx);
  return { rows: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 };
}

export async function selectOverruns(
  tx: Tx,
  wanted: { q: string; limit: number; offset: number },
): Promise<{ rows: (Omit<Overrun, 'at'> & { at: Date })[]; total: number }> {
  const { rows } = await sql<Omit<Overrun, 'at'> & { at: Date; total: number }>`
    select c.account_name as "accountName", c.number, c.holder_name as "holderName", c.month, c.credits, c.contracted, c.case_number as "caseNumber", c.at,
      count(*) over ()::int as total
    from usage_overrun_cards c where ${matching(wanted.q)} order by c.month desc, c.number limit ${wanted.limit} offset ${wanted.offset}`.execute(tx);
  return { rows: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 };
}

/** An overrun for the mail about it. */
export async function selectOverrun(tx: Tx, place: { contractId: string; month: string }): Promise<Omit<Overrun, 'at'> | undefined> {
  const { rows } = await sql<Omit<Overrun, 'at'>>`
    select account_name as "accountName", number, holder_name as "holderName", month, credits, contracted, case_number as "caseNumber"
    from usage_overrun_cards where contract_id = ${place.contractId} and month = ${place.month}`.execute(tx);
  return rows[0];
}
