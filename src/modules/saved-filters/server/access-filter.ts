import type { UserActor } from '#kernel/actor.ts';
import { isId } from '#kernel/ids.ts';
import { invalid, notFound } from '#kernel/refusal.ts';
import { require } from '#kernel/verdict.ts';
import type { Context } from '#platform/server/unit-of-work.ts';
import { decideOnFilter, type FilterAction } from '../saved-filter.policy.ts';
import type { FilterableList } from '../saved-filter.ts';
import * as rows from './saved-filters.sql.ts';

/**
 * Loads a filter and decides on the actor's wish: the only way to hold one. Malformed, unknown, foreign, removed and a colleague's own are
 * the same 404. Only `restore` finds what was removed.
 */
export async function accessFilter(
  context: Context<UserActor>,
  wanted: { list: FilterableList; id: string; action: FilterAction },
): Promise<rows.StoredFilter> {
  const { id, list } = wanted;
  const found = isId(id)
    ? await rows.selectFilter(context.tx, { accountId: context.actor.accountId, list, id, isRemoved: wanted.action === 'restore' })
    : undefined;
  if (!found) throw notFound();
  require(decideOnFilter(context.actor, wanted.action, found));
  return found;
}

/** Refuses what did not come to pass. */
export function orRefuse(outcome: rows.Outcome): void {
  if (outcome === 'taken') throw invalid('filter_name_taken', { name: 'filter_name_taken' });
  if (outcome === 'gone') throw notFound();
}
