import { sql } from 'kysely';
import type { Role } from '#kernel/actor.ts';
import type { Tx } from '#platform/server/database.ts';
import type { ExportFormat, ExportState, Rights } from '../export.ts';

export type StoredExport = {
  id: string;
  accountId: string;
  userId: string;
  list: string;
  search: string;
  format: ExportFormat;
  title: string;
  state: ExportState;
  role: Role;
  contractIds: string[];
  rowsTotal: number;
  rowsDone: number;
  runId: string | null;
  tries: number;
  size: number | null;
  fault: string | null;
  createdAt: Date;
  startedAt: Date | null;
  seenAt: Date | null;
  mailedAt: Date | null;
  expiresAt: Date;
};

const columns = sql`id, account_id as "accountId", user_id as "userId", list, search, format, title, state, role, contract_ids as "contractIds",
  rows_total as "rowsTotal", rows_done as "rowsDone", run_id as "runId", tries, size, fault, created_at as "createdAt", started_at as "startedAt",
  seen_at as "seenAt", mailed_at as "mailedAt", expires_at as "expiresAt"`;

/** Whoever asks twice at the same moment asks one after the other, so that the limit holds. */
export async function holdAsker(tx: Tx, userId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`exports:${userId}`}, 0))`.execute(tx);
}

export async function selectOpen(tx: Tx, userId: string): Promise<Pick<StoredExport, 'id' | 'list' | 'search' | 'format'>[]> {
  const { rows } = await sql<Pick<StoredExport, 'id' | 'list' | 'search' | 'format'>>`
    select id, list, search, format from exports where user_id = ${userId} and state in ('waiting', 'running') and expires_at > now()`.execute(tx);
  return rows;
}

export async function insertExport(
  tx: Tx,
  e: Pick<StoredExport, 'id' | 'accountId' | 'userId' | 'list' | 'search' | 'format' | 'title' | 'rowsTotal' | 'createdAt' | 'expiresAt'> & Rights,
): Promise<void> {
  await sql`insert into exports (id, account_id, user_id, list, search, format, title, role, contract_ids, rows_total, created_at, expires_at)
    values (${e.id}, ${e.accountId}, ${e.userId}, ${e.list}, ${e.search}, ${e.format}, ${e.title}, ${e.role}, ${e.contractIds}::uuid[], ${e.rowsTotal},
      ${e.createdAt}, ${e.expiresAt})`.execute(tx);
}

export async function selectExport(tx: Tx, id: string): Promise<StoredExport | undefined> {
  const { rows } = await sql<StoredExport>`select ${columns} from exports where id = ${id} and expires_at > now()`.execute(tx);
  return rows[0];
}

export async function selectExports(tx: Tx, input: { userId: string; limit: number }): Promise<StoredExport[]> {
  const { rows } = await sql<StoredExport>`
    select ${columns} from exports where user_id = ${input.userId} and expires_at > now() order by created_at desc, id desc limit ${input.limit}`.execute(tx);
  return rows;
}

/** Somebody looks; noted only while it matters, and not with every look. */
export async function markSeen(tx: Tx, input: { id: string; now: Date }): Promise<void> {
  await sql`update exports set seen_at = ${input.now} where id = ${input.id} and state in ('waiting', 'running')
    and (seen_at is null or seen_at < ${input.now}::timestamptz - interval '3 seconds')`.execute(tx);
}

export async function cancelOpen(tx: Tx, input: { id: string; now: Date }): Promise<void> {
  await sql`update exports set state = 'canceled', finished_at = ${input.now} where id = ${input.id} and state in ('waiting', 'running')`.execute(tx);
}

/** Over at once: nobody sees it any more, a run leaves off, and the sweep takes what is left. */
export async function expireExport(tx: Tx, input: { id: string; now: Date }): Promise<boolean> {
  const { rows } = await sql`
    update exports set state = 'canceled', expires_at = ${input.now} where id = ${input.id} and expires_at > now() returning id`.execute(tx);
  return rows.length === 1;
}

// ── Making ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Hands an open export to a run, and takes it from the one before. */
export async function takeExport(tx: Tx, input: { id: string; runId: string; now: Date }): Promise<StoredExport | undefined> {
  const { rows } = await sql<StoredExport>`
    update exports set state = 'running', run_id = ${input.runId}, tries = tries + 1, rows_done = 0, started_at = ${input.now}, alive_at = now()
    where id = ${input.id} and state in ('waiting', 'running') and expires_at > now() returning ${columns}`.execute(tx);
  return rows[0];
}

type Run = { id: string; runId: string };
const held = ({ id, runId }: Run) => sql`id = ${id} and run_id = ${runId} and state = 'running'`;

export async function setRights(tx: Tx, input: Run & Rights): Promise<void> {
  await sql`update exports set role = ${input.role}, contract_ids = ${input.contractIds}::uuid[] where ${held(input)}`.execute(tx);
}

/** How far a run is; false when it is no longer this run's to make. */
export async function noteProgress(tx: Tx, input: Run & { done: number; total: number }): Promise<boolean> {
  const { rows } = await sql`
    update exports set rows_done = ${input.done}, rows_total = ${input.total}, alive_at = now() where ${held(input)} returning id`.execute(tx);
  return rows.length === 1;
}

/** Makes a run's file the export's; undefined when somebody was faster. */
export async function finishRun(
  tx: Tx,
  input: Run & { rows: number; size: number; now: Date; expiresAt: Date },
): Promise<{ createdAt: Date; seenAt: Date | null } | undefined> {
  const { rows } = await sql<{ createdAt: Date; seenAt: Date | null }>`
    update exports set state = 'ready', rows_done = ${input.rows}, rows_total = ${input.rows}, size = ${input.size}, fault = null,
      finished_at = ${input.now}, expires_at = ${input.expiresAt}
    where ${held(input)} returning created_at as "createdAt", seen_at as "seenAt"`.execute(tx);
  return rows[0];
}

export async function failRun(tx: Tx, input: Run & { fault: string; now: Date }): Promise<void> {
  await sql`update exports set state = 'failed', fault = ${input.fault}, finished_at = ${input.now} where ${held(input)}`.execute(tx);
}

/** Leaves an export to the job's next try. */
export async function putBack(tx: Tx, input: Run & { counts: boolean }): Promise<void> {
  await sql`update exports set state = 'waiting', rows_done = 0, tries = tries - ${input.counts ? 0 : 1} where ${held(input)}`.execute(tx);
}

export async function markMailed(tx: Tx, input: { id: string; now: Date }): Promise<void> {
  await sql`update exports set mailed_at = ${input.now} where id = ${input.id}`.execute(tx);
}

// ── What is over ───────────────────────────────────────────────────────────────────────────────────────────────────

export async function selectOver(tx: Tx, most: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select id from exports where expires_at < now() order by expires_at limit ${most}`.execute(tx);
  return rows.map((row) => row.id);
}

export async function deleteOver(tx: Tx, ids: readonly string[]): Promise<void> {
  await sql`delete from exports where id = any(${ids}::uuid[]) and expires_at < now()`.execute(tx);
}

/** Ends what no run has said anything of for an hour and no job will take up again. */
export async function failStuck(tx: Tx, input: { fault: string; now: Date }): Promise<void> {
  await sql`update exports set state = 'failed', fault = ${input.fault}, finished_at = ${input.now}
    where state = 'running' and alive_at < now() - interval '1 hour'`.execute(tx);
}
