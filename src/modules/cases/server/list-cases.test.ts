import { describe, expect, it } from 'vitest';
import { asActor } from '#platform/server/unit-of-work.ts';
import { people } from '#tests/support/people.ts';
import { inquiry, useWorld } from '#tests/support/world.ts';
import { CaseListQuery, closeCase, listCases, listQueue, openCase } from './index.ts';

const world = useWorld();
const query = (params: Record<string, string> = {}) => CaseListQuery.parse(params);

describe('the case list', () => {
  it('shows twenty rows a page, newest first, with exact counts [G-4.8-2, G-4.8-12]', async () => {
    const contact = await world.user(people.contact);
    const first = await asActor(contact, (context) => listCases(context, query()));
    const second = await asActor(contact, (context) => listCases(context, query({ page: '2' })));
    const { count } = await world.one<{ count: number }>('select count(*)::int as count from cases where account_id = $1', [contact.accountId]);
    expect(first.rows).toHaveLength(20);
    expect(first).toMatchObject({ from: 1, to: 20, total: count, page: 1, pages: Math.ceil(count / 20) });
    const times = [...first.rows, ...second.rows].map((row) => row.updatedAt);
    expect(times).toEqual([...times].sort().reverse());
    expect(new Set([...first.rows, ...second.rows].map((row) => row.number)).size).toBe(first.rows.length + second.rows.length);
  });

  it('reaches the same rows by the cursor of the page before as by number', async () => {
    const contact = await world.user(people.contact);
    const first = await asActor(contact, (context) => listCases(context, query()));
    const byNumber = await asActor(contact, (context) => listCases(context, query({ page: '2' })));
    const byCursor = await asActor(contact, (context) => listCases(context, query({ page: '2', after: first.next ?? '' })));
    expect(byCursor.rows).toEqual(byNumber.rows);
  });

  it('narrows to what waits for the customer and to monthly reports [G-4.8-3, G-4.8-4]', async () => {
    const contact = await world.user(people.contact);
    const action = await asActor(contact, (context) => listCases(context, query({ view: 'action' })));
    const monthly = await asActor(contact, (context) => listCases(context, query({ view: 'monthly' })));
    expect(new Set(action.rows.map((row) => row.status))).toEqual(new Set(['awaiting_customer', 'resolved']));
    expect(new Set(monthly.rows.map((row) => row.category))).toEqual(new Set(['monthly_report']));
    expect(action.total).toBe(action.counts.action);
  });

  it('holds and counts only cases of linked contracts, whoever else has how many [G-4.8-10, D-7, D-8]', async () => {
    const narrow = await world.user(people.narrow);
    const list = await asActor(narrow, (context) => listCases(context, query()));
    expect(new Set(list.rows.map((row) => row.contractNumber))).toEqual(new Set(['N100000001']));
    const { count } = await world.one<{ count: number }>(
      "select count(*)::int as count from cases c join contracts k on k.id = c.contract_id where k.number = 'N100000001'",
    );
    expect(list.total).toBe(count);
  });

  it('keeps its tallies true through every change of a case, however many change at once [G-4.8-12]', async () => {
    const contact = await world.user(people.contact);
    const numbers = await Promise.all(Array.from({ length: 12 }, () => asActor(contact, (context) => openCase(context, inquiry('N200000001')))));
    await Promise.all(numbers.slice(0, 8).map((number) => asActor(contact, (context) => closeCase(context, { number, version: 1 }))));
    const { rows: kept } = await world.owner.query('select contract_id, status, category, count::int as n from case_tallies where count > 0 order by 1, 2, 3');
    const { rows: counted } = await world.owner.query('select contract_id, status, category, count(*)::int as n from cases group by 1, 2, 3 order by 1, 2, 3');
    expect(kept).toEqual(counted);
  });

  it('is byte for byte the same with and without the cases of others [D-7]', async () => {
    const stranger = await world.user(people.stranger);
    const look = () => asActor(stranger, (context) => listCases(context, query()));
    const before = JSON.stringify(await look());
    await world.owner.query('update cases set updated_at = now() where account_id <> $1', [stranger.accountId]);
    expect(JSON.stringify(await look())).toBe(before);
  });

  it('forgives a hand-made address [D-24]', () => {
    expect(query({ view: "all' or 1=1", page: '-3', after: 'x; drop table cases' })).toEqual({ view: 'all', page: 1, after: undefined });
  });
});

describe('the queues of the console', () => {
  it('hold what their names say, of every account', async () => {
    const operator = await world.operator(people.operator);
    const fresh = await asActor(operator, (context) => listQueue(context, { queue: 'new', page: 1 }));
    expect(new Set(fresh.rows.map((row) => row.status))).toEqual(new Set(['new']));
    const waiting = await asActor(operator, (context) => listQueue(context, { queue: 'awaiting_customer', page: 1 }));
    expect(new Set(waiting.rows.map((row) => row.accountName)).size).toBeGreaterThan(0);
    expect(waiting.rows.length).toBe(Math.min(50, waiting.counts.awaiting_customer));
    const replied = await asActor(operator, (context) => listQueue(context, { queue: 'replied', page: 1 }));
    expect(replied.rows.every((row) => row.repliedAt !== null)).toBe(true);
  });
});
