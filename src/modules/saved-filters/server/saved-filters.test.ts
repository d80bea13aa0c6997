import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { beforeEach, describe, expect, it } from 'vitest';
import type { UserActor } from '#kernel/actor.ts';
import { asActor, type Context } from '#platform/server/unit-of-work.ts';
import { people } from '#tests/support/people.ts';
import { useWorld } from '#tests/support/world.ts';
import {
  columnsOf,
  keepColumns,
  KeepColumnsInput,
  listFilters,
  openFilter,
  openRemovedFilter,
  removeFilter,
  renameFilter,
  replaceFilter,
  restoreFilter,
  saveFilter,
  SaveFilterInput,
  shareFilter,
} from './index.ts';

const world = useWorld();
const list = 'cases';
let contact: UserActor;
let colleague: UserActor;
let administrator: UserActor;
let stranger: UserActor;
let strangeAdministrator: UserActor;
beforeEach(async () => {
  await world.owner.query('delete from saved_filters');
  await world.owner.query('delete from list_settings');
  contact = await world.user(people.contact);
  colleague = await world.user(people.colleague);
  administrator = await world.user(people.administrator);
  stranger = await world.user(people.stranger);
  strangeAdministrator = await world.user(people.strangeAdministrator);
});

const as = <T>(actor: UserActor, work: (context: Context<UserActor>) => Promise<T>) => asActor(actor, work);
const save = async (actor: UserActor, name: string, more: { query?: string; isShared?: boolean } = {}) =>
  (await as(actor, (context) => saveFilter(context, SaveFilterInput.parse({ list, name, query: 'where=status.is(new)', isShared: false, ...more })))).id;
const open = (actor: UserActor, id: string) => as(actor, (context) => openFilter(context, { list, id }));
const namesFor = async (actor: UserActor) => (await as(actor, (context) => listFilters(context, { list }))).map((filter) => filter.name);
const share = (actor: UserActor, id: string, isShared = true) => as(actor, (context) => shareFilter(context, { list, id, isShared }));
const remove = (actor: UserActor, id: string) => as(actor, (context) => removeFilter(context, { list, id }));
const restore = (actor: UserActor, id: string) => as(actor, (context) => restoreFilter(context, { list, id }));
const rename = (actor: UserActor, id: string, name: string) => as(actor, (context) => renameFilter(context, { list, id, name }));
const replace = (actor: UserActor, id: string, query: string) => as(actor, (context) => replaceFilter(context, { list, id, query }));
const missing = { kind: 'not_found', code: 'not_found' };
const forbidden = { kind: 'forbidden' };
const taken = { code: 'filter_name_taken', fields: { name: 'filter_name_taken' } };

describe('a saved filter', () => {
  it("is kept with what the list was asked, and is its owner's alone [G-4.8-6, G-4.8-7]", async () => {
    const id = await save(contact, '公開設定の件', { query: '?where=keyword.contains(%E5%85%AC%E9%96%8B)&page=3&sort=number' });
    expect(await open(contact, id)).toEqual({
      id,
      name: '公開設定の件',
      query: 'where=keyword.contains(公開)&sort=number',
      isMine: true,
      isShared: false,
      canEdit: true,
    });
    const [row] = await as(contact, (context) => listFilters(context, { list }));
    expect(row).toEqual({
      id,
      name: '公開設定の件',
      isMine: true,
      isShared: false,
      ownerName: 'Ex Sample01',
      updatedAt: expect.stringMatching(/Z$/),
      can: { edit: true, share: false, unshare: false, remove: true },
    });
    for (const other of [colleague, administrator, stranger, strangeAdministrator]) {
      expect(await namesFor(other)).toEqual([]);
      await expect(open(other, id)).rejects.toMatchObject(missing);
    }
  });

  it("does not exist when its id is malformed, unknown, removed or somebody else's, whatever is wished [G-4.8-7]", async () => {
    const own = await save(contact, '自分');
    const removed = await save(contact, '削除済み');
    await remove(contact, removed);
    const everything = [
      (actor: UserActor, id: string) => open(actor, id),
      (actor: UserActor, id: string) => rename(actor, id, '改名'),
      (actor: UserActor, id: string) => replace(actor, id, 'sort=number'),
      (actor: UserActor, id: string) => share(actor, id, true),
      (actor: UserActor, id: string) => share(actor, id, false),
      (actor: UserActor, id: string) => remove(actor, id),
    ];
    for (const wish of everything) {
      for (const id of ['', 'x', "' or true --", '\u0000', randomUUID(), removed]) await expect(wish(contact, id)).rejects.toMatchObject(missing);
      for (const actor of [colleague, administrator, stranger, strangeAdministrator]) await expect(wish(actor, own)).rejects.toMatchObject(missing);
    }
    for (const actor of [colleague, administrator, stranger, strangeAdministrator]) {
      await expect(restore(actor, removed)).rejects.toMatchObject(missing);
      await expect(as(actor, (context) => openRemovedFilter(context, { list, id: removed }))).rejects.toMatchObject(missing);
    }
    await expect(restore(contact, own)).rejects.toMatchObject(missing);
    expect(await namesFor(contact)).toEqual(['自分']);
  });

  it("has a name that nobody else of the same owner's reads like, and keeps its id when it changes", async () => {
    const id = await save(contact, 'ＡＬＢ テスト');
    await expect(save(contact, 'alb ﾃｽﾄ')).rejects.toMatchObject(taken);
    await save(colleague, 'ALB テスト');
    const other = await save(contact, '別');
    await expect(rename(contact, other, 'ALB テスト')).rejects.toMatchObject(taken);
    await rename(contact, id, 'ALB テスト');
    await replace(contact, id, 'sort=number');
    expect(await open(contact, id)).toMatchObject({ id, name: 'ALB テスト', query: 'sort=number' });
  });

  it('is one of a hundred at most, however many are saved at once', async () => {
    for (let n = 0; n < 95; n += 1) await save(contact, `F${n}`);
    const outcomes = await Promise.allSettled(Array.from({ length: 12 }, (_, n) => save(contact, `競争${n}`)));
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(5);
    for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'filters_full', params: { most: 100 } });
    expect(await namesFor(contact)).toHaveLength(100);
    await save(colleague, '隣は空いている');
  });

  it('is saved once when the same form arrives twice at once', async () => {
    const outcomes = await Promise.allSettled([save(contact, '同時'), save(contact, '同時')]);
    expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await namesFor(contact)).toEqual(['同時']);
  });
});

describe('sharing', () => {
  it("is an administrator's, reaches the whole account and nobody beyond it [G-4.8-7]", async () => {
    const own = await save(contact, '担当者のもの');
    await expect(share(contact, own)).rejects.toMatchObject(forbidden);
    await expect(save(contact, '共有したい', { isShared: true })).rejects.toMatchObject(forbidden);
    const id = await save(administrator, '共有', { isShared: true });
    const later = await save(administrator, 'あとで共有');
    await share(administrator, later);
    for (const reader of [contact, colleague, await world.user(people.narrow)]) {
      expect(await open(reader, id)).toMatchObject({ name: '共有', isMine: false, isShared: true, canEdit: false });
      expect((await namesFor(reader)).filter((name) => name !== '担当者のもの')).toEqual(['あとで共有', '共有']);
    }
    for (const reader of [stranger, strangeAdministrator]) {
      expect(await namesFor(reader)).toEqual([]);
      await expect(open(reader, id)).rejects.toMatchObject(missing);
      for (const wish of [() => share(reader, id, false), () => remove(reader, id), () => replace(reader, id, ''), () => rename(reader, id, 'x')])
        await expect(wish()).rejects.toMatchObject(missing);
    }
  });

  it('shows no word of what is asked in the list, only name and owner', async () => {
    await save(administrator, '共有', { query: 'where=contract.is(N200000001)', isShared: true });
    const rows = await as(await world.user(people.narrow), (context) => listFilters(context, { list }));
    expect(JSON.stringify(rows)).not.toContain('N200000001');
    expect(rows).toMatchObject([
      { name: '共有', ownerName: 'Ex Sample03', isMine: false, isShared: true, can: { edit: false, share: false, unshare: false, remove: false } },
    ]);
  });

  it("lists one's own first and then the shared ones, each in Japanese order", async () => {
    for (const name of ['ん', 'あ', 'フィルター10', 'フィルター2']) await save(contact, name);
    for (const name of ['い', 'あ']) await save(administrator, name, { isShared: true });
    await save(administrator, '見えない');
    expect(await namesFor(contact)).toEqual(['あ', 'フィルター2', 'フィルター10', 'ん', 'あ', 'い']);
  });

  it('ends by its owner or another administrator, who rewrites nothing and then sees it no more', async () => {
    const id = await save(administrator, '共有', { isShared: true });
    await expect(share(contact, id, false)).rejects.toMatchObject(forbidden);
    await expect(remove(contact, id)).rejects.toMatchObject(forbidden);
    const second = await secondAdministrator();
    for (const wish of [() => rename(second, id, '改名'), () => replace(second, id, 'sort=number'), () => share(second, id, true)])
      await expect(wish()).rejects.toMatchObject(forbidden);
    await share(second, id, false);
    await expect(open(second, id)).rejects.toMatchObject(missing);
    await expect(open(contact, id)).rejects.toMatchObject(missing);
    expect(await open(administrator, id)).toMatchObject({ isShared: false, name: '共有' });
  });

  it('is withdrawn but not rewritten by an owner who is no administrator any more', async () => {
    const id = await save(administrator, '共有', { isShared: true });
    const former: UserActor = { ...administrator, role: 'contact' };
    for (const wish of [() => rename(former, id, '改名'), () => replace(former, id, 'sort=number'), () => share(former, id, true)])
      await expect(wish()).rejects.toMatchObject(forbidden);
    await share(former, id, false);
    await rename(former, id, '改名');
    expect(await namesFor(contact)).toEqual([]);
  });
});

/** The colleague, made an administrator for a moment: the settings of the transaction are what the walls read. */
const secondAdministrator = async (): Promise<UserActor> => ({ ...colleague, role: 'administrator' });

describe('removing', () => {
  it('can be undone, with the same id and as shared as before', async () => {
    const id = await save(administrator, '共有', { isShared: true });
    expect(await remove(administrator, id)).toEqual({ id, name: '共有' });
    for (const reader of [administrator, contact]) {
      expect(await namesFor(reader)).toEqual([]);
      await expect(open(reader, id)).rejects.toMatchObject(missing);
    }
    await expect(restore(contact, id)).rejects.toMatchObject(forbidden);
    await restore(administrator, id);
    await expect(restore(administrator, id)).rejects.toMatchObject(missing);
    expect(await open(contact, id)).toMatchObject({ name: '共有', isShared: true });
  });

  it("of a colleague's shared one is an administrator's, and undone goes back to its owner", async () => {
    const id = await save(administrator, '共有', { isShared: true });
    const second = await secondAdministrator();
    await remove(second, id);
    expect(await as(second, (context) => openRemovedFilter(context, { list, id }))).toEqual({ id, name: '共有' });
    await restore(second, id);
    expect(await open(administrator, id)).toMatchObject({ isMine: true, isShared: true });
  });

  it('forgets what was removed before, and frees the name', async () => {
    const [first, second] = [await save(contact, '一'), await save(contact, '二')];
    await remove(contact, first);
    await remove(contact, second);
    await expect(restore(contact, first)).rejects.toMatchObject(missing);
    await save(contact, '二');
    await expect(restore(contact, second)).rejects.toMatchObject(taken);
    expect((await world.one<{ count: number }>('select count(*)::int as count from saved_filters')).count).toBe(2);
  });

  it('happens once when it is asked twice at once', async () => {
    const id = await save(contact, '一');
    const outcomes = await Promise.allSettled([remove(contact, id), remove(contact, id)]);
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled').length).toBeGreaterThanOrEqual(1);
    await restore(contact, id);
    expect(await namesFor(contact)).toEqual(['一']);
  });

  it('of a user takes their filters and columns along', async () => {
    const id = randomUUID();
    await world.owner.query(
      `insert into users (id, account_id, user_id, canonical_user_id, display_name, mail) values ($1, $2, 'leaver', 'leaver', '退職者', 'leaver@sample.example')`,
      [id, contact.accountId],
    );
    const leaver: UserActor = { ...contact, id };
    await save(leaver, '一');
    await as(leaver, (context) => keepColumns(context, { list, columns: ['number'] }));
    await world.owner.query('delete from users where id = $1', [id]);
    expect(await world.one('select (select count(*)::int from saved_filters) as filters, (select count(*)::int from list_settings) as settings')).toEqual({
      filters: 0,
      settings: 0,
    });
  });
});

describe('kept columns', () => {
  const keep = (actor: UserActor, columns: string[]) => as(actor, (context) => keepColumns(context, KeepColumnsInput.parse({ list, columns })));
  const kept = (actor: UserActor) => as(actor, (context) => columnsOf(context, { list }));

  it("are one's own, in their order, until they are changed or given up [G-4.8-2]", async () => {
    expect(await kept(contact)).toBeUndefined();
    await keep(contact, ['status', 'number', 'status']);
    expect(await kept(contact)).toEqual(['status', 'number']);
    await keep(contact, ['number']);
    expect(await kept(contact)).toEqual(['number']);
    for (const other of [colleague, administrator, stranger]) expect(await kept(other)).toBeUndefined();
    await keep(contact, []);
    expect(await kept(contact)).toBeUndefined();
  });

  it('are one choice, however often it is sent at once', async () => {
    await Promise.all(Array.from({ length: 6 }, () => keep(contact, ['number', 'subject'])));
    expect(await kept(contact)).toEqual(['number', 'subject']);
  });

  it('are codes and nothing else', () => {
    for (const columns of [['a b'], [''], ['"'], ['A'], Array.from({ length: 61 }, (_, n) => `c_${'x'.repeat(n % 30)}`)])
      expect(KeepColumnsInput.safeParse({ list, columns }).success).toBe(false);
  });
});

describe('the walls', () => {
  const asRole = async <T>(role: 'portal' | 'door' | 'console' | 'worker', actor: UserActor, text: string, values: unknown[] = []): Promise<T[]> => {
    const client = new pg.Client({ connectionString: world.urls[role] });
    await client.connect();
    try {
      await client.query('begin');
      await client.query(`select set_config('app.account_id', $1, true), set_config('app.user_id', $2, true), set_config('app.role', $3, true)`, [
        actor.accountId,
        actor.id,
        actor.role,
      ]);
      return (await client.query(text, values)).rows as T[];
    } finally {
      await client.end();
    }
  };

  it('show nothing to door, console and worker', async () => {
    for (const role of ['door', 'console', 'worker'] as const)
      for (const text of ['select from saved_filters', 'select from list_settings', `select app.judge_shared_filter(gen_random_uuid(), true, null)`])
        await expect(asRole(role, administrator, text), `${role}: ${text}`).rejects.toMatchObject({ code: '42501' });
  });

  it('let nobody share but an administrator, nor write for somebody else', async () => {
    const own = await save(contact, '自分');
    const shared = await save(administrator, '共有', { isShared: true });
    const insert = (accountId: string, userId: string, isShared: boolean) =>
      `insert into saved_filters (id, account_id, user_id, list, name, folded_name, query, is_shared, created_at, updated_at)
       values (gen_random_uuid(), '${accountId}', '${userId}', 'cases', 'x', 'x', '', ${isShared}, now(), now())`;
    for (const text of [
      insert(contact.accountId, contact.id, true),
      insert(contact.accountId, colleague.id, false),
      insert(stranger.accountId, stranger.id, false),
      `update saved_filters set is_shared = true where id = '${own}'`,
      `update saved_filters set user_id = '${colleague.id}' where id = '${own}'`,
      `insert into list_settings values ('${colleague.accountId}', '${colleague.id}', 'cases', '{a}')`,
    ])
      await expect(asRole('portal', contact, text), text).rejects.toMatchObject({ code: '42501' });
    for (const [actor, id] of [
      [contact, shared],
      [administrator, own],
      [await secondAdministrator(), shared],
      [strangeAdministrator, own],
      [strangeAdministrator, shared],
    ] as const)
      for (const text of ["update saved_filters set query = 'x' where id = $1 returning id", 'delete from saved_filters where id = $1 returning id'])
        expect(await asRole('portal', actor, text, [id])).toEqual([]);
  });

  it('give the function of administrators no foreign and no unshared filter', async () => {
    const own = await save(contact, '自分');
    const shared = await save(administrator, '共有', { isShared: true });
    const judge = async (actor: UserActor, id: string) =>
      (await asRole<{ done: boolean }>('portal', actor, 'select app.judge_shared_filter($1, false, null) as done', [id]))[0]?.done;
    expect([
      await judge(contact, shared),
      await judge(strangeAdministrator, shared),
      await judge(strangeAdministrator, own),
      await judge(administrator, own),
      await judge(await secondAdministrator(), shared),
    ]).toEqual([false, false, false, false, true]);
  });
});
