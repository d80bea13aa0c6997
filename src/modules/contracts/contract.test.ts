import { describe, expect, it } from 'vitest';
import type { Actor, Duty } from '#kernel/actor.ts';
import { isContractNumber, stageOf } from './contract.ts';
import { decideOnContracts } from './contract.policy.ts';
import { ChangeContractInput, CreateContractInput, WriteTermsInput } from './contract.schemas.ts';
import { different } from './server/change-contract.ts';

const reader = { id: 'me', displayName: 'Ex', language: 'ja' as const, timeZone: 'Asia/Tokyo', sessionId: 's' };
const operator = (duty: Duty): Actor => ({ ...reader, kind: 'operator', duty });

describe('who keeps contracts', () => {
  it('is service managers; other operators read, and for anybody else there is no master', () => {
    expect((['view', 'write'] as const).map((action) => decideOnContracts(operator('service_manager'), action).allowed)).toEqual([true, true]);
    expect(decideOnContracts(operator('operator'), 'view').allowed).toBe(true);
    expect(decideOnContracts(operator('operator'), 'write')).toMatchObject({ refusal: { kind: 'forbidden', code: 'service_manager_only' } });
    const user: Actor = {
      ...reader,
      kind: 'user',
      accountId: 'a',
      accountName: 'A',
      role: 'administrator',
      contracts: [],
      easierReading: false,
      pictureId: null,
    };
    for (const actor of [user, { kind: 'nobody' } as const, { kind: 'system', accountId: 'a' } as const])
      for (const action of ['view', 'write'] as const) expect(decideOnContracts(actor, action)).toMatchObject({ refusal: { kind: 'not_found' } });
  });
});

it('a contract ends with its last day, not on it', () => {
  const stage = (today: string) => stageOf({ startedOn: '2026-04-01', endsOn: '2027-03-31' }, today);
  expect(['2026-03-31', '2026-04-01', '2027-03-31', '2027-04-01'].map(stage)).toEqual(['coming', 'ending', 'ending', 'over']);
  expect(stageOf({ startedOn: '2026-04-01', endsOn: null }, '2099-01-01')).toBe('running');
});

it('a customer number is a capital letter and eight or nine digits', () => {
  expect(['N200000001', 'N20000001', 'n200000001', 'N2000000', 'N2000000011', "N200000001' --", ''].map(isContractNumber)).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
    false,
  ]);
});

describe('what is typed of a contract', () => {
  const terms = {
    kind: 'paid',
    plan: 'スタンダード',
    credits: '１，０００',
    planPoints: '45',
    optionPoints: '10',
    hasRequests: true,
    hasPoints: true,
    alertsOpenCases: false,
    categories: ['service'],
    priceListId: '0198a000-0000-7000-8000-000000000000',
  };
  const faults = (more: object) => {
    const result = WriteTermsInput.safeParse({ number: 'N200000001', version: '1', fromOn: '2026/12/01', ...terms, ...more });
    return result.success ? [] : result.error.issues.map((issue) => `${String(issue.path[0])} ${issue.message}`);
  };

  it('is read whatever the width of its digits', () => {
    expect(WriteTermsInput.parse({ number: 'N200000001', version: '1', fromOn: '２０２６/12/01', ...terms })).toMatchObject({
      fromOn: '2026-12-01',
      credits: 1000,
    });
  });

  it('has points only with work, prices and a plan for them', () => {
    expect(faults({})).toEqual([]);
    expect(faults({ hasRequests: false })).toEqual(['hasPoints contract_points_without_requests']);
    expect(faults({ priceListId: '' })).toEqual(['priceListId contract_price_list_missing']);
    expect(faults({ hasPoints: false })).toEqual(['hasPoints contract_points_unused']);
    expect(faults({ hasPoints: false, planPoints: '0', optionPoints: '0', priceListId: '' })).toEqual([]);
    expect(faults({ categories: [] })).toEqual(['categories contract_categories_missing']);
    expect(faults({ categories: ['work_request'] })).toHaveLength(1);
  });

  it('is refused beside its field where it is no number, day or line', () => {
    for (const credits of ['', '-1', '1.5', '1e3', '100000001', 'あ']) expect(faults({ credits })).toEqual(['credits contract_count_malformed']);
    for (const fromOn of ['', '2026-02-30', '2026-13-01', '1999-12-31', '2100-01-01', "'"])
      expect(faults({ fromOn })).toEqual(['fromOn contract_day_malformed']);
    expect(faults({ plan: '　\u200b' })).toEqual(['plan contract_plan_missing']);
    expect(faults({ plan: 'a\u0000b' })).toEqual(['plan text_control']);
    expect(faults({ plan: 'あ'.repeat(101) })).toEqual(['plan text_too_long']);
  });

  it('does not end before it starts, nor renew on its first day', () => {
    const dates = { number: 'N200000001', version: '1', holderName: 'A', startedOn: '2026-04-01', renewsOn: '', endsOn: '' };
    const fault = (more: object) => ChangeContractInput.safeParse({ ...dates, ...more }).error?.issues[0]?.message;
    expect(ChangeContractInput.parse(dates)).toMatchObject({ renewsOn: null, endsOn: null });
    expect(fault({ endsOn: '2026-04-01' })).toBeUndefined();
    expect(fault({ endsOn: '2026-03-31' })).toBe('contract_end_before_start');
    expect(fault({ renewsOn: '2026-04-01' })).toBe('contract_renewal_before_start');
  });

  it('has a number in capitals when it is new', () => {
    const made = {
      accountId: terms.priceListId,
      number: 'ｎ300000009',
      holderName: 'A',
      serviceId: 'managed-cspm',
      startedOn: '2026-04-01',
      renewsOn: '',
      endsOn: '',
      terms,
    };
    expect(CreateContractInput.parse(made).number).toBe('N300000009');
    expect(CreateContractInput.safeParse({ ...made, number: 'N3' }).error?.issues[0]?.message).toBe('contract_number_malformed');
  });
});

it('the history holds the fields that differ', () => {
  expect(different({ a: 1, b: [1, 2], c: null }, { a: 1, b: [2], c: 'x' })).toEqual({ before: { b: [1, 2], c: null }, after: { b: [2], c: 'x' } });
  expect(different({ a: 1 }, { a: 1 })).toBeUndefined();
});
