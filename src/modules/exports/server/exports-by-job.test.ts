import { describe, expect, it } from 'vitest';
import { buffer } from 'node:stream/consumers';
import type { SystemActor, UserActor } from '#kernel/actor.ts';
import { house } from '#platform/server/house.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { eventually, useWorld } from '#tests/support/world.ts';
import { people } from '#tests/support/people.ts';
import { LOOKED_AWAY_SECONDS, MAIL_AFTER_SECONDS } from '../export.ts';
import { needsMail } from './export-mail.ts';
import { openExportFile, readExport, requestExport, sendExportMail, watchExport } from './index.ts';

const world = useWorld({ jobs: true });

/** So many lines of history that its reader and nobody else has. */
const seed = (actor: UserActor, count: number) =>
  world.owner.query(
    `insert into user_events (id, account_id, reader_id, name, actor_kind, address, at)
     select gen_random_uuid(), $1, $2, 'report.view', 'user', '198.51.100.4', date_trunc('milliseconds', now()) - interval '1 day' - n * interval '1 second' from generate_series(1, $3::int) n`,
    [actor.accountId, actor.id, count],
  );
const ask = (actor: UserActor) =>
  asActor(actor, (context) => requestExport(context, { list: 'sign-ins', search: 'event=report.view', format: 'csv', title: 'x', total: 6_000 }));
const ready = (actor: UserActor, id: string) =>
  eventually('the export', async () => {
    const found = await asActor(actor, (context) => readExport(context, id));
    if (found.state === 'failed') throw new Error(`failed: ${found.fault}`);
    return found.state === 'ready' ? found : undefined;
  });
const linesOf = async (actor: UserActor, id: string) => {
  const file = await asActor(actor, (context) => openExportFile(context, id));
  return (await buffer(await file.stream())).toString().trimEnd().split('\r\n');
};

describe('an export made by the worker', () => {
  it("holds its reader's rows and no others, each in its reader's language at the same time [G-4.11.1-3, G-2.6-1, D-7, D-20]", async () => {
    const readers = await Promise.all([people.contact, people.english, people.stranger].map((key) => world.user(key)));
    for (const [index, actor] of readers.entries()) await seed(actor, 5_500 + index);
    const ids = await Promise.all(readers.map(ask));
    for (const [index, actor] of readers.entries()) {
      const id = ids[index] ?? '';
      expect((await ready(actor, id)).rowsDone).toBe(5_500 + index);
      const lines = await linesOf(actor, id);
      expect(lines).toHaveLength(5_501 + index);
      const heads = actor.language === 'ja' ? '\ufeff名前,内容,' : '\ufeffName,';
      expect(lines[0]?.startsWith(heads), lines[0]).toBe(true);
      const { userId } = await world.one<{ userId: string }>(`select user_id as "userId" from users where id = $1`, [actor.id]);
      expect(new Set(lines.slice(1).map((line) => line.split(',')[2]))).toEqual(new Set([userId]));
      if (actor.language === 'en') expect(lines.join('\n').replaceAll(/[^\n,]*Ex [^\n,]*/g, '')).not.toMatch(/[\u3040-\u30ff\u4e00-\u9fff]/);
    }
    const mails = await eventually('three mails', () => (world.mails.length === 3 ? world.mails : undefined));
    const english = readers.findIndex((actor) => actor.language === 'en');
    const mail = mails.find((one) => one.text.includes(`/exports/${ids[english]}`));
    expect(mail).toMatchObject({ subject: 'Your export is ready', language: 'en' });
    expect(mail?.text).toContain(`${house().config.PORTAL_ORIGIN}/exports/${ids[english]}\n`);
    expect(mail?.text).toContain('5,501');
    const { n } = await world.one<{ n: number }>(`select count(*)::int as n from mail_deliveries where kind = 'export_ready' and sent_at is not null`);
    expect(n).toBe(3);
  });

  it('writes no mail to whoever looks on, and none twice', async () => {
    const actor = await world.user(people.colleague);
    await seed(actor, 5_200);
    const before = world.mails.length;
    const id = await asActor(actor, async (context) => {
      const asked = await requestExport(context, { list: 'sign-ins', search: 'event=report.view', format: 'xlsx', title: 'x', total: 5_200 });
      await watchExport(context, asked);
      return asked;
    });
    await ready(actor, id);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(world.mails).toHaveLength(before);
    const job = { accountId: actor.accountId, exportId: id };
    await sendExportMail(job);
    await sendExportMail(job);
    expect(world.mails).toHaveLength(before + 1);
    await world.owner.query(`update exports set mailed_at = null where id = $1`, [id]);
    await world.owner.query(`update users set state = 'disabled' where id = $1`, [actor.id]);
    await sendExportMail(job);
    expect(world.mails).toHaveLength(before + 1);
  });

  it('is not read by the worker as itself: only its account, only what it needs [D-7]', async () => {
    const [actor, stranger] = [await world.user(people.contact), await world.user(people.stranger)];
    const { sql } = await import('kysely');
    const seen = (accountId: string | null) =>
      asActor<SystemActor, number>({ kind: 'system', accountId }, async ({ tx }) => (await sql`select id from exports`.execute(tx)).rows.length);
    expect(await seen(actor.accountId)).toBeGreaterThan(0);
    expect(await seen(null)).toBe(0);
    expect(await seen(stranger.accountId)).toBe(1);
  });
});

describe('whether a mail is needed', () => {
  const now = new Date('2026-11-23T00:00:00Z');
  const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000);
  it('depends on how long it took and on whether anybody looked', () => {
    expect(needsMail({ createdAt: ago(5), seenAt: ago(1) }, now)).toBe(false);
    expect(needsMail({ createdAt: ago(5), seenAt: null }, now)).toBe(true);
    expect(needsMail({ createdAt: ago(20), seenAt: ago(LOOKED_AWAY_SECONDS + 1) }, now)).toBe(true);
    expect(needsMail({ createdAt: ago(MAIL_AFTER_SECONDS + 1), seenAt: ago(1) }, now)).toBe(true);
  });
});
