import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { beforeEach, describe, expect, it } from 'vitest';
import type { OperatorActor, UserActor } from '#kernel/actor.ts';
import { localOf } from '#kernel/days.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { people } from '#tests/support/people.ts';
import { eventually, useWorld } from '#tests/support/world.ts';
import { announcedTitle } from '../announcement.ts';
import { emptyAnnouncement, type TypedAnnouncement } from '../announcement-form.ts';
import {
  announce,
  announcementForm,
  announcementsAtDoor,
  announcementsAtHome,
  changeAnnouncement,
  dismissBanner,
  endAnnouncement,
  listAnnouncements,
  listCards,
  openAnnouncement,
  previewAnnouncement,
  readAnnouncement,
  readersOf,
  sendAnnouncementMail,
  sweepAnnouncements,
} from './index.ts';

const world = useWorld({ jobs: true });
const HOUR = 3_600_000;
let operator: OperatorActor;
let second: OperatorActor;
let contact: UserActor;
let colleague: UserActor;
let narrow: UserActor;
let english: UserActor;
let stranger: UserActor;
beforeEach(async () => {
  await world.owner.query('delete from announcement_dismissals');
  await world.owner.query('delete from announcements');
  await world.owner.query(`update articles set retired_at = now() where kind = 'announcement' and retired_at is null`);
  world.mails.length = 0;
  [operator, second] = [await world.operator(people.operator), await world.operator(people.secondOperator)];
  [contact, colleague, narrow] = [await world.user(people.contact), await world.user(people.colleague), await world.user(people.narrow)];
  [english, stranger] = [await world.user(people.english), await world.user(people.stranger)];
});

/** A time of the form, `hours` from now. */
const at = (hours: number) => localOf(new Date(Date.now() + hours * HOUR), operator.timeZone);
const form = (more: Partial<TypedAnnouncement> = {}): TypedAnnouncement => ({
  ...emptyAnnouncement({ template: 'maintenance', key: randomUUID(), now: new Date(), timeZone: operator.timeZone }),
  startsAt: at(-1),
  endsAt: at(48),
  ...more,
});
const tell = (more: Partial<TypedAnnouncement> = {}, actor = operator) => asActor(actor, (context) => announce(context, form(more)));
const home = (actor: UserActor) => asActor(actor, (context) => announcementsAtHome(context));
const titles = async (actor: UserActor) => (await home(actor)).rows.map((row) => announcedTitle(row.title, row.planned, actor));
const told = async (actor: UserActor) => (await asActor(actor, (context) => listAnnouncements(context, { page: 1 }))).rows;
const idOf = async (number: string) => (await world.one<{ id: string }>('select id from articles where number = $1', [number])).id;
const factsFor = (actor: UserActor, articleId: string) => asActor(actor, (context) => readAnnouncement(context, { articleId }));
const dismiss = (actor: UserActor, articleId: string) => asActor(actor, (context) => dismissBanner(context, { articleId }));
const change = async (number: string, more: Partial<TypedAnnouncement>, actor = operator) =>
  asActor(actor, async (context) => {
    const opened = await announcementForm(context, number);
    if (!opened) throw new Error('It has no form.');
    const plain = { bodyJa: { text: '本文', prose: '' }, bodyEn: { text: 'Text', prose: '' } };
    await changeAnnouncement(context, { number, typed: { ...opened.typed, ...plain, ...more } });
  });
const onlyFor = (numbers: string) => ({ isForAll: false, numbers });
const missing = { kind: 'not_found' };

describe('an announcement', () => {
  it("is told at home in the reader's language and zone, within its window [G-4.12-1, G-4.12-6]", async () => {
    const { number } = await tell({ plannedFrom: '2026-12-01T05:15', plannedUntil: '2026-12-01T09:15' });
    const { rows, banners, total } = await home(contact);
    expect([rows.map((row) => announcedTitle(row.title, row.planned, contact)), rows[0]?.number, banners.length, total]).toEqual([
      ['カスタマーポータルメンテナンスのお知らせ (2026年12月01日05時15分 - 2026年12月01日09時15分)'],
      number,
      1,
      1,
    ]);
    expect(await titles({ ...english, timeZone: 'Europe/London' })).toEqual(['Customer portal maintenance (2026-11-30 20:15 - 2026-12-01 00:15)']);
    expect(await factsFor(contact, await idOf(number))).toMatchObject({
      severity: 'maintenance',
      isOver: false,
      planned: { from: '2026-11-30T20:15:00.000Z' },
    });
  });

  it('is nothing to its readers before its window, and a marked line after it [D-21]', async () => {
    const later = await tell({ titleJa: '先の件', startsAt: at(1) });
    const id = await idOf(later.number);
    expect([await titles(contact), await told(contact), await factsFor(contact, id)]).toEqual([[], [], null]);
    await expect(dismiss(contact, id)).rejects.toMatchObject(missing);
    const portal = new pg.Client({ connectionString: world.urls.portal });
    await portal.connect();
    await portal.query(`select set_config('app.account_id', $1, false), set_config('app.user_id', $2, false)`, [contact.accountId, contact.id]);
    expect((await portal.query('select from articles where id = $1', [id])).rowCount).toBe(0);
    expect((await portal.query('select from article_versions where article_id = $1', [id])).rowCount).toBe(0);
    await world.owner.query(`update announcements set starts_at = now() - interval '1 hour' where article_id = $1`, [id]);
    expect((await portal.query('select id from articles where id = $1', [id])).rowCount).toBe(1);
    await portal.end();
    await world.owner.query(`update announcements set ends_at = now() where article_id = $1`, [id]);
    expect([await titles(contact), (await home(contact)).banners]).toEqual([[], []]);
    expect((await told(contact)).map((row) => [row.title, row.isOver])).toEqual([['先の件', true]]);
  });

  it('is told to those for whom it is meant and to nobody else [G-4.12-1, D-21]', async () => {
    await tell({ titleJa: 'CSPM', isForAll: false, services: ['managed-cspm'] });
    await tell({ titleJa: '端末', isForAll: false, services: ['endpoint-hygiene'] });
    const single = await tell({ titleJa: 'A会社だけ', ...onlyFor('P910000001') });
    expect((await titles(contact)).sort()).toEqual(['CSPM', '端末']);
    expect(await titles(narrow)).toEqual(['端末']);
    expect((await titles(stranger)).sort()).toEqual(['A会社だけ', 'CSPM']);
    const id = await idOf(single.number);
    expect(await factsFor(contact, id)).toBeNull();
    await expect(dismiss(contact, id)).rejects.toMatchObject(missing);
    for (const wrong of ['', 'x', "' or true --", randomUUID()]) {
      expect(await factsFor(contact, wrong)).toBeNull();
      await expect(dismiss(contact, wrong)).rejects.toMatchObject(missing);
    }
  });

  it('has words in one language at least, and readers of the other get those, marked [D-21]', async () => {
    const blank = { text: '', prose: '' };
    const { number } = await tell({ titleEn: '', bodyEn: blank, impactEn: blank });
    expect((await home(english)).rows.map((row) => [row.language, row.title])).toEqual([['ja', 'カスタマーポータルメンテナンスのお知らせ']]);
    await expect(change(number, { titleJa: '', bodyJa: blank, impactJa: blank, titleEn: 'Only', bodyEn: { text: 'x', prose: '' } })).rejects.toMatchObject({
      fields: { titleJa: 'announcement_language_kept' },
    });
  });

  it('keeps to ten lines at home, with banners that are older beside them, three at most', async () => {
    for (let n = 0; n < 4; n += 1) await tell({ titleJa: `旗${n}`, startsAt: at(-50 + n) });
    for (let n = 0; n < 10; n += 1) await tell({ titleJa: `新${n}`, hasBanner: false });
    const { rows, banners, total } = await home(contact);
    expect([rows.length, rows.some((row) => row.title.startsWith('旗')), banners.map((row) => row.title), total]).toEqual([
      10,
      false,
      ['旗3', '旗2', '旗1'],
      14,
    ]);
  });
});

describe('the banner', () => {
  it('put away never comes back for that user, however often and at once, and stays in the list [G-4.12-3, G-4.12-4, G-R-1, D-21]', async () => {
    const { number } = await tell();
    const id = await idOf(number);
    await Promise.all(Array.from({ length: 6 }, () => dismiss(contact, id)));
    await change(number, { titleJa: '変更後' });
    expect([(await home(contact)).banners, await titles(contact)]).toEqual([[], ['変更後']]);
    expect((await home(colleague)).banners.length).toBe(1);
    expect((await world.owner.query('select from announcement_dismissals')).rowCount).toBe(1);
  });

  it('can be put away after its window, and only by its own reader', async () => {
    const id = await idOf((await tell()).number);
    await world.owner.query(`update announcements set ends_at = now()`);
    await dismiss(contact, id);
    const portal = new pg.Client({ connectionString: world.urls.portal });
    await portal.connect();
    await portal.query(`select set_config('app.account_id', $1, false), set_config('app.user_id', $2, false)`, [contact.accountId, contact.id]);
    const insert = 'insert into announcement_dismissals values ($1, $2, $3, now())';
    await expect(portal.query(insert, [colleague.accountId, colleague.id, id])).rejects.toMatchObject({ code: '42501' });
    await expect(portal.query(insert, [stranger.accountId, stranger.id, id])).rejects.toMatchObject({ code: '42501' });
    await expect(portal.query('select by_mail from announcements')).rejects.toMatchObject({ code: '42501' });
    expect((await portal.query('select from announcement_dismissals')).rowCount).toBe(1);
    await portal.end();
  });
});

describe('the sign-in page', () => {
  it('tells what is marked for it, without pictures, and never what is planned, over or for single customers', async () => {
    await tell({ titleJa: '門', atDoor: true, plannedFrom: '2026-12-01T05:15', plannedUntil: '2026-12-01T09:15' });
    await tell({ titleJa: '中だけ' });
    await tell({ titleJa: '先', atDoor: true, startsAt: at(1) });
    const single = await tell({ titleJa: '一社', ...onlyFor('P910000001') });
    await world.owner.query('update announcements set at_door = true where article_id = $1', [await idOf(single.number)]);
    expect((await announcementsAtDoor('ja')).map((one) => [one.title, one.planned?.from])).toEqual([['門', '2026-11-30T20:15:00.000Z']]);
    expect((await announcementsAtDoor('en'))[0]?.title).toBe('Customer portal maintenance');
    await world.owner.query(`update announcements set ends_at = now() where starts_at < now()`);
    expect(await announcementsAtDoor('ja')).toEqual([]);
    const door = new pg.Client({ connectionString: world.urls.door });
    await door.connect();
    expect((await door.query('select number from articles')).rows).toEqual([]);
    await expect(door.query('select open_to from articles')).rejects.toMatchObject({ code: '42501' });
    await expect(door.query('select * from announcement_dismissals')).rejects.toMatchObject({ code: '42501' });
    await door.end();
  });
});

describe('an operator', () => {
  it('tells at once, and a form sent twice is one announcement', async () => {
    const typed = form();
    const sent = await Promise.all(Array.from({ length: 4 }, () => asActor(operator, (context) => announce(context, typed))));
    expect(new Set(sent.map((one) => one.number)).size).toBe(1);
    expect((await asActor(second, (context) => listCards(context, { state: 'now', page: 1 }))).counts).toEqual({ planned: 0, now: 1, over: 0 });
  });

  it('changes words, window and audience; of two at once the second is told', async () => {
    const { number } = await tell();
    await change(number, { titleJa: '新しい題', isForAll: false, services: ['endpoint-hygiene'] });
    expect(await titles(narrow)).toEqual(['新しい題']);
    expect(await titles(stranger)).toEqual([]);
    const versions = await world.owner.query(`select language, number from article_versions where article_id = $1 order by 1, 2`, [await idOf(number)]);
    expect(versions.rows).toEqual([
      { language: 'en', number: 1 },
      { language: 'en', number: 2 },
      { language: 'ja', number: 1 },
      { language: 'ja', number: 2 },
    ]);
    await expect(change(number, { version: '1' }, second)).rejects.toMatchObject({ code: 'announcement_changed' });
    const outcomes = await Promise.allSettled([change(number, { titleJa: '甲' }), change(number, { titleJa: '乙' }, second)]);
    expect(outcomes.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('ends one now, or withdraws one that has not begun, which nobody ever sees', async () => {
    const [running, planned] = [await tell(), await tell({ titleJa: '取りやめ', startsAt: at(1) })];
    const end = (number: string, version = 1) => asActor(operator, (context) => endAnnouncement(context, { number, version }));
    await expect(end(running.number, 7)).rejects.toMatchObject({ code: 'announcement_changed' });
    await end(running.number);
    await end(planned.number);
    await expect(end(running.number, 2)).rejects.toMatchObject({ code: 'announcement_changed' });
    await expect(end(planned.number, 2)).rejects.toMatchObject({ code: 'announcement_changed' });
    expect((await asActor(operator, (context) => listCards(context, { state: 'over', page: 1 }))).rows.length).toBe(2);
    await world.owner.query(`update announcements set starts_at = now() - interval '1 hour'`);
    expect((await told(contact)).map((row) => row.title)).toEqual(['カスタマーポータルメンテナンスのお知らせ']);
    expect(await asActor(operator, (context) => announcementForm(context, running.number))).toBeNull();
  });

  it('is refused by field and sees what readers would, without keeping it', async () => {
    for (const [more, fields] of [
      [{ endsAt: at(-2) }, { endsAt: 'announcement_window_backwards' }],
      [onlyFor('N999999999'), { numbers: 'announcement_number_unknown' }],
      [{ isForAll: false, services: ['nothing'] }, { numbers: 'announcement_audience_malformed' }],
    ] as const)
      await expect(tell(more as Partial<TypedAnnouncement>)).rejects.toMatchObject({ fields });
    const preview = await asActor(operator, (context) => previewAnnouncement(context, form({ titleJa: '<b>題</b>', bodyJa: { text: '<script>', prose: '' } })));
    expect(preview.words.map((one) => one.language)).toEqual(['ja', 'en']);
    expect(preview.words[0]?.html).toContain('<p>&lt;script&gt;</p>');
    expect((await asActor(operator, (context) => listCards(context, { state: 'now', page: 1 }))).rows).toEqual([]);
  });

  it('sees who has read it and who has not', async () => {
    const { number } = await tell({ isForAll: false, services: ['endpoint-hygiene'] });
    await asActor(narrow, async ({ tx }) => {
      const { sql } = await import('kysely');
      await sql`select app.view_article(${await idOf(number)}::uuid, '2026-11-20')`.execute(tx);
    });
    const reach = (who: 'read' | 'unread') => asActor(operator, (context) => readersOf(context, { number, who, page: 1 }));
    expect((await reach('read')).rows).toMatchObject([{ displayName: 'Ex Sample04', accountName: '株式会社サンプル', readOn: '2026-11-20' }]);
    const unread = await reach('unread');
    expect([unread.read, unread.unread, unread.rows.map((row) => row.accountName).includes('A会社')]).toEqual([1, unread.rows.length, false]);
  });

  it('is who keeps them: for anybody else, and by any other number, there is nothing', async () => {
    const { number } = await tell();
    const asOperator = contact as unknown as OperatorActor;
    for (const deed of [
      () => asActor(asOperator, (context) => announce(context, form())),
      () => asActor(asOperator, (context) => openAnnouncement(context, number)),
      () => asActor(asOperator, (context) => endAnnouncement(context, { number, version: 1 })),
    ])
      await expect(deed()).rejects.toBeDefined();
    await expect(asActor(asOperator, (context) => listCards(context, { state: 'now', page: 1 }))).rejects.toMatchObject(missing);
    for (const wrong of ['KB9999999', "KB' or 1=1", ''])
      await expect(asActor(operator, (context) => openAnnouncement(context, wrong))).rejects.toMatchObject(missing);
    expect((await asActor(operator, (context) => openAnnouncement(context, number))).words.map((one) => one.language)).toEqual(['ja', 'en']);
  });
});

describe('the mail', () => {
  const mailsAbout = (text: string) => world.mails.filter((mail) => mail.subject.includes(text));

  it('goes once to each reader, in their language and zone, when the window begins', async () => {
    await tell({
      byMail: true,
      titleJa: '一度だけ',
      titleEn: 'Just once',
      isForAll: false,
      services: ['endpoint-hygiene'],
      plannedFrom: '2026-12-01T05:15',
      plannedUntil: '2026-12-01T09:15',
    });
    const { count } = await world.one<{ count: number }>(`select count(*)::int as count from app.readers_of((select article_id from announcements))`);
    await eventually('every mail', () => mailsAbout('一度だけ').length + mailsAbout('Just once').length >= count);
    await Promise.all([sweepAnnouncements(), sweepAnnouncements()]);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect([...mailsAbout('一度だけ'), ...mailsAbout('Just once')].length).toBe(count);
    const mine = mailsAbout('一度だけ').find((mail) => mail.to.address === 'sample04@sample.example');
    expect(mine?.subject).toBe('【お知らせ】一度だけ (2026年12月01日05時15分 - 2026年12月01日09時15分)');
    expect(mine?.text).toContain('影響範囲');
    expect(mine?.text).toMatch(/\/knowledge\/KB\d{7}/);
    const london = mailsAbout('Just once').find((mail) => mail.to.address === 'ops@hokuto.example');
    expect(london?.text).toContain('2026-11-30 20:15 - 2026-12-01 00:15 (Europe/London)');
    expect(world.mails.some((mail) => mail.to.address.endsWith('a-company.example'))).toBe(false);
  });

  it('does not go before the window, nor to who may not read it any more', async () => {
    const { number } = await tell({ byMail: true, titleJa: '先のメール', startsAt: at(1) });
    await sweepAnnouncements();
    const articleId = await idOf(number);
    expect((await world.one<{ mailed: Date | null }>('select mailed_at as mailed from announcements where article_id = $1', [articleId])).mailed).toBeNull();
    const job = (reader: UserActor) => sendAnnouncementMail({ accountId: reader.accountId, articleId, userId: reader.id });
    await job(contact);
    await world.owner.query(`update announcements set starts_at = now() where article_id = $1`, [articleId]);
    await world.owner.query(`update articles set open_to = array['service:endpoint-hygiene'] where id = $1`, [articleId]);
    await job(stranger);
    expect(mailsAbout('先のメール')).toEqual([]);
    await job(contact);
    expect(mailsAbout('先のメール').length).toBe(1);
  });
});
