import { sql } from 'kysely';
import type { Tx } from '#platform/server/database.ts';
import type { EventName } from '../event.ts';

export type NewEvent = {
  id: string;
  accountId: string;
  readerId: string;
  name: EventName;
  result: 'success' | 'failure';
  actorKind: 'user' | 'operator' | 'system';
  actorId: string | null;
  sessionId: string | null;
  address: string;
  agent: string;
  at: Date;
};

export async function insertEvent(tx: Tx, event: NewEvent): Promise<void> {
  await sql`insert into user_events (id, account_id, reader_id, name, result, actor_kind, actor_id, session_id, address, agent, at)
    values (${event.id}, ${event.accountId}, ${event.readerId}, ${event.name}, ${event.result}, ${event.actorKind}, ${event.actorId},
      ${event.sessionId}, ${event.address}, ${event.agent}, ${event.at})`.execute(tx);
}

export async function hasSessionSeenHome(tx: Tx, sessionId: string): Promise<boolean> {
  const { rows } = await sql`select from user_events where session_id = ${sessionId} and name = 'report.view.homepage' limit 1`.execute(tx);
  return rows.length > 0;
}

export type StoredEvent = {
  id: string;
  name: EventName;
  readerId: string;
  readerName: string;
  readerUserId: string;
  result: 'success' | 'failure';
  actorKind: 'user' | 'operator' | 'system';
  actorId: string | null;
  address: string;
  agent: string;
  at: Date;
};

/** `readerId` null: everybody of the account. Bounds are points in time, the later one excluded. */
export type EventFilter = {
  accountId: string;
  readerId: string | null;
  q: string;
  event: EventName | null;
  result: 'success' | 'failure' | null;
  from: Date | null;
  until: Date | null;
};

const columns = sql`id, name, reader_id as "readerId", reader_name as "readerName", reader_user_id as "readerUserId", result,
  actor_kind as "actorKind", actor_id as "actorId", address, agent, at`;

function conditions(filter: EventFilter) {
  const pattern = filter.q ? `%${filter.q.replace(/[\\%_]/g, '\\$&')}%` : null;
  return sql`account_id = ${filter.accountId}
    and (${filter.readerId}::uuid is null or reader_id = ${filter.readerId})
    and (${pattern}::text is null or reader_name ilike ${pattern} or reader_user_id ilike ${pattern} or address ilike ${pattern})
    and (${filter.event}::text is null or name = ${filter.event})
    and (${filter.result}::text is null or result = ${filter.result})
    and (${filter.from}::timestamptz is null or at >= ${filter.from})
    and (${filter.until}::timestamptz is null or at < ${filter.until})`;
}

export async function selectEvents(tx: Tx, filter: EventFilter, page: { oldestFirst: boolean; limit: number; offset: number }): Promise<StoredEvent[]> {
  const order = page.oldestFirst ? sql`at, id` : sql`at desc, id desc`;
  const { rows } = await sql<StoredEvent>`
    select ${columns} from user_events where ${conditions(filter)} order by ${order} limit ${page.limit} offset ${page.offset}`.execute(tx);
  return rows;
}

/** The next rows after one, for an export that reads the whole list in pieces. */
export async function selectEventsAfter(
  tx: Tx,
  filter: EventFilter,
  piece: { oldestFirst: boolean; limit: number; after: { at: Date; id: string } | null },
): Promise<StoredEvent[]> {
  const order = piece.oldestFirst ? sql`at, id` : sql`at desc, id desc`;
  const later = piece.oldestFirst
    ? sql`(at, id) > (${piece.after?.at ?? null}, ${piece.after?.id ?? null}::uuid)`
    : sql`(at, id) < (${piece.after?.at ?? null}, ${piece.after?.id ?? null}::uuid)`;
  const { rows } = await sql<StoredEvent>`
    select ${columns} from user_events where ${conditions(filter)} ${piece.after ? sql`and ${later}` : sql``} order by ${order} limit ${piece.limit}`.execute(
    tx,
  );
  return rows;
}

export async function countEvents(tx: Tx, filter: EventFilter): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from user_events where ${conditions(filter)}`.execute(tx);
  return rows[0]?.count ?? 0;
}

export async function selectEvent(tx: Tx, id: string): Promise<StoredEvent | undefined> {
  const { rows } = await sql<StoredEvent>`select ${columns} from user_events where id = ${id}`.execute(tx);
  return rows[0];
}

/** Events older than the limit, a bounded number at a time; returns how many went. */
export async function deleteEventsBefore(tx: Tx, input: { before: Date; most: number }): Promise<number> {
  const { rows } = await sql`
    delete from user_events where id in (select id from user_events where at < ${input.before} limit ${input.most}) returning id`.execute(tx);
  return rows.length;
}
