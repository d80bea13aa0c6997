import { sql } from 'kysely';
import type { Actor, Language } from '#kernel/actor.ts';
import type { Answers } from '#modules/catalog/index.ts';
import type { Tx } from '#platform/server/database.ts';
import { isCustomerEntry, PAGE_SIZE, type EntryKind, type RequestState, type TriageQueue } from '../request.ts';

/** A request with the names beside it. */
export type Request = {
  id: string;
  accountId: string;
  contractId: string;
  number: string;
  itemId: string;
  itemVersion: number;
  answers: Answers;
  points: number;
  state: RequestState;
  requesterId: string;
  askedAt: Date | null;
  decidedAt: Date | null;
  reason: string | null;
  version: number;
  createdAt: Date;
  updatedAt: Date;
  contractNumber: string;
  nameJa: string;
  nameEn: string;
  requesterName: string | null;
  caseNumber: string | null;
  /** Null for customers: they are told neither. */
  claimedBy: string | null;
  /** For operators and jobs only. */
  requesterLanguage: Language | null;
  accountName: string;
  holderName: string;
};

export type EntryRow = { id: string; kind: EntryKind; authorKind: 'user' | 'operator'; authorId: string; words: string | null; at: Date };

const common = sql`id, account_id as "accountId", contract_id as "contractId", number, item_id as "itemId", item_version as "itemVersion", answers, points, state,
  requester_id as "requesterId", asked_at as "askedAt", decided_at as "decidedAt", reason, version, created_at as "createdAt", updated_at as "updatedAt",
  contract_number as "contractNumber", name_ja as "nameJa", name_en as "nameEn", requester_name as "requesterName", case_number as "caseNumber"`;
const sent = sql`select ${common}, null as "claimedBy", null as "requesterLanguage", '' as "accountName", '' as "holderName" from sent_requests`;
const triaged = sql`select ${common}, claimed_by as "claimedBy", requester_language as "requesterLanguage", account_name as "accountName", holder_name as "holderName"
  from triage_requests`;
const seenBy = (kind: Actor['kind']) => (kind === 'user' ? sent : triaged);

export async function nextNumber(tx: Tx): Promise<number> {
  const { rows } = await sql<{ next: number }>`select nextval('request_numbers') as next`.execute(tx);
  return rows[0]?.next ?? 0;
}

export async function insertRequest(
  tx: Tx,
  request: {
    id: string;
    accountId: string;
    contractId: string;
    number: string;
    itemId: string;
    itemVersion: number;
    answers: Answers;
    points: number;
    month: string;
    requesterId: string;
    now: Date;
  },
): Promise<void> {
  await sql`insert into requests (id, account_id, contract_id, number, item_id, item_version, answers, points, month, requester_id, created_at, updated_at)
    values (${request.id}, ${request.accountId}, ${request.contractId}, ${request.number}, ${request.itemId}, ${request.itemVersion},
      ${JSON.stringify(request.answers)}::jsonb, ${request.points}, ${request.month}, ${request.requesterId}, ${request.now}, ${request.now})`.execute(tx);
}

export async function insertEntry(
  tx: Tx,
  entry: {
    id: string;
    accountId: string;
    contractId: string;
    requestId: string;
    kind: EntryKind;
    authorKind: string;
    authorId: string;
    words: string | null;
    now: Date;
  },
): Promise<void> {
  const audience = isCustomerEntry(entry.kind) ? 'customer' : 'internal';
  await sql`insert into request_entries (id, account_id, contract_id, request_id, kind, audience, author_kind, author_id, words, at)
    values (${entry.id}, ${entry.accountId}, ${entry.contractId}, ${entry.requestId}, ${entry.kind}, ${audience}, ${entry.authorKind}, ${entry.authorId},
      ${entry.words}, ${entry.now})`.execute(tx);
}

export async function selectByNumber(tx: Tx, kind: Actor['kind'], number: string): Promise<Request | undefined> {
  const { rows } = await sql<Request>`${seenBy(kind)} where number = ${number}`.execute(tx);
  return rows[0];
}

export async function selectById(tx: Tx, kind: Actor['kind'], id: string): Promise<Request | undefined> {
  const { rows } = await sql<Request>`${seenBy(kind)} where id = ${id}`.execute(tx);
  return rows[0];
}

/** Waits for whoever changes the request now. */
export async function lockRequest(tx: Tx, id: string): Promise<void> {
  await sql`select from requests where id = ${id} for no key update`.execute(tx);
}

/** The history, oldest first; row-level security leaves customers what is theirs. */
export async function selectEntries(tx: Tx, request: { accountId: string; id: string }): Promise<EntryRow[]> {
  const { rows } = await sql<EntryRow>`
    select id, kind, author_kind as "authorKind", author_id as "authorId", words, at from request_entries
    where account_id = ${request.accountId} and request_id = ${request.id} order by at, id`.execute(tx);
  return rows;
}

// ── Changes, each from the state that its actor saw ────────────────────────────────────────────────────────────────

type Guard = { id: string; version: number };
const asSeen = (seen: Guard) => sql`where id = ${seen.id} and version = ${seen.version} and state = 'open'`;
const changed = async (writing: Promise<{ rows: unknown[] }>): Promise<boolean> => (await writing).rows.length === 1;

export const updateClaim = (tx: Tx, claim: Guard & { claimedBy: string | null }): Promise<boolean> =>
  changed(sql`update requests set claimed_by = ${claim.claimedBy}, version = version + 1 ${asSeen(claim)} returning id`.execute(tx));

/** A question makes the asker the one in charge; a second one waits since the first. */
export const updateAsked = (tx: Tx, question: Guard & { askedBy: string; now: Date }): Promise<boolean> =>
  changed(
    sql`update requests set asked_at = coalesce(asked_at, ${question.now}), claimed_by = ${question.askedBy}, version = version + 1, updated_at = ${question.now}
      ${asSeen(question)} returning id`.execute(tx),
  );

export const updateDecided = (
  tx: Tx,
  decision: Guard & { state: 'accepted' | 'refused'; decidedBy: string; reason: string | null; caseId: string | null; now: Date },
): Promise<boolean> =>
  changed(
    sql`update requests set state = ${decision.state}, asked_at = null, decided_by = ${decision.decidedBy}, decided_at = ${decision.now}, reason = ${decision.reason},
      case_id = ${decision.caseId}, version = version + 1, updated_at = ${decision.now} ${asSeen(decision)} returning id`.execute(tx),
  );

/** Customers' changes hold whatever colleagues at the provider did meanwhile, as long as nothing is decided. */
export const updateAnswered = (tx: Tx, answer: { id: string; now: Date }): Promise<boolean> =>
  changed(
    sql`update requests set asked_at = null, version = version + 1, updated_at = ${answer.now}
      where id = ${answer.id} and state = 'open' and asked_at is not null returning id`.execute(tx),
  );

export const updateWithdrawn = (tx: Tx, withdrawal: { id: string; now: Date }): Promise<boolean> =>
  changed(
    sql`update requests set state = 'withdrawn', asked_at = null, decided_at = ${withdrawal.now}, version = version + 1, updated_at = ${withdrawal.now}
      where id = ${withdrawal.id} and state = 'open' returning id`.execute(tx),
  );

// ── Lists ──────────────────────────────────────────────────────────────────────────────────────────────────────────

export async function selectSent(tx: Tx, wanted: { accountId: string; state: RequestState | 'all'; page: number }): Promise<Request[]> {
  const inState = wanted.state === 'all' ? sql`` : sql`and state = ${wanted.state}`;
  const { rows } = await sql<Request>`${sent} where account_id = ${wanted.accountId} ${inState}
    order by updated_at desc, id desc limit ${PAGE_SIZE} offset ${(wanted.page - 1) * PAGE_SIZE}`.execute(tx);
  return rows;
}

export async function countSent(tx: Tx, accountId: string): Promise<{ state: RequestState; count: number }[]> {
  const { rows } = await sql<{ state: RequestState; count: number }>`
    select state, count(*) as count from requests where account_id = ${accountId} group by state`.execute(tx);
  return rows;
}

const queued = (queue: TriageQueue, operatorId: string) =>
  ({
    open: sql`state = 'open'`,
    mine: sql`state = 'open' and claimed_by = ${operatorId}`,
    waiting: sql`state = 'open' and asked_at is not null`,
    decided: sql`state <> 'open'`,
  })[queue];

export async function selectQueue(tx: Tx, wanted: { queue: TriageQueue; operatorId: string; page: number }): Promise<Request[]> {
  const order = wanted.queue === 'decided' ? sql`decided_at desc, id desc` : sql`created_at, id`;
  const { rows } = await sql<Request>`${triaged} where ${queued(wanted.queue, wanted.operatorId)}
    order by ${order} limit ${PAGE_SIZE} offset ${(wanted.page - 1) * PAGE_SIZE}`.execute(tx);
  return rows;
}

export async function countQueues(tx: Tx, operatorId: string): Promise<{ open: number; mine: number; waiting: number }> {
  const { rows } = await sql<{ open: number; mine: number; waiting: number }>`
    select count(*) as open, count(*) filter (where claimed_by = ${operatorId}) as mine, count(*) filter (where asked_at is not null) as waiting
    from requests where state = 'open'`.execute(tx);
  return rows[0] ?? { open: 0, mine: 0, waiting: 0 };
}
