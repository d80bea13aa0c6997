import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { dayOf, monthOf } from '#kernel/days.ts';
import { newId } from '#kernel/ids.ts';
import type { OperatorActor, UserActor } from '#kernel/actor.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { people } from '#tests/support/people.ts';
import { useWorld } from '#tests/support/world.ts';
import {
  adjustPoints,
  AdjustPointsInput,
  balanceOf,
  grantContractPoints,
  holdPoints,
  ledgerOf,
  listPeriods,
  PeriodQuery,
  readPeriod,
  releasePoints,
  settlePoints,
  sweepGrants,
} from './index.ts';

const world = useWorld();
const month = monthOf(dayOf(new Date()));
/** Thousands with POINT_HISTORIES=3000; fewer where every test runs. */
const HISTORIES = Number(process.env['POINT_HISTORIES'] ?? 100);

/** An open request of so many points, as the form writes it. */
async function request(actor: UserActor, contractId: string, points: number): Promise<string> {
  const id = newId();
  const item = await world.one<{ id: string }>(`select id from catalog_items where key = 'policy-change'`);
  await world.owner.query(
    `insert into requests (id, account_id, contract_id, number, item_id, item_version, answers, points, month, requester_id, created_at, updated_at)
     values ($1, $2, $3, 'WR' || lpad(nextval('request_numbers')::text, 7, '0'), $4, 1, '{}', $5, $6, $7, now(), now())`,
    [id, actor.accountId, contractId, item.id, points, month, actor.id],
  );
  return id;
}

/** A contract of the contact's own, with a fresh month of exactly so many points. */
async function freshContract(actor: UserActor, granted: number): Promise<string> {
  const id = newId();
  const number = `T${String(Math.floor(Math.random() * 1e9)).padStart(9, '0')}`;
  await world.owner.query(
    `insert into contracts (id, account_id, number, holder_name, service_id, started_on) values ($1, $2, $3, 'x', 'managed-cspm', '2026-01-01')`,
    [id, actor.accountId, number],
  );
  await world.owner.query(`insert into point_entries (id, account_id, contract_id, month, kind, points, at) values ($1, $2, $3, $4, 'grant', $5, now())`, [
    newId(),
    actor.accountId,
    id,
    month,
    granted,
  ]);
  return id;
}

const linked = (actor: UserActor, id: string): UserActor => {
  const [first] = actor.contracts;
  if (!first) throw new Error('no contract');
  return { ...actor, contracts: [...actor.contracts, { ...first, id, number: `X${id.slice(0, 8)}`, hasPoints: true }] };
};

/** Whether a deed was kept; refused it may only be for these reasons. */
async function kept(deed: Promise<void>, codes: readonly string[]): Promise<boolean> {
  return deed.then(
    () => true,
    (error: { code: string }) => (expect(codes).toContain(error.code), false),
  );
}

/** Decides a request as the deeds of its own module do. */
const refuse = (requestId: string) => world.owner.query("update requests set state = 'refused', reason = 'x', decided_at = now() where id = $1", [requestId]);

describe('the ledger', () => {
  it('keeps granted + adjusted = settled + held + left, never below nothing, through any histories, several deeds of them at once [D-15, D-17]', async () => {
    const operator = await world.operator(people.operator);
    const plain = await world.user(people.contact);
    let seed = 20_261_123;
    const dice = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;

    /** Deeds in bursts on one contract; after each burst what happened is held against what may have happened. */
    const live = async (): Promise<void> => {
      const granted = dice(40) + 1;
      const contractId = await freshContract(plain, granted);
      const { number } = await world.one<{ number: string }>('select number from contracts where id = $1', [contractId]);
      const actor = linked(plain, contractId);
      const model = { total: granted, settled: 0, held: new Map<string, number>() };
      const left = () => model.total - model.settled - [...model.held.values()].reduce((sum, points) => sum + points, 0);
      for (let burst = 0; burst < 4; burst += 1) {
        const before = left();
        const open = [...model.held.keys()];
        const refused: number[] = [];
        let taken = 0;
        const hold = async (points: number, requestId: string) => {
          const isHeld = await kept(
            asActor(actor, (context) => holdPoints(context, { contractId, requestId, month, points })),
            ['points_short'],
          );
          if (!isHeld) return void refused.push(points);
          model.held.set(requestId, points);
          taken += points;
        };
        const adjust = async (points: number) => {
          const isDone = await kept(
            asActor(operator, (context) => adjustPoints(context, { key: randomUUID(), number, month, points, reason: 'x' })),
            ['points_too_few'],
          );
          if (!isDone) return void refused.push(-points);
          model.total += points;
          taken += Math.max(0, -points);
        };
        const end = async (requestId: string, deed: typeof settlePoints) => {
          const points = model.held.get(requestId) ?? 0;
          if (deed === releasePoints) await refuse(requestId);
          const isDone = await kept(
            asActor(operator, (context) => deed(context, { accountId: actor.accountId, requestId })),
            [],
          );
          expect(isDone).toBe(true);
          model.held.delete(requestId);
          if (deed === settlePoints) model.settled += points;
        };
        const deeds: (() => Promise<void>)[] = [];
        for (let n = 1 + dice(3); n > 0; n -= 1) {
          const points = 1 + dice(25);
          const requestId = await request(actor, contractId, points);
          deeds.push(() => hold(points, requestId));
        }
        if (dice(2) === 0) deeds.push(() => adjust(dice(41) - 20 || 1));
        for (const requestId of open) if (dice(2) === 0) deeds.push(() => end(requestId, dice(2) === 0 ? settlePoints : releasePoints));
        await Promise.all(deeds.map((deed) => deed()));
        // Whatever the order within the burst was, there was never more left than this when a deed was refused, nor less.
        for (const points of refused) expect(points).toBeGreaterThan(before - taken);
        const balance = await asActor(actor, (context) => balanceOf(context, { contractId, month }));
        expect(balance).toEqual({
          granted,
          adjusted: model.total - granted,
          held: [...model.held.values()].reduce((sum, points) => sum + points, 0),
          settled: model.settled,
          left: left(),
        });
        expect(balance.left).toBeGreaterThanOrEqual(0);
      }
      const { sum } = await world.one<{ sum: number }>(
        `select sum(case kind when 'hold' then -points when 'settle' then 0 else points end)::int as sum from point_entries where contract_id = $1`,
        [contractId],
      );
      expect(sum).toBe(left());
    };
    for (let history = 0; history < HISTORIES; history += 5) await Promise.all(Array.from({ length: 5 }, live));
  }, 600_000);

  it('holds exactly one of twenty requests at once on a balance for one [D-15]', async () => {
    const plain = await world.user(people.contact);
    const contractId = await freshContract(plain, 5);
    const actor = linked(plain, contractId);
    const requests = await Promise.all(Array.from({ length: 20 }, () => request(actor, contractId, 5)));
    const ends = await Promise.allSettled(
      requests.map((requestId) => asActor(actor, (context) => holdPoints(context, { contractId, requestId, month, points: 5 }))),
    );
    expect(ends.filter((end) => end.status === 'fulfilled')).toHaveLength(1);
    for (const end of ends) if (end.status === 'rejected') expect(end.reason).toMatchObject({ code: 'points_short' });
    expect(await asActor(actor, (context) => balanceOf(context, { contractId, month }))).toMatchObject({ held: 5, left: 0 });
  });

  it('takes no hold for other points than the request has, and no end of what was not held', async () => {
    const plain = await world.user(people.contact);
    const contractId = await freshContract(plain, 50);
    const actor = linked(plain, contractId);
    const requestId = await request(actor, contractId, 5);
    await expect(asActor(actor, (context) => holdPoints(context, { contractId, requestId, month, points: 1 }))).rejects.toMatchObject({
      constraint: 'points_of_request',
    });
    const strange = await world.user(people.stranger);
    await expect(asActor(strange, (context) => holdPoints(context, { contractId, requestId, month, points: 5 }))).rejects.toThrow();
    await asActor(actor, (context) => releasePoints(context, { accountId: actor.accountId, requestId }));
    expect(await asActor(actor, (context) => balanceOf(context, { contractId, month }))).toMatchObject({ held: 0, left: 50 });
    await asActor(actor, (context) => holdPoints(context, { contractId, requestId, month, points: 5 }));
    // What may still be accepted is not freed, or it would be spent twice.
    await expect(asActor(actor, (context) => releasePoints(context, { accountId: actor.accountId, requestId }))).rejects.toMatchObject({
      constraint: 'points_of_request',
    });
  });

  it('never changes an entry, not even for its owner', async () => {
    await expect(world.owner.query('update point_entries set points = 1')).rejects.toThrow('never changed');
    await expect(world.owner.query('delete from point_entries')).rejects.toThrow('never changed');
  });
});

describe('the monthly grant', () => {
  it('is made once for each contract and month, however often and at once it is asked [D-17]', async () => {
    const contract = await world.one<{ id: string; account_id: string }>(`select id, account_id from contracts where number = 'P910000001'`);
    const next = monthOf(month, 1);
    const job = { accountId: contract.account_id, contractId: contract.id, month: next };
    await Promise.all(Array.from({ length: 8 }, () => grantContractPoints(job)));
    const { n } = await world.one<{ n: number }>(`select count(*)::int as n from point_entries where contract_id = $1 and month = $2`, [contract.id, next]);
    expect(n).toBe(1);
    expect((await world.one<{ points: number }>(`select points from point_entries where contract_id = $1 and month = $2`, [contract.id, next])).points).toBe(
      30,
    );
  });

  it('is queued for contracts with points that have none yet, and for no others', async () => {
    await world.owner.query(`alter table point_entries disable trigger keep_entry`);
    await world.owner.query(
      `delete from point_entries where month = $1 and kind = 'grant' and contract_id = (select id from contracts where number = 'H300000001')`,
      [month],
    );
    await world.owner.query(`alter table point_entries enable trigger keep_entry`);
    await sweepGrants();
    const jobs = await world.owner.query(`select data->>'contractId' as id from pgboss.job where name = 'grant-contract-points'`);
    const wanted = await world.one<{ id: string }>(`select id from contracts where number = 'H300000001'`);
    expect(jobs.rows.map((row) => row.id)).toEqual([wanted.id]);
  });
});

describe('ポイント管理', () => {
  const list = (actor: UserActor) => asActor(actor, (context) => listPeriods(context, PeriodQuery.parse({})));

  it('shows the months of contracts with points, with 残数 = 合計 − 消化数, and no such page without them [G-4.11.2-1, G-4.11.2-2, D-18]', async () => {
    const page = await list(await world.user(people.contact));
    expect(new Set(page.rows.map((row) => row.contractNumber))).toEqual(new Set(['N200000001']));
    expect(page.rows[0]).toMatchObject({ month, startOn: month, balance: { granted: 55 } });
    for (const { balance } of page.rows) expect(balance.granted + balance.adjusted - balance.held - balance.settled).toBe(balance.left);
    await expect(list(await world.user(people.narrow))).rejects.toMatchObject({ kind: 'not_found' });
  });

  it('tells a foreign, narrowed or malformed month nothing', async () => {
    const [contact, narrow] = [await world.user(people.contact), await world.user(people.narrow)];
    const read = (actor: UserActor, contractNumber: string, at: string) => asActor(actor, (context) => readPeriod(context, { contractNumber, month: at }));
    expect((await read(contact, 'N200000001', month)).entries.map((entry) => entry.change)).toEqual([55]);
    for (const [actor, number, at] of [
      [contact, 'P910000001', month],
      [contact, 'N200000001', '2020-01-01'],
      [contact, 'N200000001', `${month.slice(0, 8)}02`],
      [contact, 'N200000001', "' or true"],
      [narrow, 'N200000001', month],
    ] as const)
      await expect(read(actor, number, at)).rejects.toMatchObject({ kind: 'not_found' });
  });

  it('is adjusted by service managers alone, with a reason, and not below nothing', async () => {
    const [manager, operator, contact] = [await world.operator(people.operator), await world.operator(people.secondOperator), await world.user(people.contact)];
    const adjust = (actor: OperatorActor, points: string, reason = '障害のお詫び') =>
      asActor(actor, (context) => adjustPoints(context, AdjustPointsInput.parse({ key: randomUUID(), number: 'N200000001', month, points, reason })));
    await adjust(manager, '＋１０');
    await expect(adjust(manager, '-66')).rejects.toMatchObject({ code: 'points_too_few', params: { left: 65 } });
    await expect(adjust(operator, '1')).rejects.toMatchObject({ code: 'service_manager_only' });
    for (const bad of ['0', '1.5', '十', '1e3', ''])
      expect(AdjustPointsInput.safeParse({ key: randomUUID(), number: 'N200000001', month, points: bad, reason: 'x' }).success).toBe(false);
    const seen = await asActor(contact, (context) => readPeriod(context, { contractNumber: 'N200000001', month }));
    expect(seen.entries.at(-1)).toMatchObject({ kind: 'adjust', change: 10, reason: '障害のお詫び', operatorName: null });
    const ledger = await asActor(operator, (context) => ledgerOf(context, { number: 'N200000001', month: null }));
    expect(ledger.shown?.entries.at(-1)?.operatorName).toBe('OP-01');
    expect(ledger.can.adjust).toBe(false);
    await adjust(manager, '-10');
    const again = AdjustPointsInput.parse({ key: randomUUID(), number: 'N200000001', month, points: '5', reason: '二重送信' });
    await Promise.all([again, again, again].map((input) => asActor(manager, (context) => adjustPoints(context, input))));
    await expect(asActor(manager, (context) => adjustPoints(context, { ...again, points: 6 }))).rejects.toMatchObject({ code: 'submission_changed' });
    await adjust(manager, '-5', '二重送信の取り消し');
  });
});
