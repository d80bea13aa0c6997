import { sql } from 'kysely';
import type { Tx } from '#platform/server/database.ts';
import type { FilterableList } from '../saved-filter.ts';

export type StoredFilter = {
  id: string;
  accountId: string;
  ownerId: string;
  list: FilterableList;
  name: string;
  query: string;
  isShared: boolean;
  updatedAt: Date;
};

const columns = sql`id, account_id as "accountId", user_id as "ownerId", list, name, query, is_shared as "isShared", updated_at as "updatedAt"`;
const ofList = (one: { accountId: string; list: FilterableList }) => sql`account_id = ${one.accountId} and list = ${one.list}`;

/** One's own and what the account shares. */
export async function selectFilters(tx: Tx, wanted: { accountId: string; userId: string; list: FilterableList }): Promise<Omit<StoredFilter, 'query'>[]> {
  const { rows } = await sql<Omit<StoredFilter, 'query'>>`
    select id, account_id as "accountId", user_id as "ownerId", list, name, is_shared as "isShared", updated_at as "updatedAt"
    from saved_filters where ${ofList(wanted)} and removed_at is null and (user_id = ${wanted.userId} or is_shared)`.execute(tx);
  return rows;
}

export async function selectFilter(
  tx: Tx,
  wanted: { accountId: string; list: FilterableList; id: string; isRemoved: boolean },
): Promise<StoredFilter | undefined> {
  const { rows } = await sql<StoredFilter>`select ${columns} from saved_filters
    where ${ofList(wanted)} and id = ${wanted.id} and (removed_at is not null) = ${wanted.isRemoved}`.execute(tx);
  return rows[0];
}

/** Whoever adds to somebody's filters of a list waits for whoever does so now: the count holds, however many come at once. */
export async function lockList(tx: Tx, one: { userId: string; list: FilterableList }): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`saved-filters ${one.list} ${one.userId}`}, 0))`.execute(tx);
}

export async function countOwnFilters(tx: Tx, one: { accountId: string; userId: string; list: FilterableList }): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from saved_filters where ${ofList(one)} and user_id = ${one.userId} and removed_at is null`.execute(tx);
  return rows[0]?.count ?? 0;
}

export type NewFilter = Omit<StoredFilter, 'updatedAt'> & { foldedName: string; at: Date };

/** `taken`: an own filter of that name is there, and the transaction is over; `gone`: there is no such filter any more. */
export type Outcome = 'done' | 'taken' | 'gone';

export async function insertFilter(tx: Tx, filter: NewFilter): Promise<Outcome> {
  return outcomeOf(
    sql`insert into saved_filters (id, account_id, user_id, list, name, folded_name, query, is_shared, created_at, updated_at)
      values (${filter.id}, ${filter.accountId}, ${filter.ownerId}, ${filter.list}, ${filter.name}, ${filter.foldedName}, ${filter.query},
        ${filter.isShared}, ${filter.at}, ${filter.at}) returning id`.execute(tx),
  );
}

export async function updateQuery(tx: Tx, filter: { id: string; query: string; at: Date }): Promise<Outcome> {
  return outcomeOf(
    sql`update saved_filters set query = ${filter.query}, updated_at = ${filter.at} where id = ${filter.id} and removed_at is null returning id`.execute(tx),
  );
}

export async function updateName(tx: Tx, filter: { id: string; name: string; foldedName: string; at: Date }): Promise<Outcome> {
  return outcomeOf(
    sql`update saved_filters set name = ${filter.name}, folded_name = ${filter.foldedName}, updated_at = ${filter.at}
      where id = ${filter.id} and removed_at is null returning id`.execute(tx),
  );
}

export async function updateShared(tx: Tx, filter: { id: string; isShared: boolean }): Promise<Outcome> {
  return outcomeOf(sql`update saved_filters set is_shared = ${filter.isShared} where id = ${filter.id} and removed_at is null returning id`.execute(tx));
}

/** Removes a filter, or brings it back. */
export async function updateRemoved(tx: Tx, filter: { id: string; removedAt: Date | null }): Promise<Outcome> {
  return outcomeOf(
    sql`update saved_filters set removed_at = ${filter.removedAt}
      where id = ${filter.id} and (removed_at is null) = (${filter.removedAt}::timestamptz is not null) returning id`.execute(tx),
  );
}

/** What an administrator does with a colleague's shared filter. */
export async function judgeShared(tx: Tx, filter: { id: string; isShared: boolean; removedAt: Date | null }): Promise<Outcome> {
  return outcomeOf(
    sql`select from app.judge_shared_filter(${filter.id}, ${filter.isShared}, ${filter.removedAt}) as it (was_there) where was_there`.execute(tx),
  );
}

/** Forgets what one removed before. */
export async function deleteRemoved(tx: Tx, one: { accountId: string; userId: string; list: FilterableList }): Promise<void> {
  await sql`delete from saved_filters where ${ofList(one)} and user_id = ${one.userId} and removed_at is not null`.execute(tx);
}

async function outcomeOf(writing: Promise<{ rows: unknown[] }>): Promise<Outcome> {
  try {
    return (await writing).rows.length > 0 ? 'done' : 'gone';
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === '23505') return 'taken';
    throw error;
  }
}

type Columns = { accountId: string; userId: string; list: FilterableList; columns: readonly string[] };

export async function selectColumns(tx: Tx, one: Omit<Columns, 'columns'>): Promise<string[] | undefined> {
  const { rows } = await sql<{ columns: string[] }>`select columns from list_settings where ${ofList(one)} and user_id = ${one.userId}`.execute(tx);
  return rows[0]?.columns;
}

/** Within {@link lockList}: one row, however many come at once. */
export async function writeColumns(tx: Tx, one: Columns): Promise<void> {
  const { rows } = await sql`update list_settings set columns = ${one.columns}
    where ${ofList(one)} and user_id = ${one.userId} returning list`.execute(tx);
  if (rows.length === 0)
    await sql`insert into list_settings (account_id, user_id, list, columns) values (${one.accountId}, ${one.userId}, ${one.list}, ${one.columns})`.execute(tx);
}

export async function deleteColumns(tx: Tx, one: Omit<Columns, 'columns'>): Promise<void> {
  await sql`delete from list_settings where ${ofList(one)} and user_id = ${one.userId}`.execute(tx);
}
