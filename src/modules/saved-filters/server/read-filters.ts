import type { UserActor } from '#kernel/actor.ts';
import { namesOfUsers } from '#modules/users/server/index.ts';
import type { Context } from '#platform/server/unit-of-work.ts';
import { decideOnFilter, type FilterAction, type FilterFacts } from '../saved-filter.policy.ts';
import type { FilterableList, FilterRow } from '../saved-filter.ts';
import { accessFilter } from './access-filter.ts';
import * as rows from './saved-filters.sql.ts';

/** The filters that a user may load for a list (G-4.8-7): their own first, then what colleagues share, each in the order of the reader's language. */
export async function listFilters(context: Context<UserActor>, input: { list: FilterableList }): Promise<FilterRow[]> {
  const { actor, tx } = context;
  const found = await rows.selectFilters(tx, { accountId: actor.accountId, userId: actor.id, list: input.list });
  const names = await namesOfUsers(
    context,
    found.map((filter) => filter.ownerId).filter((id) => id !== actor.id),
  );
  const { compare } = new Intl.Collator(actor.language, { numeric: true });
  return found
    .map((filter) => ({
      id: filter.id,
      name: filter.name,
      isMine: filter.ownerId === actor.id,
      isShared: filter.isShared,
      ownerName: filter.ownerId === actor.id ? actor.displayName : (names.get(filter.ownerId) ?? ''),
      updatedAt: filter.updatedAt.toISOString(),
      can: mayOf(actor, filter),
    }))
    .sort((one, other) => Number(other.isMine) - Number(one.isMine) || compare(one.name, other.name) || compare(one.ownerName, other.ownerName));
}

function mayOf(actor: UserActor, filter: FilterFacts): FilterRow['can'] {
  const may = (action: FilterAction) => decideOnFilter(actor, action, filter).allowed;
  return { edit: may('edit'), share: !filter.isShared && may('share'), unshare: filter.isShared && may('unshare'), remove: may('remove') };
}

export type OpenedFilter = { id: string; name: string; query: string; isMine: boolean; isShared: boolean; canEdit: boolean };

/**
 * A filter to load (フィルターのロード, G-4.8-6). Its `query` is for the server's own reading of the list: it may name contracts and
 * colleagues that this reader does not see, so it is never shown as it is, nor are the parts of it that were left out.
 */
export async function openFilter(context: Context<UserActor>, input: { list: FilterableList; id: string }): Promise<OpenedFilter> {
  const filter = await accessFilter(context, { ...input, action: 'open' });
  const { id, name, query, isShared } = filter;
  return { id, name, query, isShared, isMine: filter.ownerId === context.actor.id, canEdit: mayOf(context.actor, filter).edit };
}

/** The name of a filter that was just removed and can be brought back; otherwise 404. */
export async function openRemovedFilter(context: Context<UserActor>, input: { list: FilterableList; id: string }): Promise<{ id: string; name: string }> {
  const { id, name } = await accessFilter(context, { ...input, action: 'restore' });
  return { id, name };
}
