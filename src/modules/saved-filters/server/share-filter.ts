import type { UserActor } from '#kernel/actor.ts';
import type { Context } from '#platform/server/unit-of-work.ts';
import type { ShareFilterInput } from '../saved-filter.schemas.ts';
import type { FilterableList } from '../saved-filter.ts';
import { accessFilter, orRefuse } from './access-filter.ts';
import { keepRoom } from './save-filter.ts';
import * as rows from './saved-filters.sql.ts';

/** Shares an administrator's own filter with their account, or withdraws it; administrators withdraw a colleague's too, for good. */
export async function shareFilter(context: Context<UserActor>, input: ShareFilterInput): Promise<void> {
  const filter = await accessFilter(context, { ...input, action: input.isShared ? 'share' : 'unshare' });
  const change = { id: filter.id, isShared: input.isShared };
  orRefuse(
    filter.ownerId === context.actor.id ? await rows.updateShared(context.tx, change) : await rows.judgeShared(context.tx, { ...change, removedAt: null }),
  );
}

/**
 * Removes a filter: one's own, or as an administrator a shared one of the account. The last one that somebody removed can be brought back
 * by {@link restoreFilter}; those before it are forgotten now.
 */
export async function removeFilter(context: Context<UserActor>, input: { list: FilterableList; id: string }): Promise<{ id: string; name: string }> {
  const { actor, tx } = context;
  const filter = await accessFilter(context, { ...input, action: 'remove' });
  await rows.deleteRemoved(tx, { accountId: actor.accountId, userId: actor.id, list: input.list });
  orRefuse(await setRemoved(context, filter, context.now));
  return { id: filter.id, name: filter.name };
}

/** Brings a removed filter back, to its owner and as shared as it was. Refuses `filter_name_taken` and `filters_full`. */
export async function restoreFilter(context: Context<UserActor>, input: { list: FilterableList; id: string }): Promise<void> {
  const filter = await accessFilter(context, { ...input, action: 'restore' });
  await keepRoom(context, { list: input.list, userId: filter.ownerId });
  orRefuse(await setRemoved(context, filter, null));
}

const setRemoved = ({ actor, tx }: Context<UserActor>, filter: rows.StoredFilter, removedAt: Date | null): Promise<rows.Outcome> =>
  filter.ownerId === actor.id
    ? rows.updateRemoved(tx, { id: filter.id, removedAt })
    : rows.judgeShared(tx, { id: filter.id, isShared: filter.isShared, removedAt });
