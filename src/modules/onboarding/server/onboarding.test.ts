import { beforeEach, describe, expect, it } from 'vitest';
import type { OperatorActor } from '#kernel/actor.ts';
import { dayOf, monthOf } from '#kernel/days.ts';
import { newId } from '#kernel/ids.ts';
import { proposeUserId } from '#modules/contacts/server/index.ts';
import { problemsOf, readImport } from '#modules/imports/server/index.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { people } from '#tests/support/people.ts';
import { personOf } from '#tests/support/server.ts';
import { eventually, useWorld } from '#tests/support/world.ts';
import { emptyCustomer, onboardingFields, type TypedCustomer } from '../index.ts';
import { listOnboardings, onboard, openingDeliveries, openingPdf, readCustomer, readOnboarding, receiveCustomers, takeCustomers } from './index.ts';

const world = useWorld({ jobs: true });
const today = dayOf(new Date());
let manager: OperatorActor;
let operator: OperatorActor;
let priceListId: string;
beforeEach(async () => {
  await world.owner.query('delete from throttles');
  manager = await world.operator(people.operator);
  operator = await world.operator(people.secondOperator);
  priceListId = (await world.one<{ id: string }>('select id from price_lists')).id;
});

let made = 0;
const typed = (more: Partial<TypedCustomer> = {}): TypedCustomer => {
  made += 1;
  return {
    ...emptyCustomer(today),
    accountName: `新規株式会社${made}`,
    number: `Q${String(100000000 + made)}`,
    holderName: '新規株式会社',
    serviceId: 'managed-cspm',
    plan: 'スタンダード',
    credits: '１,０００',
    hasRequests: 'yes',
    hasPoints: 'yes',
    planPoints: '45',
    optionPoints: '10',
    priceListId,
    familyName: '山田',
    givenName: '太郎',
    mail: `taro${made}@new.example`,
    userId: `taro${made}@new.example.cs`,
    ...more,
  };
};
const customerOf = (more: Partial<TypedCustomer> = {}) => {
  const { customer, problems } = readCustomer(typed(more));
  if (!customer) throw new Error(JSON.stringify(problems));
  return customer;
};
const bringIn = (customer = customerOf(), actor = manager, id = newId()) => asActor(actor, (context) => onboard(context, { id, customer }));
const count = async (table: string) => (await world.one<{ n: number }>(`select count(*)::int as n from ${table}`)).n;
const everything = async () => Promise.all(['accounts', 'contracts', 'users', 'cases', 'onboardings', 'point_entries'].map(count));

describe('bringing a customer in', () => {
  it('makes account, contract, points, administrator, notice and case at once [G-2.2-1, G-5.2-1, G-5.2-4, G-4.8.5-1]', async () => {
    const customer = customerOf();
    const { id } = await bringIn(customer);
    const found = await asActor(operator, (context) => readOnboarding(context, id));
    expect(found).toMatchObject({
      accountName: customer.account.name,
      contract: { number: customer.contract.number, startedOn: today, endsOn: null },
      administrator: { userId: customer.administrator.userId, displayName: '山田 太郎', language: 'ja' },
    });
    const user = await world.one<{ state: string; role: string; links: number }>(
      `select state, role, (select count(*)::int from user_contracts l where l.user_id = u.id) as links from users u where id = $1`,
      [found.administrator.id],
    );
    expect(user).toEqual({ state: 'invited', role: 'administrator', links: 1 });
    const points = await world.one<{ granted: number }>(
      `select granted from point_months p join contracts c on c.id = p.contract_id where c.number = $1 and month = $2`,
      [customer.contract.number, monthOf(today)],
    );
    expect(points.granted).toBe(55);
    const raised = await world.one<{ category: string; subject: string; contact: string; body: string }>(
      `select k.category, k.subject, k.contact_id as contact, (select body_text from activities a where a.case_id = k.id and a.kind = 'comment') as body
       from cases k where number = $1`,
      [found.caseNumber],
    );
    expect(raised).toMatchObject({ category: 'health_check', subject: '正常性確認依頼(利用開始時)', contact: found.administrator.id });
    expect(raised.body).toContain(customer.contract.number);
    const mail = await eventually('opening notice', () => world.mails.find(({ to }) => to.address === customer.administrator.mail));
    expect(mail.text).toContain(customer.administrator.userId);
    await eventually('proof of delivery', async () => (await asActor(operator, (context) => openingDeliveries(context, id))).find(({ isSent }) => isSent));
  });

  it('writes notice and case in the language of the administrator [G-2.6-1, G-5.2-1]', async () => {
    const customer = customerOf({ language: 'en', familyName: 'Smith', givenName: 'Ann' });
    const { id } = await bringIn(customer);
    const { caseNumber } = await asActor(manager, (context) => readOnboarding(context, id));
    const raised = await world.one<{ subject: string; body: string }>(
      `select subject, (select body_text from activities a where a.case_id = k.id and a.kind = 'comment') as body from cases k where number = $1`,
      [caseNumber],
    );
    expect(raised.subject + raised.body).not.toMatch(/[ぁ-んァ-ヶ一-龠]/);
    const { pdf, name } = await openingPdf(manager, id);
    expect(name).toBe(`Opening Notice_${customer.contract.number}.pdf`);
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  });

  it('is one customer however often and however parallel its form is sent', async () => {
    const customer = customerOf();
    const id = newId();
    const before = await count('accounts');
    const outcomes = await Promise.all([1, 2, 3, 4].map(() => bringIn(customer, manager, id)));
    expect(new Set(outcomes.map((one) => one.id))).toEqual(new Set([id]));
    expect(await count('accounts')).toBe(before + 1);
  });

  it('leaves nothing of a customer whose number or user ID is taken', async () => {
    const before = await everything();
    await expect(bringIn(customerOf({ number: 'N200000001' }))).rejects.toMatchObject({ code: 'contract_number_taken' });
    await expect(bringIn(customerOf({ userId: personOf(people.stranger).userId }))).rejects.toMatchObject({ code: 'user_id_refused' });
    await expect(bringIn(customerOf({ serviceId: 'no-such-service' }))).rejects.toMatchObject({ code: 'contract_service_missing' });
    expect(await everything()).toEqual(before);
  });

  it('lets one of two customers with the same number in', async () => {
    const before = await count('accounts');
    const number = 'Q999999999';
    const outcomes = await Promise.allSettled([bringIn(customerOf({ number })), bringIn(customerOf({ number }))]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await count('accounts')).toBe(before + 1);
  });

  it('is for service managers only; every operator sees the result', async () => {
    const before = await everything();
    await expect(bringIn(customerOf(), operator)).rejects.toMatchObject({ code: 'service_manager_only' });
    await expect(asActor(operator, (context) => proposeUserId(context, 'a@b.example'))).rejects.toMatchObject({ code: 'service_manager_only' });
    expect(await everything()).toEqual(before);
    expect((await asActor(operator, (context) => listOnboardings(context, { page: 1 }))).total).toBe(before[4]);
    for (const id of ['nonsense', newId()])
      await expect(asActor(manager, (context) => readOnboarding(context, id))).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is invisible to every customer, by the database itself', async () => {
    await bringIn();
    const contact = await world.user(people.administrator);
    await expect(asActor(contact, (context) => listOnboardings(context as never, { page: 1 }))).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('the proposed user ID', () => {
  it('is the address and .cs, never over 40 characters, with whose it is and what is free [G-2.2-1, G-5.1.2-5, D-9]', async () => {
    const propose = (mail: string) => asActor(manager, (context) => proposeUserId(context, mail));
    expect(await propose('hanako@free.example')).toEqual({ userId: 'hanako@free.example.cs', owner: null, free: null });
    const long = `${'a'.repeat(50)}@long.example`;
    expect((await propose(long)).userId).toBe(`${'a'.repeat(37)}.cs`);
    await bringIn(customerOf({ userId: `${'a'.repeat(37)}.cs`, accountName: '長名株式会社' }));
    const again = await propose(long);
    expect(again.owner).toMatchObject({ accountName: '長名株式会社', displayName: '山田 太郎' });
    expect(again.free).toBe(`${'a'.repeat(36)}2.cs`);
  });
});

describe('what is typed', () => {
  it('is refused field by field', () => {
    const { problems } = readCustomer({
      ...typed(),
      accountName: ' ',
      number: 'n-1',
      endsOn: '2001-01-01',
      credits: '-1',
      mail: 'x',
      userId: 'root',
      familyName: '',
    });
    expect(problems).toMatchObject({
      accountName: 'contract_account_missing',
      number: 'contract_number_malformed',
      credits: 'contract_count_malformed',
      mail: 'mail_malformed',
      userId: 'user_id_refused',
      familyName: 'family_name_missing',
    });
    expect(readCustomer(typed({ priceListId: '' })).problems).toEqual({ priceListId: 'contract_price_list_missing' });
    expect(readCustomer(typed({ hasRequests: '' })).problems).toEqual({ hasPoints: 'contract_points_without_requests' });
    expect(readCustomer(typed({ endsOn: '2001-01-01' })).problems).toEqual({ endsOn: 'contract_end_before_start' });
  });
});

describe('a file of customers', () => {
  const head = onboardingFields.join(',');
  const lineOf = (customer: TypedCustomer) => onboardingFields.map((field) => `"${customer[field].replaceAll('"', '""')}"`).join(',');
  const inWords = (more: Partial<TypedCustomer> = {}) => typed({ serviceId: 'managed-cspm', priceListId: '標準価格表', ...more });
  const receive = (text: string, actor = manager) =>
    asActor(actor, (context) => receiveCustomers(context, { name: 'customers.csv', bytes: new TextEncoder().encode(text) }));
  const read = (id: string) => asActor(manager, (context) => readImport(context, { kind: 'onboarding', id }));

  it('is checked as a whole before anybody is brought in, and tells every bad line', async () => {
    const before = await everything();
    const first = inWords();
    const lines = [
      first,
      inWords({ number: first.number, userId: first.userId }),
      inWords({ number: 'N200000001' }),
      inWords({ credits: 'many', hasPoints: 'maybe' }),
    ];
    const { id } = await receive([head, ...lines.map(lineOf)].join('\r\n'));
    const found = await read(id);
    expect(found.counts).toEqual({ total: 4, waiting: 1, done: 0, failed: 3 });
    expect(found.failed.map(({ line, problems }) => [line, problems])).toEqual([
      [3, { number: 'onboarding_number_twice', userId: 'onboarding_user_id_twice' }],
      [4, { number: 'contract_number_taken' }],
      [5, { credits: 'contract_count_malformed', hasPoints: expect.any(String) }],
    ]);
    expect(await everything()).toEqual(before);
  });

  it('is taken customer by customer, all or nothing each, and twins take nobody twice', async () => {
    const lines = [inWords(), inWords({ userId: 'sales@later.example' }), inWords()];
    const { id } = await receive([head, ...lines.map(lineOf)].join('\n'));
    // Somebody else takes the second one's user ID after the check.
    await bringIn(customerOf({ userId: 'sales@later.example' }));
    const before = await count('accounts');
    await Promise.all([takeCustomers(manager, id), takeCustomers(manager, id), takeCustomers(manager, id)]);
    expect(await takeCustomers(manager, id)).toEqual({ waiting: 0 });
    const found = await read(id);
    expect(found.counts).toEqual({ total: 3, waiting: 0, done: 2, failed: 1 });
    expect(found.failed).toMatchObject([{ line: 3, problems: { userId: 'user_id_refused' } }]);
    expect(found.taken.map(({ result }) => result).sort()).toEqual([lines[0]?.number, lines[2]?.number].sort());
    expect(await count('accounts')).toBe(before + 2);
  });

  it('is for service managers, and another kind of file under its id is a 404', async () => {
    await expect(receive(`${head}\n${lineOf(inWords())}`, operator)).rejects.toMatchObject({ code: 'service_manager_only' });
    const { id } = await receive(`${head}\n${lineOf(inWords())}`);
    await expect(takeCustomers(operator, id)).rejects.toMatchObject({ code: 'service_manager_only' });
    await expect(asActor(manager, (context) => problemsOf(context, { kind: 'usage', id }))).rejects.toMatchObject({ code: 'not_found' });
    expect((await read(id)).counts.done).toBe(0);
  });

  it('of 10,000 lines is checked in seconds', async () => {
    const customer = inWords();
    const lines = Array.from({ length: 10_000 }, (_, at) => lineOf({ ...customer, number: `R${String(100000000 + at)}`, userId: `u${at}@bulk.example.cs` }));
    const before = Date.now();
    const { id } = await receive([head, ...lines].join('\n'));
    expect(Date.now() - before).toBeLessThan(20_000);
    expect((await read(id)).counts).toEqual({ total: 10_000, waiting: 10_000, done: 0, failed: 0 });
  }, 60_000);
});
