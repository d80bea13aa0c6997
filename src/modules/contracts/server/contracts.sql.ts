import { sql } from 'kysely';
import type { Service } from '#kernel/actor.ts';
import type { Tx } from '#platform/server/database.ts';
import type { ContractCard, ContractEventName, ContractTerms, ServiceUse, TermsFields } from '../contract.ts';

const service = sql`json_build_object('id', service_id, 'nameJa', name_ja, 'nameEn', name_en) as service`;
const termsColumns = sql`from_on as "fromOn", kind, plan, credits, plan_points as "planPoints", option_points as "optionPoints", has_requests as "hasRequests",
  has_points as "hasPoints", alerts_open_cases as "alertsOpenCases", categories, price_list_id as "priceListId"`;
const cardColumns = sql`id, account_id as "accountId", account_name as "accountName", number, holder_name as "holderName", ${service}, started_on as "startedOn",
  renews_on as "renewsOn", ends_on as "endsOn", is_over as "isOver", version, terms_id as "termsId", ${termsColumns}`;

type CardRow = Omit<ContractCard, 'terms'> & { termsId: string | null } & Omit<ContractTerms, 'id'>;

function asCard({ termsId, ...row }: CardRow): ContractCard {
  const { fromOn, kind, plan, credits, planPoints, optionPoints, hasRequests, hasPoints, alertsOpenCases, categories, priceListId, ...card } = row;
  const terms = { fromOn, kind, plan, credits, planPoints, optionPoints, hasRequests, hasPoints, alertsOpenCases, categories, priceListId };
  return { ...card, terms: termsId ? { id: termsId, ...terms } : null };
}

export async function selectCard(tx: Tx, number: string): Promise<ContractCard | undefined> {
  const { rows } = await sql<CardRow>`select ${cardColumns} from contract_cards where number = ${number}`.execute(tx);
  return rows[0] && asCard(rows[0]);
}

/** A page of every account's contracts whose number, holder or account holds the words, whatever their case. */
export async function selectCards(tx: Tx, wanted: { q: string; limit: number; offset: number }): Promise<{ rows: ContractCard[]; total: number }> {
  const like = `%${wanted.q.replace(/[\\%_]/g, '\\$&')}%`;
  const { rows } = await sql<CardRow & { total: number }>`
    select ${cardColumns}, count(*) over ()::int as total from contract_cards
    where ${wanted.q} = '' or number ilike ${like} or holder_name ilike ${like} or account_name ilike ${like}
    order by account_name, number limit ${wanted.limit} offset ${wanted.offset}`.execute(tx);
  return { rows: rows.map(({ total: _, ...row }) => asCard(row)), total: rows[0]?.total ?? 0 };
}

/** What customers see of contracts by today's terms; the wall shows each only their own. */
export async function selectUse(tx: Tx, ids: readonly string[]): Promise<ServiceUse[]> {
  const { rows } = await sql<ServiceUse>`
    select number, holder_name as "holderName", ${service}, started_on as "startedOn", is_over as "isOver", renews_on as "renewsOn", ends_on as "endsOn",
      kind, plan, credits, coalesce(option_points, 0) as "optionPoints", has_requests as "hasRequests", has_points as "hasPoints"
    from contracts_today where id = any(${ids}::uuid[]) order by number desc`.execute(tx);
  return rows;
}

export type NewContract = {
  id: string;
  accountId: string;
  number: string;
  holderName: string;
  serviceId: string;
  startedOn: string;
  renewsOn: string | null;
  endsOn: string | null;
};

export async function insertContract(tx: Tx, c: NewContract): Promise<void> {
  await sql`insert into contracts (id, account_id, number, holder_name, service_id, started_on, renews_on, ends_on)
    values (${c.id}, ${c.accountId}, ${c.number}, ${c.holderName}, ${c.serviceId}, ${c.startedOn}, ${c.renewsOn}, ${c.endsOn})`.execute(tx);
}

/** Which constraint an error broke, if any. */
export function brokenRule(error: unknown): string | undefined {
  return error instanceof Error && 'constraint' in error && typeof error.constraint === 'string' ? error.constraint : undefined;
}

/** Counts one change; false when the contract is not in the version that its actor saw. Until the transaction ends nobody else changes it. */
export async function countChange(tx: Tx, c: { id: string; version: number }): Promise<boolean> {
  const { rows } = await sql`update contracts set version = version + 1 where id = ${c.id} and version = ${c.version} returning id`.execute(tx);
  return rows.length > 0;
}

export async function updateContract(
  tx: Tx,
  c: { id: string; holderName: string; startedOn: string; renewsOn: string | null; endsOn: string | null },
): Promise<void> {
  await sql`update contracts set holder_name = ${c.holderName}, started_on = ${c.startedOn}, renews_on = ${c.renewsOn}, ends_on = ${c.endsOn}
    where id = ${c.id}`.execute(tx);
}

export type Place = { accountId: string; contractId: string };

/** Every terms of a contract, the newest day first. */
export async function selectTerms(tx: Tx, { accountId, contractId }: Place): Promise<ContractTerms[]> {
  const { rows } = await sql<ContractTerms>`select id, ${termsColumns} from contract_terms
    where account_id = ${accountId} and contract_id = ${contractId} order by from_on desc`.execute(tx);
  return rows;
}

export async function insertTerms(tx: Tx, t: Place & TermsFields & { id: string; fromOn: string; operatorId: string; now: Date }): Promise<void> {
  await sql`insert into contract_terms (id, account_id, contract_id, from_on, kind, plan, credits, plan_points, option_points, has_requests, has_points,
      alerts_open_cases, categories, price_list_id, written_by, written_at)
    values (${t.id}, ${t.accountId}, ${t.contractId}, ${t.fromOn}, ${t.kind}, ${t.plan}, ${t.credits}, ${t.planPoints}, ${t.optionPoints}, ${t.hasRequests},
      ${t.hasPoints}, ${t.alertsOpenCases}, ${t.categories}::text[], ${t.priceListId}, ${t.operatorId}, ${t.now})`.execute(tx);
}

export async function deleteTerms(tx: Tx, t: Place & { fromOn: string }): Promise<void> {
  await sql`delete from contract_terms where account_id = ${t.accountId} and contract_id = ${t.contractId} and from_on = ${t.fromOn}`.execute(tx);
}

export async function insertEvent(
  tx: Tx,
  e: Place & { id: string; operatorId: string | null; name: ContractEventName; before: object | null; after: object | null; now: Date },
): Promise<void> {
  await sql`insert into contract_events (id, account_id, contract_id, operator_id, name, before, after, at)
    values (${e.id}, ${e.accountId}, ${e.contractId}, ${e.operatorId}, ${e.name}, ${e.before && JSON.stringify(e.before)}::jsonb,
      ${e.after && JSON.stringify(e.after)}::jsonb, ${e.now})`.execute(tx);
}

export type EventRow = {
  id: string;
  name: ContractEventName;
  operatorId: string | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  at: Date;
};

export async function selectEvents(tx: Tx, { accountId, contractId, limit }: Place & { limit: number }): Promise<EventRow[]> {
  const { rows } = await sql<EventRow>`
    select id, name, operator_id as "operatorId", before, after, at from contract_events
    where account_id = ${accountId} and contract_id = ${contractId} order by at desc, id desc limit ${limit}`.execute(tx);
  return rows;
}

export async function selectServices(tx: Tx): Promise<Service[]> {
  const { rows } = await sql<Service>`select id, name_ja as "nameJa", name_en as "nameEn" from contract_services order by id`.execute(tx);
  return rows;
}

export async function selectPriceLists(tx: Tx): Promise<{ id: string; name: string }[]> {
  const { rows } = await sql<{ id: string; name: string }>`select id, name from contract_price_lists order by name`.execute(tx);
  return rows;
}

/** What a month is granted by the terms that hold in it. */
export async function selectPointsOf(tx: Tx, t: { contractId: string; month: string }): Promise<number | undefined> {
  const { rows } = await sql<{ points: number | null }>`select app.points_of_month(${t.contractId}, ${t.month}::date) as points`.execute(tx);
  return rows[0]?.points ?? undefined;
}

export type Renewal = Place & { renewsOn: string; daysBefore: number };

/** Renewals of every account that are near and have not been reminded of. */
export async function selectToRemind(tx: Tx): Promise<Renewal[]> {
  const { rows } = await sql<Renewal>`select account_id as "accountId", contract_id as "contractId", renews_on as "renewsOn", days_before as "daysBefore"
    from app.renewals_to_remind()`.execute(tx);
  return rows;
}

/** The contract of a job's account as its reminder tells it; nothing when its renewal has another day now. */
export async function selectRenewing(
  tx: Tx,
  r: Renewal,
): Promise<{ number: string; holderName: string; service: Service; plan: string | null; renewsOn: string } | undefined> {
  const { rows } = await sql<{ number: string; holderName: string; service: Service; plan: string | null; renewsOn: string }>`
    select number, holder_name as "holderName", ${service}, plan, renews_on as "renewsOn" from contracts_today
    where id = ${r.contractId} and renews_on = ${r.renewsOn} and coalesce(ends_on >= renews_on, true)`.execute(tx);
  return rows[0];
}

/** A second reminder of the same days is refused by its key. */
export async function insertReminder(tx: Tx, r: Renewal & { now: Date }): Promise<void> {
  await sql`insert into contract_reminders (account_id, contract_id, renews_on, days_before, at)
    values (${r.accountId}, ${r.contractId}, ${r.renewsOn}, ${r.daysBefore}, ${r.now})`.execute(tx);
}

/** The administrators who see a contract, and the service managers. */
export async function selectToTell(tx: Tx, { accountId, contractId }: Place): Promise<{ kind: 'user' | 'operator'; id: string }[]> {
  const { rows } = await sql<{ kind: 'user' | 'operator'; id: string }>`
    select 'user' as kind, user_id as id from contract_administrators where account_id = ${accountId} and contract_id = ${contractId}
    union all select 'operator', id from service_managers`.execute(tx);
  return rows;
}
