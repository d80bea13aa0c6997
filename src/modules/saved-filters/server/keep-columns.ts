import type { UserActor } from '#kernel/actor.ts';
import type { Context } from '#platform/server/unit-of-work.ts';
import type { KeepColumnsInput } from '../saved-filter.schemas.ts';
import type { FilterableList } from '../saved-filter.ts';
import * as rows from './saved-filters.sql.ts';

/** Keeps the columns that a user chose for a list, for this user only; an empty choice goes back to the list's own. */
export async function keepColumns(context: Context<UserActor>, input: KeepColumnsInput): Promise<void> {
  const { actor, tx } = context;
  const one = { accountId: actor.accountId, userId: actor.id, list: input.list };
  await rows.lockList(tx, one);
  if (input.columns.length === 0) await rows.deleteColumns(tx, one);
  else await rows.writeColumns(tx, { ...one, columns: input.columns });
}

/** The columns that the user keeps for a list, as they were chosen; the list's own shape says which still exist. */
export async function columnsOf(context: Context<UserActor>, input: { list: FilterableList }): Promise<readonly string[] | undefined> {
  const { actor, tx } = context;
  return rows.selectColumns(tx, { accountId: actor.accountId, userId: actor.id, list: input.list });
}
