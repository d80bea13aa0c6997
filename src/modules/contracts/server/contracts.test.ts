import { randomUUID } from 'node:crypto';
import type { ReadableStream } from 'node:stream/web';
import { beforeEach, describe, expect, it } from 'vitest';
import type { OperatorActor } from '#kernel/actor.ts';
import { dayAfter, dayOf, monthOf } from '#kernel/days.ts';
import { MoveInput, closeCase, commentOnCase, CommentInput, openCase, readCase } from '#modules/cases/server/index.ts';
import { receiveUpload } from '#modules/attachments/server/index.ts';
import { balanceOf } from '#modules/points/server/index.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { eventually, inquiry, useWorld } from '#tests/support/world.ts';
import type { CreateContractInput, TermsInput, WriteTermsInput } from '../contract.schemas.ts';
import {
  changeDates,
  contractByNumber,
  createAccount,
  createContract,
  findContracts,
  listOwnContracts,
  listPriceLists,
  listServices,
  readContract,
  readOwnContract,
  remindOfRenewal,
  sweepRenewals,
  withdrawTerms,
  writeTerms,
} from './index.ts';

const world = useWorld({ jobs: true });
const today = dayOf(new Date());
const NUMBER = 'N200000001';
let manager: OperatorActor;
let priceListId: string;
beforeEach(async () => {
  manager = await world.operator('op01');
  priceListId = (await asActor(manager, listPriceLists))[0]?.id ?? '';
});

const terms = (more: Partial<TermsInput> = {}): TermsInput => ({
  kind: 'paid',
  plan: 'プレミアム',
  credits: 3000,
  planPoints: 70,
  optionPoints: 20,
  hasRequests: true,
  hasPoints: true,
  alertsOpenCases: false,
  categories: ['service', 'alert'],
  priceListId,
  ...more,
});
const cardOf = (number: string) => asActor(manager, (context) => contractByNumber(context, number));
const write = async (number: string, fromOn: string, more: Partial<WriteTermsInput> = {}, actor = manager) => {
  const { version } = await cardOf(number);
  return asActor(actor, (context) => writeTerms(context, { number, version, fromOn, ...terms(), ...more }));
};
const change = async (
  number: string,
  more: { endsOn?: string | null; renewsOn?: string | null; startedOn?: string; holderName?: string; version?: number },
) => {
  const { version, holderName, startedOn, renewsOn, endsOn } = await cardOf(number);
  return asActor(manager, (context) => changeDates(context, { number, version, holderName, startedOn, renewsOn, endsOn, ...more }));
};
async function make(number: string, more: Partial<CreateContractInput> = {}): Promise<{ accountId: string; id: string }> {
  return asActor(manager, async (context) => {
    const accountId = more.accountId ?? (await createAccount(context, { name: `会社${number}` }));
    const contract = { number, holderName: `会社${number}`, serviceId: 'managed-cspm', startedOn: today, renewsOn: null, endsOn: null };
    return { accountId, id: await createContract(context, { ...contract, terms: terms(), ...more, accountId }) };
  });
}

describe('a new contract', () => {
  it('has its terms from its first day and the points of this month at once [D-17]', async () => {
    const { id, accountId } = await make('Z100000001');
    expect(await cardOf('Z100000001')).toMatchObject({ id, accountId, isOver: false, terms: { fromOn: today, credits: 3000, optionPoints: 20 } });
    expect(await asActor(manager, (context) => balanceOf(context, { contractId: id, month: monthOf(today) }))).toMatchObject({ granted: 90, left: 90 });
    expect((await asActor(manager, (context) => readContract(context, 'Z100000001'))).events).toMatchObject([{ name: 'made', operatorName: 'OP-01' }]);
  });

  it('that starts later has no terms today and no points yet', async () => {
    const { id } = await make('Z100000002', { startedOn: dayAfter(today, 40) });
    expect((await cardOf('Z100000002')).terms).toBeNull();
    expect((await asActor(manager, (context) => balanceOf(context, { contractId: id, month: monthOf(today) }))).granted).toBe(0);
  });

  it('is refused whole when its number, service, prices or account are not to be had', async () => {
    const before = (await asActor(manager, (context) => findContracts(context, { q: '', page: 1 }))).total;
    await expect(make(NUMBER)).rejects.toMatchObject({ code: 'contract_number_taken', fields: { number: 'contract_number_taken' } });
    await expect(make('Z100000003', { serviceId: 'no-such' })).rejects.toMatchObject({ code: 'contract_service_missing' });
    await expect(make('Z100000003', { terms: terms({ priceListId: randomUUID() }) })).rejects.toMatchObject({ code: 'contract_price_list_missing' });
    await expect(make('Z100000003', { accountId: randomUUID() })).rejects.toMatchObject({ kind: 'not_found' });
    expect((await asActor(manager, (context) => findContracts(context, { q: '', page: 1 }))).total).toBe(before);
    expect(await world.one(`select count(*)::int as count from accounts where name like '会社Z100000003%'`)).toEqual({ count: 0 });
  });

  it('is made once by ten at the same moment', async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => make('Z100000004')));
    expect(outcomes.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    for (const one of outcomes) if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'contract_number_taken' });
  });
});

describe('terms', () => {
  it('take effect on their day: from today at once for the customer, later ones not before [D-18, G-4.10-4]', async () => {
    const none = { hasRequests: false, hasPoints: false, planPoints: 0, optionPoints: 0, priceListId: null };
    await write('P910000001', dayAfter(today, 10), none);
    expect((await world.user('a-contact')).contracts[0]).toMatchObject({ hasRequests: true, hasPoints: true });
    await write('P910000001', today, { ...none, hasRequests: true, categories: ['other'] });
    expect((await world.user('a-contact')).contracts[0]).toMatchObject({ hasRequests: true, hasPoints: false, categories: ['other'] });
    expect(await asActor(await world.user('a-contact'), (context) => readOwnContract(context, 'P910000001'))).toMatchObject({
      plan: 'プレミアム',
      optionPoints: 0,
    });
    await asActor(manager, async (context) =>
      withdrawTerms(context, { number: 'P910000001', version: (await contractByNumber(context, 'P910000001')).version, fromOn: dayAfter(today, 10) }),
    );
    const { terms: all, events } = await asActor(manager, (context) => readContract(context, 'P910000001'));
    expect(all.map((one) => one.fromOn)).toEqual([today, '2024-04-01']);
    expect(events.map((event) => event.name)).toEqual(['terms_withdrawn', 'terms_written', 'terms_written']);
    expect(events[1]).toMatchObject({ before: { plan: 'スタンダード', planPoints: 30 }, after: { fromOn: today, plan: 'プレミアム', planPoints: 0 } });
  });

  it('never rewrite what was, nor begin twice on a day, nor after the end', async () => {
    await expect(write('H300000001', dayAfter(today, -1))).rejects.toMatchObject({ code: 'contract_terms_past' });
    await write('H300000001', dayAfter(today, 5));
    await expect(write('H300000001', dayAfter(today, 5))).rejects.toMatchObject({ code: 'contract_terms_taken' });
    await change('H300000001', { endsOn: dayAfter(today, 20) });
    await expect(write('H300000001', dayAfter(today, 21))).rejects.toMatchObject({ code: 'contract_terms_after_end' });
    await expect(write('H300000001', dayAfter(today, 15), { priceListId: randomUUID() })).rejects.toMatchObject({ code: 'contract_price_list_missing' });
    for (const fromOn of ['2025-02-01', dayAfter(today, 6)]) {
      const { version } = await cardOf('H300000001');
      await expect(asActor(manager, (context) => withdrawTerms(context, { number: 'H300000001', version, fromOn }))).rejects.toMatchObject({
        code: 'contract_terms_begun',
      });
    }
  });

  it('are written by one of two who saw the same version', async () => {
    const { version } = await cardOf('H300000002');
    const both = [1, 2].map((days) =>
      asActor(manager, (context) => writeTerms(context, { number: 'H300000002', version, fromOn: dayAfter(today, days), ...terms() })),
    );
    const outcomes = await Promise.allSettled(both);
    expect(outcomes.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    expect(outcomes.find((one) => one.status === 'rejected')).toMatchObject({ reason: { code: 'contract_changed' } });
  });

  it('are read by every operator and written by service managers only; a refused deed leaves nothing', async () => {
    const operator = await world.operator('op02');
    const before = await asActor(operator, (context) => readContract(context, 'H300000002'));
    expect(before.contract.number).toBe('H300000002');
    expect((await asActor(operator, listServices)).length).toBeGreaterThan(1);
    await expect(write('H300000002', dayAfter(today, 50), {}, operator)).rejects.toMatchObject({ kind: 'forbidden', code: 'service_manager_only' });
    await expect(asActor(operator, (context) => createAccount(context, { name: 'X' }))).rejects.toMatchObject({ code: 'service_manager_only' });
    expect(await asActor(operator, (context) => readContract(context, 'H300000002'))).toEqual(before);
  });
});

it('unknown and malformed numbers are the same 404, for operators as for customers', async () => {
  for (const number of ['X999999999', 'n200000001', "' or 1=1", ''])
    await expect(asActor(manager, (context) => contractByNumber(context, number))).rejects.toMatchObject({ kind: 'not_found' });
  const narrow = await world.user('sample04');
  for (const number of [NUMBER, 'P910000001', 'X999999999', ''])
    await expect(asActor(narrow, (context) => readOwnContract(context, number))).rejects.toMatchObject({ kind: 'not_found', code: 'not_found' });
  expect((await asActor(narrow, (context) => listOwnContracts(context, { page: 1 }))).rows.map((row) => row.number)).toEqual(['N100000001']);
  // A link that was forged into the actor shows nothing: the wall knows the account.
  const strange = await cardOf('P910000001');
  const forged = { ...narrow, contracts: narrow.contracts.map((link) => ({ ...link, id: strange.id, number: strange.number })) };
  await expect(asActor(forged, (context) => readOwnContract(context, 'P910000001'))).rejects.toMatchObject({ kind: 'not_found' });
});

it('the search finds numbers, holders and companies, and takes signs for what they are', async () => {
  const find = async (q: string) => (await asActor(manager, (context) => findContracts(context, { q, page: 1 }))).rows.map((row) => row.number);
  expect(await find('n2000')).toEqual([NUMBER]);
  expect(await find('csアカウント')).toEqual([NUMBER]);
  expect(await find('hokuto')).toEqual(['H300000001', 'H300000002']);
  for (const q of ['%', '_', '\\', "'"]) expect([q, await find(q)]).toEqual([q, []]);
});

describe('the end of a contract', () => {
  const upload = (actor: Parameters<typeof receiveUpload>[0] & { accountId: string }) =>
    receiveUpload(actor, { body: new Blob(['a,b\n']).stream() as ReadableStream<Uint8Array>, name: 'a.csv', size: 4, accountId: actor.accountId });

  it('leaves its customer reading, from the day after the last, and coming back opens it again', async () => {
    const before = await world.user('sample04');
    const number = await asActor(before, (context) => openCase(context, inquiry('N100000001')));
    const act = async () => {
      const actor = await world.user('sample04');
      const found = await asActor(actor, (context) => readCase(context, number));
      return { actor, found };
    };
    await change('N100000001', { endsOn: today });
    expect((await act()).found.can).toMatchObject({ comment: true, close: true });

    await change('N100000001', { endsOn: dayAfter(today, -1) });
    const { actor, found } = await act();
    expect(found.can).toMatchObject({ comment: false, close: false, accept: false, reject: false });
    const refused = { code: 'contract_over' };
    const comment = CommentInput.parse({ number, key: randomUUID(), body: { text: 'まだ書けますか' } });
    await expect(asActor(actor, (context) => commentOnCase(context, comment))).rejects.toMatchObject(refused);
    await expect(asActor(actor, (context) => closeCase(context, MoveInput.parse({ number, version: found.version })))).rejects.toMatchObject(refused);
    await expect(asActor(actor, (context) => openCase(context, inquiry('N100000001')))).rejects.toMatchObject({
      ...refused,
      fields: { contractNumber: 'contract_over' },
    });
    await expect(upload(actor)).rejects.toMatchObject(refused);
    expect(await asActor(actor, (context) => readOwnContract(context, 'N100000001'))).toMatchObject({ isOver: true, endsOn: dayAfter(today, -1) });
    // A colleague with another contract goes on there, and operators answer here.
    const colleague = await world.user('sample01');
    await asActor(colleague, (context) => openCase(context, inquiry(NUMBER)));
    expect(await upload(colleague)).toMatchObject({ name: 'a.csv' });
    expect((await asActor(await world.operator('op02'), (context) => readCase(context, number))).can.comment).toBe(true);

    await change('N100000001', { endsOn: null });
    await asActor(await world.user('sample04'), (context) => commentOnCase(context, comment));
  });

  it('never comes before the start, whose day the first terms cover', async () => {
    await make('Z300000001', { startedOn: dayAfter(today, 10) });
    await expect(change('Z300000001', { startedOn: dayAfter(today, 9) })).rejects.toMatchObject({ code: 'contract_start_before_terms' });
    await change('Z300000001', { startedOn: dayAfter(today, 12), holderName: '新しい名義' });
    const { contract, events } = await asActor(manager, (context) => readContract(context, 'Z300000001'));
    expect([contract.startedOn, contract.holderName]).toEqual([dayAfter(today, 12), '新しい名義']);
    expect(events.map((event) => event.name).sort()).toEqual(['dates_changed', 'holder_changed', 'made']);
    await expect(change('Z300000001', { version: 1 })).rejects.toMatchObject({ code: 'contract_changed' });
  });
});

it('a contact chooses among the categories of the contract only [D-14, G-4.8.5-2]', async () => {
  await write(NUMBER, today, { categories: ['service', 'other'] });
  const contact = await world.user('sample02');
  expect(contact.contracts.find((one) => one.number === NUMBER)?.categories).toEqual(['service', 'other']);
  await expect(asActor(contact, (context) => openCase(context, inquiry(NUMBER)))).rejects.toMatchObject({ fields: { category: 'category_missing' } });
  await asActor(contact, (context) => openCase(context, { ...inquiry(NUMBER), category: 'other' }));
});

describe('a renewal', () => {
  const reminders = (days: number) => world.mails.filter((mail) => mail.messageId?.includes(`-${days}-`) && mail.messageId.startsWith('<renewal-'));

  it('is reminded of 60 and 30 days before, once each, to the administrators who see it and the service managers', async () => {
    await world.owner.query(`update contracts set renews_on = null where number <> $1`, [NUMBER]);
    await world.owner.query('update contracts set renews_on = app.today() + 61, ends_on = null where number = $1', [NUMBER]);
    await sweepRenewals();
    await world.owner.query('update contracts set renews_on = app.today() + 60 where number = $1', [NUMBER]);
    const { accountId, id: contractId } = await cardOf(NUMBER);
    const job = { accountId, contractId, renewsOn: dayAfter(today, 60), daysBefore: 60 };
    await Promise.all([sweepRenewals(), sweepRenewals(), remindOfRenewal(job), remindOfRenewal(job)]);
    await eventually('two mails', () => reminders(60).length === 2);
    await sweepRenewals();
    await remindOfRenewal(job);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(
      reminders(60)
        .map((mail) => mail.to.address)
        .sort(),
    ).toEqual(['op01@sac.example', 'sample03@sample.example']);
    expect(reminders(60)[0]?.subject).toBe(`ご契約 ${NUMBER} の更新日（${job.renewsOn}）が近づいています`);

    await world.owner.query(`update contract_reminders set renews_on = app.today() + 30`);
    await world.owner.query('update contracts set renews_on = app.today() + 30 where number = $1', [NUMBER]);
    await sweepRenewals();
    await eventually('the second reminder', () => reminders(30).length === 2);
    expect(await world.one('select count(*)::int as count from contract_reminders')).toEqual({ count: 2 });
  });

  it('is not reminded of when the contract ends before it, and has passed when it has', async () => {
    const due = async () => (await world.owner.query('select contract_id from app.renewals_to_remind()')).rowCount;
    await world.owner.query(`update contracts set renews_on = app.today() + 20 where number = 'P910000001'`);
    expect(await due()).toBe(1);
    await world.owner.query(`update contracts set ends_on = app.today() + 19 where number = 'P910000001'`);
    expect(await due()).toBe(0);
    await world.owner.query(`update contracts set ends_on = null, renews_on = app.today() - 1 where number = 'P910000001'`);
    expect(await due()).toBe(0);
  });
});

it('no role of customers or jobs writes terms, nor sees prices and the master [D-18]', async () => {
  const contact = await world.user('sample01');
  const tries = [
    `insert into contract_terms (id, account_id, contract_id, from_on, kind, plan, credits, has_requests, has_points) select gen_random_uuid(), account_id, id, '2026-01-01', 'paid', 'x', 1, true, false from contracts`,
    'select price_list_id from contract_terms',
    'select * from contract_cards',
    'select * from contract_events',
    'update contracts set ends_on = null',
    'select * from app.renewals_to_remind()',
  ];
  const { sql } = await import('kysely');
  for (const text of tries) await expect(asActor(contact, ({ tx }) => sql.raw(text).execute(tx))).rejects.toThrow(/permission denied/);
});
