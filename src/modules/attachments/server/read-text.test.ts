import { randomUUID } from 'node:crypto';
import { ReadableStream } from 'node:stream/web';
import { describe, expect, it } from 'vitest';
import type { OperatorActor, UserActor } from '#kernel/actor.ts';
import { openCase, writeWorkNote } from '#modules/cases/server/index.ts';
import { proseFromText } from '#modules/prose/index.ts';
import { house } from '#platform/server/house.ts';
import { typesetPdf } from '#platform/server/sheets/index.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { people } from '#tests/support/people.ts';
import { eventually, inquiry, useWorld } from '#tests/support/world.ts';
import { readAttachment, receiveUpload, sweepUnread } from './index.ts';

const world = useWorld({ jobs: true });

const upload = async (actor: UserActor | OperatorActor, name: string, body: string | Buffer, accountId = actor.kind === 'user' ? actor.accountId : '') => {
  const bytes = Buffer.from(body);
  return (await receiveUpload(actor, { body: new Blob([bytes]).stream() as ReadableStream<Uint8Array>, name, size: bytes.length, accountId })).id;
};
const attach = (actor: UserActor, ...attachments: string[]) => asActor(actor, (context) => openCase(context, { ...inquiry('N200000001'), attachments }));

type Kept = { state: string; text: string | null };
const kept = (id: string): Promise<Kept | undefined> => world.one<Kept>('select state, text from attachment_texts where attachment_id = $1', [id]);
type Searched = { folded: string; kind: string; audience: string; account_id: string; contract_id: string };
const searched = (id: string): Promise<Searched | undefined> =>
  world.one<Searched>('select folded, kind, audience, account_id, contract_id from case_texts where source_id = $1', [id]);
const becomes = (id: string, state: string) => eventually(`${id} to be ${state}`, async () => ((await kept(id))?.state === state ? true : undefined), 20);
const find = (actor: UserActor, word: string) =>
  world.owner.connect().then(async (client) => {
    try {
      await client.query('begin');
      await client.query(`select set_config('app.account_id', $1, true), set_config('app.contract_ids', $2, true)`, [
        actor.accountId,
        `{${actor.contracts.map((contract) => contract.id)}}`,
      ]);
      return (await client.query(`select app.find_cases(array[app.fold($1)], '{file}')`, [word])).rowCount;
    } finally {
      await client.query('rollback');
      client.release();
    }
  });

describe('an attached file', () => {
  it('is found by its name at once and by its text when the job has read it, by nobody of another account', async () => {
    const contact = await world.user(people.contact);
    const stranger = await world.user(people.stranger);
    const id = await upload(contact, '調査ﾚﾎﾟｰﾄ_2026.pdf', await typesetPdf('#data.text', { text: '対象端末のラテラルムーブメントを確認しました。' }));
    expect(await searched(id)).toBeUndefined();
    await attach(contact, id);
    expect(await find(contact, '調査レポート_2026')).toBe(1);
    await becomes(id, 'read');
    expect(await searched(id)).toMatchObject({ kind: 'file', audience: 'customer', account_id: contact.accountId });
    expect([await find(contact, 'ラテラルムーブメント'), await find(contact, '調査レポート'), await find(stranger, 'ラテラルムーブメント')]).toEqual([1, 1, 0]);
  });

  it('of a work note is searched as internal only', async () => {
    const contact = await world.user(people.contact);
    const operator = await world.operator(people.operator);
    const number = await attach(contact);
    const id = await upload(operator, 'memo.txt', '内密の手順', contact.accountId);
    await asActor(operator, (context) => writeWorkNote(context, { number, body: proseFromText('内部'), attachments: [id], key: randomUUID() }));
    await becomes(id, 'read');
    expect(await searched(id)).toMatchObject({ kind: 'file', audience: 'internal', folded: 'memo.txt 内密の手順' });
    expect(await find(contact, '内密の手順')).toBe(0);
  });

  it('without words, or broken, keeps its name in the search and is not tried again', async () => {
    const contact = await world.user(people.contact);
    const picture = await upload(contact, '画面.png', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'));
    const cut = await upload(contact, '途中.pdf', '%PDF-1.7\n1 0 obj');
    await attach(contact, picture, cut);
    await Promise.all([becomes(picture, 'none'), becomes(cut, 'failed')]);
    expect([(await searched(picture))?.folded, (await searched(cut))?.folded]).toEqual(['画面.png', '途中.pdf']);
    await expect(world.one(`select count(*)::int as n from app.unread_files(1000) where attachment_id = any ($1)`, [[picture, cut]])).resolves.toEqual({
      n: 0,
    });
  });
});

describe('the reading of files', () => {
  it('touches no file that is not attached, is infected, or belongs to another account', async () => {
    const contact = await world.user(people.contact);
    const stranger = await world.user(people.stranger);
    const waiting = await upload(contact, 'a.txt', '未添付');
    await readAttachment({ accountId: contact.accountId, attachmentId: waiting });
    const infected = await upload(contact, 'b.txt', '感染した本文');
    await world.owner.query(`update attachments set scan = 'infected' where id = $1`, [infected]);
    await attach(contact, infected);
    await readAttachment({ accountId: contact.accountId, attachmentId: infected });
    await readAttachment({ accountId: stranger.accountId, attachmentId: infected });
    await readAttachment({ accountId: contact.accountId, attachmentId: randomUUID() });
    expect([await kept(waiting), await kept(infected), (await searched(infected))?.folded]).toEqual([undefined, undefined, 'b.txt']);
  });

  it('forgets a text whose file turns out infected, and everything of a file that is deleted', async () => {
    const contact = await world.user(people.contact);
    const [first, second] = [await upload(contact, 'c.txt', '本文その一'), await upload(contact, 'd.txt', '本文その二')];
    await attach(contact, first, second);
    await Promise.all([becomes(first, 'read'), becomes(second, 'read')]);
    await world.owner.query(`update attachments set scan = 'infected' where id = $1`, [first]);
    expect([await kept(first), (await searched(first))?.folded]).toEqual([undefined, 'c.txt']);
    await world.owner.query('delete from attachments where id = $1', [second]);
    expect([await kept(second), await searched(second)]).toEqual([undefined, undefined]);
  });

  it('notes a file whose bytes are gone, and leaves what was read as it is', async () => {
    const contact = await world.user(people.contact);
    const id = await upload(contact, 'e.txt', '本文');
    await house().files.delete(id);
    await attach(contact, id);
    await becomes(id, 'failed');
    const read = await upload(contact, 'f.txt', '本文その三');
    await attach(contact, read);
    await becomes(read, 'read');
    const before = await world.one('select read_at, xmin from attachment_texts where attachment_id = $1', [read]);
    await readAttachment({ accountId: contact.accountId, attachmentId: read });
    expect(await world.one('select read_at, xmin from attachment_texts where attachment_id = $1', [read])).toEqual(before);
  });

  it('catches up with files from before there was a search', async () => {
    const contact = await world.user(people.contact);
    const id = await upload(contact, 'g.txt', '昔の本文');
    await attach(contact, id);
    await becomes(id, 'read');
    await world.owner.query('delete from attachment_texts where attachment_id = $1', [id]);
    await sweepUnread(new AbortController().signal);
    await becomes(id, 'read');
    expect((await searched(id))?.folded).toBe('g.txt 昔の本文');
  });
});

describe('the texts', () => {
  it('are open to no role: the portal and the console see nothing, the worker writes and cannot read back [D-7]', async () => {
    const pools = house().pools;
    for (const pool of [pools.portal, pools.door, pools.console]) {
      await expect(pool?.query('select state from attachment_texts')).rejects.toMatchObject({ code: '42501' });
      await expect(pool?.query('select * from app.unread_files(1)')).rejects.toMatchObject({ code: '42501' });
      await expect(pool?.query(`select app.keep_file(gen_random_uuid())`)).rejects.toMatchObject({ code: '42501' });
    }
    await expect(pools.worker?.query('select text from attachment_texts')).rejects.toMatchObject({ code: '42501' });
    await expect(pools.worker?.query('select count(attachment_id)::int as n from attachment_texts')).resolves.toMatchObject({ rows: [{ n: 0 }] });
  });

  it('cannot be put on a file of another account', async () => {
    const contact = await world.user(people.contact);
    const stranger = await world.user(people.stranger);
    const id = await upload(contact, 'h.txt', '本文その四');
    await attach(contact, id);
    await becomes(id, 'read');
    const other = await upload(contact, 'i.txt', '未添付');
    const insert = `insert into attachment_texts (attachment_id, account_id, state, text, read_at) values ('${other}', '${stranger.accountId}', 'read', '偽', now())`;
    await expect(world.owner.query(insert)).rejects.toMatchObject({ code: '23503' });
    const changed = await asActor({ kind: 'system', accountId: stranger.accountId }, ({ tx }) =>
      import('./texts.sql.ts').then(({ updateText }) => updateText(tx, id, { state: 'read', text: '偽' }, new Date())),
    );
    expect(changed).toBeUndefined();
    expect((await kept(id))?.text).toBe('本文その四');
  });
});
