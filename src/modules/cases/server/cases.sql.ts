import { sql } from 'kysely';
import type { Prose } from '#modules/prose/index.ts';
import type { Tx } from '#platform/server/database.ts';
import { type CaseCategory, type CaseQueue, type CaseStatus } from '../case.ts';

/** A case as the tables hold it. */
export type Case = {
  id: string;
  accountId: string;
  contractId: string;
  number: string;
  status: CaseStatus;
  category: CaseCategory;
  subject: string;
  contactId: string | null;
  assigneeId: string | null;
  repliedAt: Date | null;
  version: number;
  createdAt: Date;
  updatedAt: Date;
};

const columns = sql`id, account_id as "accountId", contract_id as "contractId", number, status, category, subject,
  contact_id as "contactId", assignee_id as "assigneeId", replied_at as "repliedAt", version, created_at as "createdAt", updated_at as "updatedAt"`;

export async function nextNumber(tx: Tx): Promise<number> {
  const { rows } = await sql<{ next: number }>`select nextval('case_numbers') as next`.execute(tx);
  return rows[0]?.next ?? 0;
}

export async function insertCase(
  tx: Tx,
  opened: {
    id: string;
    accountId: string;
    contractId: string;
    number: string;
    category: CaseCategory;
    subject: string;
    contactId: string | null;
    now: Date;
  },
): Promise<void> {
  await sql`
    insert into cases (id, account_id, contract_id, number, category, subject, contact_id, created_at, updated_at)
    values (${opened.id}, ${opened.accountId}, ${opened.contractId}, ${opened.number}, ${opened.category}, ${opened.subject}, ${opened.contactId}, ${opened.now}, ${opened.now})`.execute(
    tx,
  );
}

export async function selectByNumber(tx: Tx, number: string): Promise<Case | undefined> {
  const { rows } = await sql<Case>`select ${columns} from cases where number = ${number}`.execute(tx);
  return rows[0];
}

export async function selectById(tx: Tx, id: string): Promise<Case | undefined> {
  const { rows } = await sql<Case>`select ${columns} from cases where id = ${id}`.execute(tx);
  return rows[0];
}

/** Moves a case only from the state and version that the actor saw; undefined when somebody was faster. */
export async function moveCase(
  tx: Tx,
  move: { id: string; from: CaseStatus; to: CaseStatus; version: number; repliedAt: Date | null; now: Date },
): Promise<Case | undefined> {
  const { rows } = await sql<Case>`
    update cases set status = ${move.to}, version = version + 1, updated_at = ${move.now}, replied_at = ${move.repliedAt},
      closed_at = case when ${move.to}::text = 'closed' then ${move.now}::timestamptz end
    where id = ${move.id} and status = ${move.from} and version = ${move.version}
    returning ${columns}`.execute(tx);
  return rows[0];
}

/** A new entry makes a case new again, unless it was closed meanwhile. */
export async function touchCase(tx: Tx, touched: { id: string; repliedAt: Date | null; now: Date }): Promise<Case | undefined> {
  const { rows } = await sql<Case>`
    update cases set version = version + 1, updated_at = ${touched.now}, replied_at = ${touched.repliedAt}
    where id = ${touched.id} and status <> 'closed' returning ${columns}`.execute(tx);
  return rows[0];
}

/** Locks a case for the rest of the transaction and reads it as it now is. */
export async function lockCase(tx: Tx, id: string): Promise<Case | undefined> {
  const { rows } = await sql<Case>`select ${columns} from cases where id = ${id} for update`.execute(tx);
  return rows[0];
}

export async function assignCase(tx: Tx, input: { id: string; operatorId: string }): Promise<void> {
  await sql`update cases set assignee_id = ${input.operatorId} where id = ${input.id}`.execute(tx);
}

export type NewActivity = {
  id: string;
  accountId: string;
  contractId: string;
  caseId: string;
  kind: 'opened' | 'comment' | 'status';
  authorKind: 'user' | 'operator' | 'system';
  authorId: string | null;
  body: Prose | null;
  bodyText: string | null;
  fromStatus: CaseStatus | null;
  toStatus: CaseStatus | null;
  now: Date;
};

export async function insertActivity(tx: Tx, entry: NewActivity): Promise<void> {
  await sql`
    insert into activities (id, account_id, contract_id, case_id, kind, author_kind, author_id, body, body_text, from_status, to_status, created_at)
    values (${entry.id}, ${entry.accountId}, ${entry.contractId}, ${entry.caseId}, ${entry.kind}, ${entry.authorKind}, ${entry.authorId},
      ${entry.body && JSON.stringify(entry.body)}::jsonb, ${entry.bodyText}, ${entry.fromStatus}, ${entry.toStatus}, ${entry.now})`.execute(tx);
}

export type ActivityRow = {
  id: string;
  kind: 'opened' | 'comment' | 'status' | 'work_note';
  authorKind: 'user' | 'operator' | 'system';
  authorId: string | null;
  body: Prose | null;
  fromStatus: CaseStatus | null;
  toStatus: CaseStatus | null;
  createdAt: Date;
};

/** A long conversation shows its newest part; more than this nobody has read in one sitting. */
const TIMELINE_LIMIT = 500;

export async function selectActivities(tx: Tx, caseId: string): Promise<ActivityRow[]> {
  const { rows } = await sql<ActivityRow>`
    select id, kind, author_kind as "authorKind", author_id as "authorId", body,
      from_status as "fromStatus", to_status as "toStatus", created_at as "createdAt"
    from activities where case_id = ${caseId} order by created_at desc, id desc limit ${sql.lit(TIMELINE_LIMIT)}`.execute(tx);
  return rows;
}

export async function selectActivity(tx: Tx, id: string): Promise<ActivityRow | undefined> {
  const { rows } = await sql<ActivityRow>`
    select id, kind, author_kind as "authorKind", author_id as "authorId", body,
      from_status as "fromStatus", to_status as "toStatus", created_at as "createdAt"
    from activities where id = ${id}`.execute(tx);
  return rows[0];
}

/** Customers who took part: they get the mails about this case. */
export async function selectParticipants(tx: Tx, caseId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct author_id as id from activities where case_id = ${caseId} and author_kind = 'user' and author_id is not null`.execute(tx);
  return rows.map((row) => row.id);
}

export async function insertWorkNote(
  tx: Tx,
  note: { id: string; accountId: string; caseId: string; authorId: string; body: Prose; bodyText: string; now: Date },
): Promise<void> {
  await sql`
    insert into work_notes (id, account_id, case_id, author_id, body, body_text, created_at)
    values (${note.id}, ${note.accountId}, ${note.caseId}, ${note.authorId}, ${JSON.stringify(note.body)}::jsonb, ${note.bodyText}, ${note.now})`.execute(tx);
}

export async function selectWorkNotes(tx: Tx, caseId: string): Promise<ActivityRow[]> {
  const { rows } = await sql<ActivityRow>`
    select id, 'work_note' as kind, 'operator' as "authorKind", author_id as "authorId", body,
      null as "fromStatus", null as "toStatus", created_at as "createdAt"
    from work_notes where case_id = ${caseId} order by created_at desc, id desc limit ${sql.lit(TIMELINE_LIMIT)}`.execute(tx);
  return rows;
}

/** Exact counts of the reader's cases by kind, enough to tell every view's; kept by the database, never counted. */
export async function countByKind(
  tx: Tx,
  filter: { accountId: string; contractIds: readonly string[] },
): Promise<{ status: CaseStatus; category: CaseCategory; count: number }[]> {
  const { rows } = await sql<{ status: CaseStatus; category: CaseCategory; count: number }>`
    select status, category, sum(count)::bigint as count from case_tallies
    where account_id = ${filter.accountId} and contract_id = any(${filter.contractIds}::uuid[]) group by status, category`.execute(tx);
  return rows;
}

/** What each queue holds and in which order an operator should take it: who has waited longest comes first. */
const queued = (queue: CaseQueue, operatorId: string) =>
  ({
    replied: sql`replied_at is not null and status <> 'closed' order by replied_at, id`,
    new: sql`status = 'new' order by updated_at, id`,
    mine: sql`assignee_id = ${operatorId} and status <> 'closed' order by updated_at, id`,
    awaiting_customer: sql`status = 'awaiting_customer' order by updated_at, id`,
    resolved: sql`status = 'resolved' order by updated_at, id`,
    open: sql`status <> 'closed' order by updated_at desc, id desc`,
  })[queue];

export const QUEUE_PAGE = 50;

export async function selectQueue(
  tx: Tx,
  queue: CaseQueue,
  input: { operatorId: string; offset: number },
): Promise<(Case & { accountName: string; contractNumber: string; holderName: string; nameJa: string; nameEn: string })[]> {
  const { rows } = await sql<Case & { accountName: string; contractNumber: string; holderName: string; nameJa: string; nameEn: string }>`
    select q.*, p.account_name as "accountName", p.contract_number as "contractNumber", p.holder_name as "holderName", p.name_ja as "nameJa", p.name_en as "nameEn"
    from (select ${columns} from cases where ${queued(queue, input.operatorId)} limit ${sql.lit(QUEUE_PAGE)} offset ${input.offset}::int) q
    join contract_parties p on p.contract_id = q."contractId"`.execute(tx);
  return rows;
}

/** Counts of the queues, each up to a number past which nobody counts. */
export async function countQueues(tx: Tx, operatorId: string): Promise<Record<CaseQueue, number>> {
  const upTo = (queue: CaseQueue) => sql`(select count(*)::int from (select from cases where ${queued(queue, operatorId)} limit 1000) q)`;
  const { rows } = await sql<Record<CaseQueue, number>>`
    select ${upTo('replied')} as replied, ${upTo('new')} as new, ${upTo('mine')} as mine,
      ${upTo('awaiting_customer')} as awaiting_customer, ${upTo('resolved')} as resolved, ${upTo('open')} as open`.execute(tx);
  return rows[0] as Record<CaseQueue, number>;
}

export async function selectParty(
  tx: Tx,
  contractId: string,
): Promise<{ accountName: string; contractNumber: string; holderName: string; nameJa: string; nameEn: string } | undefined> {
  const { rows } = await sql<{ accountName: string; contractNumber: string; holderName: string; nameJa: string; nameEn: string }>`
    select account_name as "accountName", contract_number as "contractNumber", holder_name as "holderName", name_ja as "nameJa", name_en as "nameEn"
    from contract_parties where contract_id = ${contractId}`.execute(tx);
  return rows[0];
}

type Submission = { accountId: string; senderId: string; key: string; deed: 'open' | 'comment' | 'note' | 'request' };

/** Waits for a twin of the same submission, then tells what it made and of what, if anything. */
export async function earlierResult(tx: Tx, submission: Submission): Promise<{ resultId: string; fingerprint: Buffer } | undefined> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${submission.senderId}:${submission.key}`}, 0))`.execute(tx);
  const { rows } = await sql<{ resultId: string; fingerprint: Buffer }>`
    select result_id as "resultId", fingerprint from submissions
    where account_id = ${submission.accountId} and sender_id = ${submission.senderId} and key = ${submission.key} and deed = ${submission.deed}`.execute(tx);
  return rows[0];
}

export async function insertSubmission(tx: Tx, submission: Submission & { fingerprint: Buffer; resultId: string; now: Date }): Promise<void> {
  await sql`
    insert into submissions (account_id, sender_id, key, deed, fingerprint, result_id, created_at)
    values (${submission.accountId}, ${submission.senderId}, ${submission.key}, ${submission.deed}, ${submission.fingerprint}, ${submission.resultId}, ${submission.now})`.execute(
    tx,
  );
}

/** A viewer who was not heard of for this long has gone. */
const VIEWER_SECONDS = 45;

export async function insertViewer(tx: Tx, viewer: { streamId: string; caseId: string; operatorId: string }): Promise<void> {
  await sql`insert into case_viewers (stream_id, case_id, operator_id, seen_at) values (${viewer.streamId}, ${viewer.caseId}, ${viewer.operatorId}, now())`.execute(
    tx,
  );
}
export async function renewViewer(tx: Tx, streamId: string): Promise<void> {
  await sql`update case_viewers set seen_at = now() where stream_id = ${streamId}`.execute(tx);
}
export async function deleteViewer(tx: Tx, streamId: string): Promise<void> {
  await sql`delete from case_viewers where stream_id = ${streamId} or seen_at < now() - interval '10 minutes'`.execute(tx);
}
export async function selectViewers(tx: Tx, caseId: string): Promise<string[]> {
  const { rows } = await sql<{ operatorId: string }>`
    select distinct operator_id as "operatorId" from case_viewers
    where case_id = ${caseId} and seen_at > now() - ${sql.lit(VIEWER_SECONDS)} * interval '1 second'`.execute(tx);
  return rows.map((row) => row.operatorId);
}
