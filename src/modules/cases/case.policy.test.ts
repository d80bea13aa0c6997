import { describe, expect, it } from 'vitest';
import type { Actor } from '#kernel/actor.ts';
import { decideOnCase } from './case.policy.ts';
import { statuses, type CaseFacts } from './case.ts';

const service = { id: 's', nameJa: '', nameEn: '' };
const reader = { id: 'u', displayName: 'Ex', language: 'ja' as const, timeZone: 'Asia/Tokyo', sessionId: 's', easierReading: false, pictureId: null };
const contact = (accountId: string, ...contracts: string[]): Actor => ({
  ...reader,
  kind: 'user',
  accountId,
  accountName: '',
  role: 'contact',
  contracts: contracts.map((id) => ({ id, number: id, holderName: '', service, isOver: false, hasRequests: false, hasPoints: false, categories: [] })),
});
const operator: Actor = { ...reader, kind: 'operator', duty: 'operator' };
const subject = (status: CaseFacts['status']): CaseFacts => ({ accountId: 'A', contractId: 'A1', status });
const refusalOf = (...parameters: Parameters<typeof decideOnCase>) => {
  const verdict = decideOnCase(...parameters);
  return verdict.allowed ? undefined : verdict.refusal.code;
};

describe('the policy on cases', () => {
  it('hides every case of another account, whatever is asked [D-8, D-24]', () => {
    for (const action of ['view', 'comment', 'note', 'close', 'accept', 'take'] as const) {
      expect(refusalOf(contact('B', 'A1', 'B1'), action, subject('new'))).toBe('not_found');
      expect(refusalOf({ kind: 'nobody' }, action, subject('new'))).toBe('not_found');
      expect(refusalOf({ kind: 'system', accountId: 'B' }, action, subject('new'))).toBe('not_found');
    }
  });

  it("hides cases of the reader's own account under contracts that they are not linked to [D-8]", () => {
    expect(refusalOf(contact('A', 'A2'), 'view', subject('new'))).toBe('not_found');
    expect(refusalOf(contact('A', 'A2', 'A1'), 'view', subject('new'))).toBeUndefined();
  });

  it('lets nobody on either side write into a closed case [G-4.8.4-5]', () => {
    for (const actor of [contact('A', 'A1'), operator])
      for (const action of ['comment', 'close', 'accept', 'ask'] as const) expect(refusalOf(actor, action, subject('closed'))).toBe('case_closed');
  });

  it('lets customers only read after the end of the contract, under which operators go on [D-18]', () => {
    const late = contact('A', 'A1', 'A2');
    if (late.kind === 'user') late.contracts = late.contracts.map((linked) => ({ ...linked, isOver: linked.id === 'A1' }));
    for (const status of statuses.filter((one) => one !== 'closed')) {
      expect(refusalOf(late, 'view', subject(status))).toBeUndefined();
      for (const action of ['comment', 'close', 'accept', 'reject', 'answer'] as const) expect(refusalOf(late, action, subject(status))).toBe('contract_over');
      expect(refusalOf(late, 'comment', { ...subject(status), contractId: 'A2' })).toBeUndefined();
      expect(refusalOf(operator, 'comment', subject(status))).toBeUndefined();
    }
    expect(refusalOf(late, 'comment', subject('closed'))).toBe('case_closed');
  });

  it('offers close only before a solution, and accept and reject only on one [G-4.8.4-2]', () => {
    const offered = (action: 'close' | 'accept' | 'reject') => statuses.filter((status) => decideOnCase(contact('A', 'A1'), action, subject(status)).allowed);
    expect(offered('close')).toEqual(['new', 'in_progress', 'awaiting_customer']);
    expect(offered('accept')).toEqual(['resolved']);
    expect(offered('reject')).toEqual(['resolved']);
  });

  it("keeps the operators' moves from customers and the customers' from operators [D-13]", () => {
    expect(refusalOf(contact('A', 'A1'), 'take', subject('new'))).toBe('forbidden');
    expect(refusalOf(operator, 'close', subject('new'))).toBe('forbidden');
    expect(refusalOf(contact('A', 'A1'), 'note', subject('new'))).toBe('not_found');
  });
});
