import { describe, expect, it } from 'vitest';
import type { OperatorActor, SystemActor, UserActor } from '#kernel/actor.ts';
import { customerActions, decideOnRequest, operatorActions, type RequestAction } from './request.policy.ts';
import { isRequestNumber, requestNumber, requestStates, type RequestFacts } from './request.ts';

const reader = { displayName: 'x', language: 'ja' as const, timeZone: 'Asia/Tokyo', sessionId: 's' };
const contract = (id: string, isOver = false) => ({
  id,
  number: id,
  holderName: id,
  service: { id: 's', nameJa: 's', nameEn: 's' },
  isOver,
  hasRequests: true,
  hasPoints: true,
  categories: [],
});
const user = (id: string, more: Partial<UserActor> = {}): UserActor => ({
  ...reader,
  kind: 'user',
  id,
  accountId: 'a',
  accountName: 'A',
  role: 'contact',
  contracts: [contract('c')],
  easierReading: false,
  pictureId: null,
  ...more,
});
const operator = (id: string): OperatorActor => ({ ...reader, kind: 'operator', id, duty: 'operator' });
const request: RequestFacts = { accountId: 'a', contractId: 'c', requesterId: 'u', state: 'open', askedAt: null, claimedBy: null };
const said = (actor: Parameters<typeof decideOnRequest>[0], action: RequestAction, facts: Partial<RequestFacts> = {}) => {
  const verdict = decideOnRequest(actor, action, { ...request, ...facts });
  return verdict.allowed ? 'yes' : verdict.refusal.code;
};
const everything: RequestAction[] = ['view', ...customerActions, ...operatorActions];

describe('the policy of requests', () => {
  it('knows no request of another account or of a contract without a link, whatever is wished [D-8, D-15]', () => {
    for (const stranger of [user('u', { accountId: 'b' }), user('u', { contracts: [contract('other')] }), user('u', { contracts: [] })])
      for (const action of everything) expect(said(stranger, action, { askedAt: new Date() })).toBe('not_found');
    for (const action of everything) expect(said({ kind: 'nobody' }, action)).toBe('not_found');
    const job: SystemActor = { kind: 'system', accountId: 'b' };
    expect(said(job, 'view')).toBe('not_found');
    expect(said({ ...job, accountId: 'a' }, 'view')).toBe('yes');
    expect(said({ ...job, accountId: 'a' }, 'accept')).toBe('forbidden');
  });

  it('hides from customers that there is anything to triage', () => {
    for (const action of operatorActions) expect(said(user('u', { role: 'administrator' }), action)).toBe('not_found');
  });

  it('lets the requester and administrators withdraw, and everybody under the contract answer what was asked [D-15]', () => {
    expect(said(user('u'), 'withdraw')).toBe('yes');
    expect(said(user('colleague'), 'withdraw')).toBe('forbidden');
    expect(said(user('colleague', { role: 'administrator' }), 'withdraw')).toBe('yes');
    expect(said(user('u'), 'answer')).toBe('request_not_asked');
    expect(said(user('colleague'), 'answer', { askedAt: new Date() })).toBe('yes');
    for (const action of customerActions) expect(said(operator('o'), action, { askedAt: new Date() })).toBe('forbidden');
  });

  it('leaves nothing but reading after the end of the contract', () => {
    const late = user('u', { contracts: [contract('c', true)] });
    expect(said(late, 'view')).toBe('yes');
    for (const action of customerActions) expect(said(late, action, { askedAt: new Date() })).toBe('contract_over');
  });

  it('makes a decision final for both sides; only notes go on [G-4.7-9]', () => {
    for (const state of requestStates.filter((one) => one !== 'open')) {
      for (const action of customerActions) expect(said(user('u'), action, { state })).toBe('request_decided');
      for (const action of operatorActions) expect(said(operator('o'), action, { state })).toBe(action === 'note' ? 'yes' : 'request_decided');
    }
  });

  it('asks an operator to take over before they decide on what a colleague has claimed', () => {
    const theirs = { claimedBy: 'colleague' };
    for (const action of ['ask', 'accept', 'refuse'] as const) {
      expect(said(operator('o'), action)).toBe('yes');
      expect(said(operator('o'), action, { claimedBy: 'o' })).toBe('yes');
      expect(said(operator('o'), action, theirs)).toBe('request_claimed');
    }
    expect(said(operator('o'), 'claim', theirs)).toBe('yes');
    expect(said(operator('o'), 'claim', { claimedBy: 'o' })).toBe('request_changed');
    expect(said(operator('o'), 'return', theirs)).toBe('request_changed');
    expect(said(operator('o'), 'return', { claimedBy: 'o' })).toBe('yes');
  });
});

describe('a request number', () => {
  it('is WR and seven digits', () => {
    expect(requestNumber(1001)).toBe('WR0001001');
    expect(isRequestNumber('WR0001001')).toBe(true);
    for (const wrong of ['WR1', 'wr0001001', 'WR0001001\n', 'CS0001001', 'WR00010011', '']) expect(isRequestNumber(wrong)).toBe(false);
  });
});
