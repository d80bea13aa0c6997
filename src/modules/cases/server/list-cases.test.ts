import { describe, expect, it } from 'vitest';
import type { Problem } from '#kernel/list-query.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { people } from '#tests/support/people.ts';
import { personOf } from '#tests/support/server.ts';
import { inquiry, useWorld } from '#tests/support/world.ts';
import type { UserActor } from '#kernel/actor.ts';
import {
  CaseListPlace,
  closeCase,
  closeChosenCases,
  commentOnCase,
  countCases,
  countList,
  listCases,
  listQueue,
  openCase,
  openWholeList,
  readCase,
  readCaseList,
  seeAllCases,
} from './index.ts';

const world = useWorld();

/** Asks the list the way an address does. */
async function ask(actor: UserActor, params: Record<string, string> = {}) {
  return asActor(actor, async (context) => {
    const { list, problems } = await readCaseList(context, new URLSearchParams(params));
    return { ...(await listCases(context, { ...list, place: CaseListPlace.parse(params) })), problems, list };
  });
}
const codes = (problems: readonly Problem[]) => problems.map((problem) => problem.code);
const numbers = (page: { rows: { number: string }[] }) => page.rows.map((row) => row.number);

/** Every page by the places that each gives the next, then back again. */
async function walk(actor: UserActor, params: Record<string, string>) {
  const seen: string[] = [];
  let page = await ask(actor, params);
  for (;;) {
    seen.push(...numbers(page));
    if (!page.next) break;
    page = await ask(actor, { ...params, page: String(page.page + 1), after: page.next });
  }
  const back: string[] = [...numbers(page)];
  while (page.previous) {
    page = await ask(actor, { ...params, page: String(page.page - 1), before: page.previous });
    back.unshift(...numbers(page));
  }
  return { seen, back };
}

describe('the case list', () => {
  it('shows twenty rows a page, newest first, with exact counts [G-4.8-2, G-4.8-12]', async () => {
    const contact = await world.user(people.contact);
    const first = await ask(contact);
    const second = await ask(contact, { page: '2' });
    const { count } = await world.one<{ count: number }>('select count(*)::int as count from cases where account_id = $1', [contact.accountId]);
    expect(first.rows).toHaveLength(20);
    expect(first).toMatchObject({ from: 1, to: 20, total: count, page: 1, pages: Math.ceil(count / 20) });
    const times = [...first.rows, ...second.rows].map((row) => row.updatedAt);
    expect(times).toEqual([...times].sort().reverse());
    expect(new Set([...first.rows, ...second.rows].map((row) => row.number)).size).toBe(first.rows.length + second.rows.length);
  });

  it('reaches the same rows by the cursor of the page before as by number', async () => {
    const contact = await world.user(people.contact);
    const first = await ask(contact);
    const byNumber = await ask(contact, { page: '2' });
    const byCursor = await ask(contact, { page: '2', after: first.next ?? '' });
    expect(byCursor.rows).toEqual(byNumber.rows);
  });

  it('narrows to what waits for the customer and to monthly reports [G-4.8-3, G-4.8-4]', async () => {
    const contact = await world.user(people.contact);
    const action = await ask(contact, { view: 'action' });
    const monthly = await ask(contact, { view: 'monthly' });
    expect(new Set(action.rows.map((row) => row.status))).toEqual(new Set(['awaiting_customer', 'resolved']));
    expect(new Set(monthly.rows.map((row) => row.category))).toEqual(new Set(['monthly_report']));
    expect(action.total).toBe(action.counts.action);
  });

  it('holds and counts only cases of linked contracts, whoever else has how many [G-4.8-10, D-7, D-8]', async () => {
    const narrow = await world.user(people.narrow);
    const list = await ask(narrow);
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
    const look = () => ask(stranger);
    const before = JSON.stringify(await look());
    await world.owner.query('update cases set updated_at = now() where account_id <> $1', [stranger.accountId]);
    expect(JSON.stringify(await look())).toBe(before);
  });

  it('forgives a hand-made address, says what it left out, and keeps the rest [D-24]', async () => {
    const contact = await world.user(people.contact);
    const plain = await ask(contact);
    for (const after of ['x; drop table cases', 'W10', 'bnVsbA', Buffer.from('["2026-01-01T00:00:00Z","\\u0000"]').toString('base64url'), 'A'.repeat(5_000)])
      expect(numbers(await ask(contact, { view: "all' or 1=1", page: '-3', after }))).toEqual(numbers(plain));
    const asked = await ask(contact, {
      where: 'password.is(x),number.contains(%_\'"),contact.is(00000000-0000-4000-8000-000000000000),status.is(new)',
      sort: 'hash',
    });
    expect(codes(asked.problems)).toEqual(['unknown_field', 'unknown_value', 'unknown_sort']);
    expect(asked.total).toBe(0);
    expect((await ask(contact, { page: '9999' })).rows.length).toBeGreaterThan(0);
  });

  it('orders by any column, both ways, the same forwards, backwards and by number [G-4.8-5, G-4.8-12]', async () => {
    const contact = await world.user(people.contact);
    const { total } = await ask(contact);
    for (const sort of [
      'number',
      'status',
      'category',
      'subject',
      'contract',
      'holder',
      'service',
      'contact',
      'updated',
      'created',
      'status,-number',
      '-category,subject',
    ]) {
      for (const direction of ['', '-']) {
        const { seen, back } = await walk(contact, { sort: direction + sort });
        expect([sort, seen.length, new Set(seen).size]).toEqual([sort, total, total]);
        expect(back).toEqual(seen);
        const second = await ask(contact, { sort: direction + sort, page: '2' });
        expect(numbers(second)).toEqual(seen.slice(20, 40));
        const narrowed = await walk(contact, { sort: direction + sort, where: 'number.contains(CS)' });
        expect([sort, narrowed.seen]).toEqual([sort, seen]);
      }
    }
  });

  it('keeps its pages right while cases arrive [G-4.8-12]', async () => {
    const contact = await world.user(people.contact);
    const first = await ask(contact);
    const expected = numbers(await ask(contact, { page: '2' }));
    await asActor(contact, (context) => openCase(context, inquiry('N200000001')));
    expect(numbers(await ask(contact, { page: '2', after: first.next ?? '' }))).toEqual(expected);
  });

  it('answers every operator as a plain look at the rows does [G-4.8-6]', async () => {
    const contact = await world.user(people.contact);
    const everything: Awaited<ReturnType<typeof ask>>['rows'] = [];
    for (let page = 1, pages = 1; page <= pages; page += 1) {
      const list = await ask(contact, { page: String(page) });
      pages = list.pages;
      everything.push(...list.rows);
    }
    type Row = (typeof everything)[number];
    const subject = everything.find((row) => row.subject.length > 8)?.subject ?? '';
    const part = subject.slice(2, 6);
    const ofMe = personOf(people.contact).userId;
    expect(ofMe).not.toBe('');
    const since = (hours: number) => (row: Row) => Date.parse(row.updatedAt) >= Date.now() - hours * 3_600_000;
    const dayOf = (iso: string) => new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Tokyo' }).format(new Date(iso));
    const someDay = dayOf(everything[30]?.updatedAt ?? '');
    const expected: [string, (row: Row) => boolean][] = [
      ['status.is(new,closed)', (row) => ['new', 'closed'].includes(row.status)],
      ['status.is_not(new,closed)', (row) => !['new', 'closed'].includes(row.status)],
      ['category.is(alert)', (row) => row.category === 'alert'],
      ['number.ends(7)', (row) => row.number.endsWith('7')],
      ['number.starts(ｃｓ)', () => true],
      ['number.is_not(x)', () => true],
      ['subject.empty', (row) => row.subject === ''],
      ['subject.filled', (row) => row.subject !== ''],
      [`subject.contains('${part}')`, (row) => row.subject.includes(part)],
      [`subject.not_contains('${part}')`, (row) => !row.subject.includes(part)],
      [`subject.is('${subject}')`, (row) => row.subject === subject],
      [`subject.is_not('${subject}')`, (row) => row.subject !== subject],
      [`subject.starts('${subject.slice(0, 4)}')`, (row) => row.subject.startsWith(subject.slice(0, 4))],
      [`subject.ends('${subject.slice(-4)}')`, (row) => row.subject.endsWith(subject.slice(-4))],
      ['contract.is(N100000001)', (row) => row.contractNumber === 'N100000001'],
      ['contract.is_not(N100000001)', (row) => row.contractNumber !== 'N100000001'],
      ['contact.me', (row) => row.contactName === contact.displayName],
      ['contact.not_me', (row) => row.contactName !== contact.displayName],
      ['contact.empty', (row) => row.contactName === null],
      ['contact.filled', (row) => row.contactName !== null],
      ['updated.within(7d)', since(24 * 7)],
      ['updated.within(30d)', since(24 * 30)],
      [`updated.on(${someDay})`, (row) => dayOf(row.updatedAt) === someDay],
      [`updated.before(${someDay})`, (row) => dayOf(row.updatedAt) < someDay],
      [`updated.after(${someDay})`, (row) => dayOf(row.updatedAt) > someDay],
      [`updated.between(2026-01-01,${someDay})`, (row) => dayOf(row.updatedAt) >= '2026-01-01' && dayOf(row.updatedAt) <= someDay],
      ['or(status.is(new),category.is(alert)),contact.filled', (row) => (row.status === 'new' || row.category === 'alert') && row.contactName !== null],
      [
        'or(and(status.is(closed),category.is(alert)),and(status.is(new),contact.me))',
        (row) => (row.status === 'closed' && row.category === 'alert') || (row.status === 'new' && row.contactName === contact.displayName),
      ],
      ['unread.is(no)', (row) => !row.isUnread],
    ];
    for (const [where, fits] of expected) {
      const { seen } = await walk(contact, { where });
      expect([where, seen]).toEqual([where, everything.filter(fits).map((row) => row.number)]);
      const { list, total } = await ask(contact, { where });
      expect([where, total, await asActor(contact, (context) => countList(context, list))]).toEqual([where, seen.length, seen.length]);
    }
  });

  it('gives an export exactly the rows of the list, chosen ones or all, in its order [G-4.8-10]', async () => {
    const contact = await world.user(people.contact);
    const { list } = await ask(contact, { where: 'status.is(closed)', sort: '-number' });
    const { seen } = await walk(contact, { where: 'status.is(closed)', sort: '-number' });
    const whole = await openWholeList(contact, { ...list, only: null });
    const got: string[] = [];
    for await (const row of whole.rows) got.push(row.number);
    expect([whole.total, got]).toEqual([seen.length, seen]);
    const { number: foreign } = await world.one<{ number: string }>('select number from cases where account_id <> $1 limit 1', [contact.accountId]);
    const chosen = await openWholeList(contact, { ...list, only: [seen[3] ?? '', seen[1] ?? '', foreign] });
    const few: string[] = [];
    for await (const row of chosen.rows) few.push(row.number);
    expect(few).toEqual([seen[1], seen[3]]);
  });
});

describe('what changed since the reader last looked', () => {
  it('is marked, counted, and seen by opening it; own deeds are no news', async () => {
    const [contact, colleague] = [await world.user(people.contact), await world.user(people.colleague)];
    const unread = async (actor: UserActor) => (await asActor(actor, (context) => countCases(context))).unread;
    for (const actor of [contact, colleague]) await asActor(actor, (context) => seeAllCases(context));
    const before = await unread(contact);
    const number = await asActor(colleague, (context) => openCase(context, inquiry('N200000001')));
    expect(await unread(colleague)).toBe(0);
    expect(await unread(contact)).toBe(before + 1);
    expect((await ask(contact, { where: 'unread.is(yes)' })).rows.map((row) => [row.number, row.isUnread])).toContainEqual([number, true]);
    await asActor(contact, (context) => readCase(context, number));
    expect(await unread(contact)).toBe(before);
    const { number: _number, ...entry } = { ...inquiry('N200000001'), number };
    await asActor(contact, (context) => commentOnCase(context, { number, body: entry.body, attachments: [], key: crypto.randomUUID() }));
    expect([await unread(contact), await unread(colleague)]).toEqual([before, 1]);
    await asActor(colleague, (context) => seeAllCases(context));
    expect(await unread(colleague)).toBe(0);
  });

  it("is each reader's own, and nothing of another account can be looked at or marked", async () => {
    const [contact, stranger] = [await world.user(people.contact), await world.user(people.stranger)];
    const number = await asActor(contact, (context) => openCase(context, inquiry('N200000001')));
    const { id } = await world.one<{ id: string }>('select id from cases where number = $1', [number]);
    await expect(asActor(stranger, (context) => readCase(context, number))).rejects.toMatchObject({ kind: 'not_found' });
    const { sql } = await import('kysely');
    await asActor(stranger, ({ tx }) => sql`select app.see_case(${id}::uuid, now())`.execute(tx));
    expect((await world.owner.query('select from case_visits where case_id = $1 and user_id = $2', [id, stranger.id])).rowCount).toBe(0);
  });
});

describe('closing chosen cases', () => {
  it('closes each for itself and says which could not be closed, and why [G-4.8.4-1, G-4.8.4-2]', async () => {
    const contact = await world.user(people.contact);
    const open = await asActor(contact, (context) => openCase(context, inquiry('N200000001')));
    const closed = await asActor(contact, (context) => openCase(context, inquiry('N200000001')));
    await asActor(contact, (context) => closeCase(context, { number: closed, version: 1 }));
    const { number: waiting } = await world.one<{ number: string }>("select number from cases where account_id = $1 and status = 'resolved' limit 1", [
      contact.accountId,
    ]);
    const { number: foreign } = await world.one<{ number: string }>("select number from cases where account_id <> $1 and status = 'new' limit 1", [
      contact.accountId,
    ]);
    const outcome = await closeChosenCases(contact, [open, closed, waiting, foreign]);
    expect(outcome.closed).toEqual([open]);
    expect(outcome.refused.map((refused) => refused.number)).toEqual([closed, waiting, foreign]);
    expect(outcome.refused[2]?.code).toBe('not_found');
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
