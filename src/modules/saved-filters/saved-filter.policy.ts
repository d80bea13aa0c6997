import type { Actor } from '#kernel/actor.ts';
import { notFound, Refusal } from '#kernel/refusal.ts';
import { allow, deny, type Verdict } from '#kernel/verdict.ts';

export type FilterAction = 'open' | 'edit' | 'share' | 'unshare' | 'remove' | 'restore';

/** What a decision needs to know of a filter. */
export type FilterFacts = { accountId: string; ownerId: string; isShared: boolean };

/**
 * Who may do what with a saved filter (G-4.8-7). Owners keep their own; what is shared is read by the account and written by administrators
 * only, who also withdraw and remove what colleagues shared. For anybody else it does not exist.
 */
export function decideOnFilter(actor: Actor, action: FilterAction, filter: FilterFacts): Verdict {
  if (actor.kind !== 'user' || actor.accountId !== filter.accountId) return deny(notFound());
  const isMine = actor.id === filter.ownerId;
  if (!isMine && !filter.isShared) return deny(notFound());
  const isAdministrator = actor.role === 'administrator';
  switch (action) {
    case 'open':
      return allow;
    case 'edit':
      return isMine && (!filter.isShared || isAdministrator) ? allow : deny(forbidden());
    case 'share':
      return isMine && isAdministrator ? allow : deny(forbidden());
    case 'restore':
      return (isMine && !filter.isShared) || isAdministrator ? allow : deny(forbidden());
    case 'unshare':
    case 'remove':
      return isMine || isAdministrator ? allow : deny(forbidden());
  }
}

/** Who may save a filter that the account sees. */
export const decideOnSharing = (actor: Actor): Verdict => (actor.kind === 'user' && actor.role === 'administrator' ? allow : deny(forbidden()));

const forbidden = (): Refusal => new Refusal({ kind: 'forbidden', code: 'forbidden' });
