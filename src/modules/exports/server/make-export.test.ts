import { existsSync, readdirSync, utimesSync, writeFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import type { SystemActor, UserActor } from '#kernel/actor.ts';
import { actorOfUser } from '#modules/users/server/index.ts';
import { house } from '#platform/server/house.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { eventually, useWorld } from '#tests/support/world.ts';
import { people } from '#tests/support/people.ts';
import type { ExportFormat } from '../export.ts';
import { cancelExport, deleteExport, listExports, makeExport, openExportFile, readExport, requestExport, sweepExports, watchExport } from './index.ts';
import type { ListSource } from './list-source.ts';

// No worker runs here: each test plays the job itself.
const world = useWorld();
beforeEach(() => world.owner.query(`update exports set state = 'canceled' where state in ('waiting', 'running')`));

const ask = (actor: UserActor, wish: { search?: string; format?: ExportFormat; total?: number; list?: string } = {}) =>
  asActor(actor, (context) =>
    requestExport(context, { list: 'numbers', search: `q=${Math.random()}`, format: 'csv', title: '番号の一覧', total: 6_000, ...wish }),
  );
const jobOf = (actor: UserActor, exportId: string) => ({ accountId: actor.accountId, exportId });
const read = (actor: UserActor, id: string) => asActor(actor, (context) => readExport(context, id));
const rowOf = (id: string) => world.one<Record<string, unknown>>('select * from exports where id = $1', [id]);
const filesOf = (id: string): string[] => {
  const folder = join(house().config.dataDir, 'files/exports', id);
  return existsSync(folder) ? readdirSync(folder) : [];
};
const drafts = (): string[] => {
  const folder = join(house().config.dataDir, 'drafts');
  return existsSync(folder) ? readdirSync(folder) : [];
};
const mailJobs = async (id: string) =>
  (await world.one<{ n: number }>(`select count(*)::int as n from pgboss.job where name = 'send-export-mail' and data ->> 'exportId' = $1`, [id])).n;
const textOf = async (actor: UserActor, id: string): Promise<string> => {
  const file = await asActor(actor, (context) => openExportFile(context, id));
  const chunks: Buffer[] = [];
  for await (const chunk of await file.stream()) chunks.push(chunk as Buffer);
  expect(Buffer.concat(chunks).length).toBe(file.size);
  return Buffer.concat(chunks).toString('utf8');
};

/** A list of so many numbers, each of which may take its time. */
const numbers =
  (count: number, before: (index: number) => unknown = () => undefined): ListSource =>
  async ({ language }) => ({
    total: count,
    sheet: { title: '番号の一覧', language, columns: [{ label: '番号' }], rows: rowsOf(count, before) },
  });
async function* rowsOf(count: number, before: (index: number) => unknown) {
  for (let index = 0; index < count; index += 1) {
    await before(index);
    yield [String(index)];
  }
}
const plain = { numbers: numbers(6_000) };
const slow = (reached: () => unknown = () => undefined) => ({
  numbers: numbers(100_000, async (index) => {
    if (index === 10) await reached();
    if (index > 10) await pause(5);
  }),
});

describe('asking for an export', () => {
  it('gives one job, and the same export to whoever presses twice', async () => {
    const actor = await world.user(people.contact);
    const ids = await Promise.all([1, 2, 3, 4].map(() => ask(actor, { search: 'q=same' })));
    expect(new Set(ids).size).toBe(1);
    const { n } = await world.one<{ n: number }>(`select count(*)::int as n from pgboss.job where name = 'make-export' and data ->> 'exportId' = $1`, [ids[0]]);
    expect(n).toBe(1);
    expect(await read(actor, ids[0] as string)).toMatchObject({ state: 'waiting', title: '番号の一覧', rowsTotal: 6_000, rowsDone: 0 });
  });

  it('is refused beyond three at a time, also at the same moment, and to nobody else for it', async () => {
    const [actor, colleague] = [await world.user(people.contact), await world.user(people.colleague)];
    const answers = await Promise.allSettled(Array.from({ length: 8 }, () => ask(actor)));
    expect(answers.filter((answer) => answer.status === 'fulfilled')).toHaveLength(3);
    for (const answer of answers) if (answer.status === 'rejected') expect(answer.reason).toMatchObject({ code: 'exports_too_many', kind: 'too_many' });
    await ask(colleague);
    const [first] = await asActor(actor, listExports);
    await asActor(actor, (context) => cancelExport(context, first?.id ?? ''));
    await ask(actor);
  });

  it('refuses a PDF of more than 5,000 rows and an address beyond all measure', async () => {
    const actor = await world.user(people.contact);
    await expect(ask(actor, { format: 'pdf', total: 5_001 })).rejects.toMatchObject({ code: 'export_too_long_for_pdf' });
    await expect(ask(actor, { search: 'q='.padEnd(16_001, 'x') })).rejects.toMatchObject({ code: 'malformed' });
    await expect(ask(actor, { search: 'q=\u0000' })).rejects.toMatchObject({ code: 'malformed' });
  });
});

describe('making an export', () => {
  it('acts as the person who asked, as the door knows them [D-8, D-11]', async () => {
    for (const key of [people.contact, people.administrator, people.narrow, people.english, people.stranger]) {
      const actor = await world.user(key);
      const worker: SystemActor = { kind: 'system', accountId: actor.accountId };
      expect(await asActor(worker, (context) => actorOfUser(context, actor.id))).toEqual({ ...actor, sessionId: expect.any(String) });
    }
    const [actor, stranger] = [await world.user(people.contact), await world.user(people.stranger)];
    expect(await asActor({ kind: 'system', accountId: stranger.accountId } as SystemActor, (context) => actorOfUser(context, actor.id))).toBeUndefined();
    const seen: UserActor[] = [];
    const id = await ask(actor, { search: 'q=a%26b&sort=x' });
    const searches: string[] = [];
    await makeExport(jobOf(actor, id), {
      numbers: (who, search) => {
        seen.push(who);
        searches.push(String(search));
        return numbers(10)(who, search);
      },
    });
    expect(seen.map((one) => one.id)).toEqual([actor.id]);
    expect(searches).toEqual(['q=a%26b&sort=x']);
  });

  it('keeps one whole file, its count and its days, and leaves no draft', async () => {
    const actor = await world.user(people.contact);
    const id = await ask(actor);
    await makeExport(jobOf(actor, id), plain);
    const made = await read(actor, id);
    expect(made).toMatchObject({ state: 'ready', rowsDone: 6_000, rowsTotal: 6_000, fault: null });
    expect(Date.parse(made.expiresAt) - Date.now()).toBeGreaterThan(6.9 * 86_400_000);
    const lines = (await textOf(actor, id)).split('\r\n');
    expect([lines[0], lines[1], lines[6_000], lines.length]).toEqual(['\ufeff番号', '0', '5999', 6_002]);
    expect(filesOf(id)).toHaveLength(1);
    expect(drafts()).toEqual([]);
  });

  it('run a second time makes no second file and no second mail', async () => {
    const actor = await world.user(people.contact);
    const id = await ask(actor);
    await makeExport(jobOf(actor, id), plain);
    const files = filesOf(id);
    await makeExport(jobOf(actor, id), plain);
    expect([filesOf(id), await mailJobs(id)]).toEqual([files, 1]);
  });

  it('run twice at once, and after a crash in the middle, makes one file and one mail', async () => {
    const actor = await world.user(people.contact);
    const id = await ask(actor);
    let begun = () => {};
    const isRunning = new Promise<void>((resolve) => (begun = resolve));
    const first = makeExport(jobOf(actor, id), slow(begun));
    await isRunning;
    // What a killed process leaves: a run that says nothing any more, and half a file of it.
    await house().files.put(`exports/${id}/killed`, 'half');
    await makeExport(jobOf(actor, id), plain);
    await first;
    expect([filesOf(id).length, await mailJobs(id), (await read(actor, id)).rowsDone]).toEqual([1, 1, 6_000]);
    expect((await textOf(actor, id)).split('\r\n')).toHaveLength(6_002);
    expect(drafts()).toEqual([]);
  });

  it('tells how far it is while it runs, and stops within two seconds when canceled', async () => {
    const actor = await world.user(people.contact);
    const id = await ask(actor);
    const running = makeExport(jobOf(actor, id), slow());
    await eventually('some progress', async () => (await read(actor, id)).rowsDone > 10, 5);
    expect(await read(actor, id)).toMatchObject({ state: 'running', rowsTotal: 100_000 });
    await asActor(actor, (context) => cancelExport(context, id));
    const asked = Date.now();
    await running;
    expect(Date.now() - asked).toBeLessThan(2_000);
    expect((await read(actor, id)).state).toBe('canceled');
    expect([filesOf(id), drafts(), await mailJobs(id)]).toEqual([[], [], 0]);
    await makeExport(jobOf(actor, id), plain);
    expect((await read(actor, id)).state).toBe('canceled');
  });

  it('stops when it is deleted while it runs', async () => {
    const actor = await world.user(people.contact);
    const id = await ask(actor);
    let begun = () => {};
    const isRunning = new Promise<void>((resolve) => (begun = resolve));
    const running = makeExport(jobOf(actor, id), slow(begun));
    await isRunning;
    await deleteExport(actor, id);
    await expect(read(actor, id)).rejects.toMatchObject({ code: 'not_found' });
    await running;
    expect([filesOf(id), drafts()]).toEqual([[], []]);
  });

  it('is tried again after a defect, and given up after five', async () => {
    const actor = await world.user(people.contact);
    const id = await ask(actor);
    const broken = { numbers: numbers(6_000, (index) => (index === 3_000 ? Promise.reject(new Error('a defect')) : undefined)) };
    for (let tries = 1; tries < 5; tries += 1) {
      await expect(makeExport(jobOf(actor, id), broken)).rejects.toThrow('a defect');
      expect(await read(actor, id)).toMatchObject({ state: 'waiting', rowsDone: 0 });
    }
    await makeExport(jobOf(actor, id), broken);
    expect(await read(actor, id)).toMatchObject({ state: 'failed', fault: 'export_failed' });
    expect([filesOf(id), drafts()]).toEqual([[], []]);
  });

  it('goes on where the process was stopped, without counting that as a fault', async () => {
    const actor = await world.user(people.contact);
    const id = await ask(actor);
    const stopping = new AbortController();
    const running = makeExport(
      jobOf(actor, id),
      slow(() => stopping.abort()),
      stopping.signal,
    );
    await expect(running).rejects.toThrow();
    expect(await rowOf(id)).toMatchObject({ state: 'waiting', tries: 0 });
    await makeExport(jobOf(actor, id), plain);
    expect((await read(actor, id)).state).toBe('ready');
  });

  it('of a list that this version does not know, or that refuses, fails in words', async () => {
    const actor = await world.user(people.contact);
    const id = await ask(actor, { list: 'no-such-list' });
    await makeExport(jobOf(actor, id), plain);
    expect(await read(actor, id)).toMatchObject({ state: 'failed', fault: 'export_failed' });
    const pdf = await ask(actor, { format: 'pdf', total: 10 });
    await makeExport(jobOf(actor, pdf), plain);
    expect(await read(actor, pdf)).toMatchObject({ state: 'failed', fault: 'export_too_long_for_pdf' });
  });
});

describe('rights that were lost', () => {
  const unlink = (userId: string) => world.owner.query(`delete from user_contracts where user_id = $1 returning account_id, user_id, contract_id`, [userId]);
  const relink = async (links: { account_id: string; user_id: string; contract_id: string }[]) => {
    for (const link of links) await world.owner.query('insert into user_contracts values ($1, $2, $3)', [link.account_id, link.user_id, link.contract_id]);
  };
  const never: ListSource = () => Promise.reject(new Error('nobody may read'));

  it('before it is made fail the export and read nothing [D-8, D-11]', async () => {
    const actor = await world.user(people.contact);
    const id = await ask(actor);
    const { rows: links } = await unlink(actor.id);
    await makeExport(jobOf(actor, id), { numbers: never });
    await relink(links);
    expect(await read(actor, id)).toMatchObject({ state: 'failed', fault: 'export_rights_changed' });
    const disabled = await ask(actor);
    await world.owner.query(`update users set state = 'disabled' where id = $1`, [actor.id]);
    await makeExport(jobOf(actor, disabled), { numbers: never });
    await world.owner.query(`update users set state = 'active' where id = $1`, [actor.id]);
    expect(await read(actor, disabled)).toMatchObject({ state: 'failed', fault: 'export_rights_changed' });
    const administrator = await world.user(people.administrator);
    const account = await ask(administrator);
    await world.owner.query(`update users set role = 'contact' where id = $1`, [administrator.id]);
    await makeExport(jobOf(administrator, account), { numbers: never });
    await world.owner.query(`update users set role = 'administrator' where id = $1`, [administrator.id]);
    expect(await read(administrator, account)).toMatchObject({ state: 'failed', fault: 'export_rights_changed' });
    expect([filesOf(id), filesOf(disabled), filesOf(account)]).toEqual([[], [], []]);
  });

  it('while it is made stop it within two seconds, and at the very end keep the file from being theirs [D-8, D-11]', async () => {
    const actor = await world.user(people.contact);
    const id = await ask(actor);
    let lost: Awaited<ReturnType<typeof unlink>>['rows'] = [];
    let since = 0;
    await makeExport(
      jobOf(actor, id),
      slow(async () => {
        lost = (await unlink(actor.id)).rows;
        since = Date.now();
      }),
    );
    await relink(lost);
    expect(Date.now() - since).toBeLessThan(2_500);
    expect(await read(actor, id)).toMatchObject({ state: 'failed', fault: 'export_rights_changed' });
    const last = await ask(actor);
    const atTheEnd = numbers(6_000, async (index) => {
      if (index === 5_999) lost = (await unlink(actor.id)).rows;
    });
    await makeExport(jobOf(actor, last), { numbers: atTheEnd });
    await relink(lost);
    expect(await read(actor, last)).toMatchObject({ state: 'failed', fault: 'export_rights_changed', size: null });
    expect([filesOf(id), filesOf(last), drafts()]).toEqual([[], [], []]);
  });

  it('after it was made close the file, and rights that were added do not [D-8, D-11]', async () => {
    const actor = await world.user(people.contact);
    const id = await ask(actor);
    await makeExport(jobOf(actor, id), plain);
    const poorer = { ...actor, contracts: actor.contracts.slice(1) };
    await expect(asActor(poorer, (context) => openExportFile(context, id))).rejects.toMatchObject({ code: 'export_rights_changed', kind: 'forbidden' });
    await asActor({ ...actor, role: 'administrator' as const }, (context) => openExportFile(context, id));
  });
});

describe("somebody else's export", () => {
  it('is not found by strangers, colleagues or administrators, whatever they try [D-7]', async () => {
    const actor = await world.user(people.contact);
    const id = await ask(actor);
    await makeExport(jobOf(actor, id), plain);
    for (const key of [people.colleague, people.administrator, people.stranger, people.strangeAdministrator]) {
      const other = await world.user(key);
      for (const deed of [readExport, watchExport, cancelExport, openExportFile])
        for (const tried of [id, 'nonsense', crypto.randomUUID()])
          await expect(asActor(other, (context): Promise<unknown> => deed(context, tried))).rejects.toMatchObject({ code: 'not_found' });
      await expect(deleteExport(other, id)).rejects.toMatchObject({ code: 'not_found' });
      expect((await asActor(other, listExports)).map((one) => one.id)).not.toContain(id);
      // A job that names another account finds nothing to make.
      await makeExport(jobOf(other, id), { numbers: () => Promise.reject(new Error('read')) }).catch(() => undefined);
    }
    expect((await read(actor, id)).state).toBe('ready');
    expect(filesOf(id)).toHaveLength(1);
  });

  it('cannot be made by the portal itself: it never says that something is ready, nor for whom [D-7]', async () => {
    const [actor, colleague] = [await world.user(people.contact), await world.user(people.colleague)];
    const id = await ask(actor);
    const { sql } = await import('kysely');
    const tries = [
      sql`update exports set state = 'ready' where id = ${id}`,
      sql`update exports set run_id = ${crypto.randomUUID()} where id = ${id}`,
      sql`update exports set user_id = ${colleague.id} where id = ${id}`,
      sql`delete from exports where id = ${id}`,
      sql`insert into exports (id, account_id, user_id, list, search, format, title, role, contract_ids, rows_total, created_at, expires_at)
        values (${crypto.randomUUID()}, ${actor.accountId}, ${colleague.id}, 'x-y', '', 'csv', 'x', 'contact', '{}', 0, now(), now() + interval '1 day')`,
    ];
    for (const statement of tries) await expect(asActor(actor, ({ tx }) => statement.execute(tx))).rejects.toMatchObject({ code: '42501' });
  });
});

describe('what is over', () => {
  it('goes with its files after seven days, and nothing else does', async () => {
    const actor = await world.user(people.contact);
    const [old, fresh] = [await ask(actor), await ask(actor)];
    for (const id of [old, fresh]) await makeExport(jobOf(actor, id), plain);
    await world.owner.query(`update exports set expires_at = now() - interval '1 second' where id = $1`, [old]);
    await expect(read(actor, old)).rejects.toMatchObject({ code: 'not_found' });
    await expect(asActor(actor, (context) => openExportFile(context, old))).rejects.toMatchObject({ code: 'not_found' });
    mkdirSync(join(house().config.dataDir, 'drafts'), { recursive: true });
    for (const name of ['left', 'new']) writeFileSync(join(house().config.dataDir, 'drafts', name), 'x');
    utimesSync(join(house().config.dataDir, 'drafts/left'), 0, 0);
    await sweepExports();
    expect([await rowOf(old), filesOf(old), filesOf(fresh).length, drafts()]).toEqual([undefined, [], 1, ['new']]);
  });

  it('is also what no run has spoken of for an hour', async () => {
    const actor = await world.user(people.contact);
    const [stuck, alive] = [await ask(actor), await ask(actor)];
    await world.owner.query(`update exports set state = 'running', alive_at = now() - interval '61 minutes' where id = $1`, [stuck]);
    await world.owner.query(`update exports set state = 'running', alive_at = now() - interval '59 minutes' where id = $1`, [alive]);
    await sweepExports();
    expect([(await read(actor, stuck)).state, (await read(actor, alive)).state]).toEqual(['failed', 'running']);
  });

  it('is gone at once when its reader deletes it, with its file', async () => {
    const actor = await world.user(people.contact);
    const id = await ask(actor);
    await makeExport(jobOf(actor, id), plain);
    await deleteExport(actor, id);
    expect(filesOf(id)).toEqual([]);
    await expect(deleteExport(actor, id)).rejects.toMatchObject({ code: 'not_found' });
    await world.owner.query(`update exports set expires_at = now() - interval '1 second' where id = $1`, [id]);
    await sweepExports();
    expect(await rowOf(id)).toBeUndefined();
  });
});
