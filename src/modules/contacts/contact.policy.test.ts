import { describe, expect, it } from 'vitest';
import type { Actor, Role } from '#kernel/actor.ts';
import { decideOnContact, decideOnContacts, type ContactAction } from './contact.policy.ts';

const reader = { id: 'me', displayName: 'Ex', language: 'ja' as const, timeZone: 'Asia/Tokyo', sessionId: 's' };
const user = (role: Role, accountId = 'a'): Actor => ({
  ...reader,
  kind: 'user',
  accountId,
  accountName: 'A',
  role,
  contracts: [],
  easierReading: false,
  pictureId: null,
});
const operator: Actor = { ...reader, kind: 'operator', duty: 'operator' };
const subject = { id: 'them', accountId: 'a' };
const actions: ContactAction[] = [
  'view',
  'edit',
  'disable_login',
  'enable_login',
  'remove_factor',
  'mail_reset',
  'mail_opening',
  'lift_reset_pause',
  'end_sessions',
];
const allowedTo = (actor: Actor) => actions.filter((action) => decideOnContact(actor, action, subject).allowed);

describe('who may do what with a contact', () => {
  it('is the administrator of their own account, but for what only operators lift [G-5.1-1, G-3.2-1]', () => {
    expect(allowedTo(user('administrator'))).toEqual(actions.filter((action) => action !== 'lift_reset_pause'));
  });
  it('is the operator, who edits nothing', () => expect(allowedTo(operator)).toEqual(actions.filter((action) => action !== 'edit')));
  it('is nobody else: for them no contact exists [G-5.1-1]', () => {
    for (const actor of [user('contact'), user('administrator', 'b'), { kind: 'nobody' } as const, { kind: 'system', accountId: 'a' } as const]) {
      expect(allowedTo(actor)).toEqual([]);
      expect(decideOnContact(actor, 'view', subject)).toMatchObject({ refusal: { kind: 'not_found' } });
    }
    expect([user('contact'), user('administrator'), operator].map((actor) => decideOnContacts(actor).allowed)).toEqual([false, true, true]);
  });
});
