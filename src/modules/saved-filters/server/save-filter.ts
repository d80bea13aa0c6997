import type { UserActor } from '#kernel/actor.ts';
import { newId } from '#kernel/ids.ts';
import { Refusal } from '#kernel/refusal.ts';
import { require } from '#kernel/verdict.ts';
import type { Context } from '#platform/server/unit-of-work.ts';
import { decideOnSharing } from '../saved-filter.policy.ts';
import type { RenameFilterInput, ReplaceFilterInput, SaveFilterInput } from '../saved-filter.schemas.ts';
import { foldName, MAX_FILTERS, type FilterableList } from '../saved-filter.ts';
import { accessFilter, orRefuse } from './access-filter.ts';
import * as rows from './saved-filters.sql.ts';

/**
 * Keeps what a list is asked under a name of the user's own (フィルターの保存, G-4.8-6, G-4.8-7); administrators may share it with the
 * account at once. Refuses `filter_name_taken` on `name`, and `filters_full` beyond a hundred.
 */
export async function saveFilter(context: Context<UserActor>, input: SaveFilterInput): Promise<{ id: string }> {
  const { actor, tx, now } = context;
  if (input.isShared) require(decideOnSharing(actor));
  await keepRoom(context, { list: input.list, userId: actor.id });
  const id = newId();
  orRefuse(await rows.insertFilter(tx, { ...input, id, accountId: actor.accountId, ownerId: actor.id, foldedName: foldName(input.name), at: now }));
  return { id };
}

/** 上書き保存: the same filter asks something else from now on. Owners only, and of a shared one only administrators. */
export async function replaceFilter(context: Context<UserActor>, input: ReplaceFilterInput): Promise<{ id: string }> {
  const { id } = await accessFilter(context, { ...input, action: 'edit' });
  orRefuse(await rows.updateQuery(context.tx, { id, query: input.query, at: context.now }));
  return { id };
}

/** Gives an own filter another name. Refuses `filter_name_taken` on `name`. */
export async function renameFilter(context: Context<UserActor>, input: RenameFilterInput): Promise<void> {
  const { id } = await accessFilter(context, { ...input, action: 'edit' });
  orRefuse(await rows.updateName(context.tx, { id, name: input.name, foldedName: foldName(input.name), at: context.now }));
}

/** Refuses one filter more than a person may keep for a list; holds until the transaction ends. Of a colleague's, only shared ones count. */
export async function keepRoom(context: Context<UserActor>, one: { list: FilterableList; userId: string }): Promise<void> {
  await rows.lockList(context.tx, one);
  const count = await rows.countOwnFilters(context.tx, { ...one, accountId: context.actor.accountId });
  if (count >= MAX_FILTERS) throw new Refusal({ kind: 'conflict', code: 'filters_full', params: { most: MAX_FILTERS } });
}
