import { beforeEach, describe, expect, it } from 'vitest';
import type { OperatorActor } from '#kernel/actor.ts';
import { dayOf, monthOf } from '#kernel/days.ts';
import { readImport } from '#modules/imports/server/index.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { people } from '#tests/support/people.ts';
import { personOf } from '#tests/support/server.ts';
import { eventually, useWorld } from '#tests/support/world.ts';
import { monthFrom } from '../index.ts';
import { listOverruns, listUsage, receiveUsage, recordUsage, takeUsage, UsageInput, UsageQuery } from './index.ts';

const world = useWorld({ jobs: true });
const month = monthOf(dayOf(new Date()));
let manager: OperatorActor;
let operator: OperatorActor;
beforeEach(async () => {
  manager = await world.operator(people.operator);
  operator = await world.operator(people.secondOperator);
});

const record = (more: Partial<Record<keyof UsageInput, string>> = {}, actor = manager) =>
  asActor(actor, (context) => recordUsage(context, { ...UsageInput.parse({ number: 'N200000001', month, credits: '1000', ...more }), source: 'console' }));
const overrunCases = async () => (await world.one<{ n: number }>(`select count(*)::int as n from cases where category = 'credit_overrun'`)).n;
const back = (months: number) => monthOf(month, -months);

describe('usage of a month', () => {
  it('raises one case when it passes what was bought, and tells customer and service managers [G-4.8.5-1]', async () => {
    const before = await overrunCases();
    expect((await record({ credits: '1,000' })).caseNumber).toBeNull();
    expect(await overrunCases()).toBe(before);
    const { caseNumber } = await record({ credits: '１００１' });
    expect(caseNumber).toMatch(/^CS\d{7}$/);
    expect((await record({ credits: '2000' })).caseNumber).toBeNull();
    expect((await record({ credits: '500' })).caseNumber).toBeNull();
    expect((await record({ credits: '2001' })).caseNumber).toBeNull();
    expect(await overrunCases()).toBe(before + 1);
    const raised = await world.one<{ userId: string; subject: string }>(
      `select u.user_id as "userId", k.subject from cases k join users u on u.id = k.contact_id where number = $1`,
      [caseNumber],
    );
    expect(raised).toEqual({ userId: personOf(people.administrator).userId, subject: `ご利用クレジット数超過 ${month.slice(0, 7)}` });
    const mail = (address: string, words: string) =>
      eventually(`mail to ${address}`, () => world.mails.find((one) => one.to.address === address && one.subject.includes(words)));
    await mail(personOf(people.administrator).mail, caseNumber as string);
    expect((await mail(personOf(people.operator).mail, 'N200000001')).text).toContain('1,001');
    expect(world.mails.filter(({ to }) => to.address === personOf(people.secondOperator).mail)).toEqual([]);
  });

  it('raises one case of 20 figures at once', async () => {
    const before = await overrunCases();
    const outcomes = await Promise.all(Array.from({ length: 20 }, (_, at) => record({ number: 'P910000001', credits: String(501 + at) })));
    expect(outcomes.filter(({ caseNumber }) => caseNumber !== null)).toHaveLength(1);
    expect(await overrunCases()).toBe(before + 1);
  });

  it('compares a month with the terms of its last day', async () => {
    const { id, account } = await world.one<{ id: string; account: string }>(`select id, account_id as account from contracts where number = 'H300000001'`);
    const change = back(1).slice(0, 8) + '15';
    await world.owner.query(
      `insert into contract_terms (id, account_id, contract_id, from_on, kind, plan, credits, has_requests, has_points)
       values (gen_random_uuid(), $1, $2, $3, 'paid', 'x', 3000, false, false)`,
      [account, id, change],
    );
    expect((await record({ number: 'H300000001', month: back(1), credits: '2500' })).caseNumber).toBeNull();
    expect((await record({ number: 'H300000001', month: back(2), credits: '2500' })).caseNumber).not.toBeNull();
    expect((await record({ number: 'H300000001', month: back(1), credits: '3001' })).caseNumber).not.toBeNull();
  });

  it("writes case and mail in the customer's language", async () => {
    const { caseNumber } = await record({ number: 'H300000002', credits: '101' });
    const raised = await world.one<{ words: string }>(
      `select k.subject || (select body_text from activities a where a.case_id = k.id and a.kind = 'comment') as words from cases k where number = $1`,
      [caseNumber],
    );
    expect(raised.words).not.toMatch(/[ぁ-んァ-ヶ一-龠]/);
  });

  it('is refused before the contract, in the future, for nobody, and from an operator', async () => {
    await expect(record({ number: 'Z999999999' })).rejects.toMatchObject({ code: 'usage_contract_unknown' });
    await expect(record({ month: monthOf(month, 1) })).rejects.toMatchObject({ code: 'usage_month_coming' });
    await expect(record({ month: '2001-01' })).rejects.toMatchObject({ code: 'usage_month_outside' });
    await expect(record({}, operator)).rejects.toMatchObject({ code: 'service_manager_only' });
    await expect(asActor(await world.user(people.contact), (context) => listUsage(context as never, UsageQuery.parse({})))).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('leaves no figure where the case cannot be raised', async () => {
    await world.owner.query(`create function fail_overrun() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$`);
    await world.owner.query(`create trigger fail before insert on usage_overruns for each row execute function fail_overrun()`);
    const before = await world.one(`select (select count(*) from usage_figures) as figures, (select count(*) from cases) as cases`);
    await expect(record({ month: back(3), credits: '5000' })).rejects.toThrow();
    await world.owner.query(`drop trigger fail on usage_overruns`);
    expect(await world.one(`select (select count(*) from usage_figures) as figures, (select count(*) from cases) as cases`)).toEqual(before);
  });

  it('is listed with the newest figure of each month, and overruns by themselves', async () => {
    await record({ month: back(4), credits: '10' });
    await record({ month: back(4), credits: '20' });
    const { rows } = await asActor(operator, (context) => listUsage(context, UsageQuery.parse({ q: 'N2000' })));
    expect(rows.filter((row) => row.month === back(4))).toMatchObject([{ credits: 20, contracted: 1000, caseNumber: null, holderName: 'csアカウント01' }]);
    const overruns = await asActor(operator, (context) => listOverruns(context, UsageQuery.parse({ q: 'A会社' })));
    expect(overruns).toMatchObject({ total: 1, rows: [{ number: 'P910000001', contracted: 500 }] });
  });
});

describe('a file of figures', () => {
  it('is checked whole, then noted line by line; sending it again changes nothing', async () => {
    const target = back(5);
    const text = `お客様番号,対象月,ご利用クレジット数\nN200000001,${target.slice(0, 7)},"1,500"\nN200000001,${target},3\nZ1,2026年13月,-1\nN100000001,${target.slice(0, 7)},3`;
    const send = () => asActor(manager, (context) => receiveUsage(context, { name: 'usage.csv', bytes: new TextEncoder().encode(text) }));
    const read = (id: string) => asActor(manager, (context) => readImport(context, { kind: 'usage', id }));
    const { id } = await send();
    expect((await read(id)).failed.map(({ line, problems }) => [line, problems])).toEqual([
      [3, { month: 'usage_month_twice' }],
      [4, { number: 'usage_contract_unknown', month: 'usage_month_malformed', credits: 'usage_credits_malformed' }],
    ]);
    const before = await overrunCases();
    expect(await takeUsage(manager, id)).toEqual({ waiting: 0 });
    const figures = await world.one(`select count(*) as n from usage_figures`);
    expect((await read(id)).counts).toMatchObject({ done: 2, failed: 2 });
    const again = await send();
    await takeUsage(manager, again.id);
    expect(await overrunCases()).toBe(before + 1);
    expect(await world.one(`select count(*) as n from usage_figures`)).toEqual(figures);
  });

  it('understands months as people write them', () => {
    expect(['2026-11', '2026/1', '2026年3月', '２０２６／１１', '2026-11-30', '2026/4/1'].map(monthFrom)).toEqual([
      '2026-11-01',
      '2026-01-01',
      '2026-03-01',
      '2026-11-01',
      '2026-11-01',
      '2026-04-01',
    ]);
    expect(['', '2026', '2026-13', '2026-00', '11-2026', '1999-01', '2026-1-1-1'].map(monthFrom)).toEqual(Array(7).fill(undefined));
  });
});
