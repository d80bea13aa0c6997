import { describe, expect, it } from 'vitest';
import type { Actor, Role } from '#kernel/actor.ts';
import { decideOnFilter, decideOnSharing, type FilterAction } from './saved-filter.policy.ts';

const reader = { displayName: 'Ex', language: 'ja' as const, timeZone: 'Asia/Tokyo', sessionId: 's' };
const user = (id: string, role: Role = 'contact', accountId = 'a'): Actor => ({
  ...reader,
  id,
  kind: 'user',
  accountId,
  accountName: 'A',
  role,
  contracts: [],
  easierReading: false,
  pictureId: null,
});
const actions: FilterAction[] = ['open', 'edit', 'share', 'unshare', 'remove', 'restore'];
const allowedTo = (actor: Actor, isShared: boolean) =>
  actions.filter((action) => decideOnFilter(actor, action, { accountId: 'a', ownerId: 'me', isShared }).allowed);

describe('who may do what with a saved filter', () => {
  it('is its owner, who shares only as an administrator and then alone writes what is shared [G-4.8-7]', () => {
    expect(allowedTo(user('me'), false)).toEqual(['open', 'edit', 'unshare', 'remove', 'restore']);
    expect(allowedTo(user('me', 'administrator'), false)).toEqual(actions);
    expect(allowedTo(user('me', 'administrator'), true)).toEqual(actions);
    // An administrator no more: what is shared can be withdrawn, not rewritten.
    expect(allowedTo(user('me'), true)).toEqual(['open', 'unshare', 'remove']);
  });

  it('is the account, which loads what is shared, and its administrators, who withdraw it [G-4.8-7]', () => {
    expect(allowedTo(user('colleague'), true)).toEqual(['open']);
    expect(allowedTo(user('colleague', 'administrator'), true)).toEqual(['open', 'unshare', 'remove', 'restore']);
    for (const role of ['contact', 'administrator'] as const) expect(allowedTo(user('colleague', role), false)).toEqual([]);
  });

  it('is nobody else: for them no filter exists', () => {
    const operator: Actor = { ...reader, id: 'me', kind: 'operator', duty: 'operator' };
    const others = [user('me', 'administrator', 'b'), operator, { kind: 'nobody' } as const, { kind: 'system', accountId: 'a' } as const];
    for (const actor of others) {
      expect([allowedTo(actor, true), allowedTo(actor, false)]).toEqual([[], []]);
      expect(decideOnFilter(actor, 'open', { accountId: 'a', ownerId: 'me', isShared: true })).toMatchObject({ refusal: { kind: 'not_found' } });
    }
    expect([user('me'), operator, user('me', 'administrator')].map((actor) => decideOnSharing(actor).allowed)).toEqual([false, false, true]);
  });
});
