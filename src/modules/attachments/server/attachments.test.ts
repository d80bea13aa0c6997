import { randomBytes, randomUUID } from 'node:crypto';
import { ReadableStream } from 'node:stream/web';
import { describe, expect, it } from 'vitest';
import type { OperatorActor, UserActor } from '#kernel/actor.ts';
import { openCase, writeWorkNote } from '#modules/cases/server/index.ts';
import { proseFromText } from '#modules/prose/index.ts';
import { house } from '#platform/server/house.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { people } from '#tests/support/people.ts';
import { inquiry, useWorld } from '#tests/support/world.ts';
import { MAX_BYTES } from '../attachment.ts';
import { discardUpload, openAttachment, receiveUpload, sweepUploads } from './index.ts';

const world = useWorld();

function streamOf(body: Buffer): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= body.length) return controller.close();
      controller.enqueue(body.subarray(at, (at += 65_536)));
    },
  });
}
const upload = (actor: UserActor | OperatorActor, name: string, body: Buffer, accountId = actor.kind === 'user' ? actor.accountId : '') =>
  receiveUpload(actor, { body: streamOf(body), name, size: body.length, accountId });
const stored = async (id: string) => house().files.exists(id);

describe('an upload', () => {
  it('is kept whole and given back byte for byte once it is attached [G-4.8.1-3, G-4.8.1-4]', async () => {
    const contact = await world.user(people.contact);
    const body = randomBytes(300_000);
    const { id } = await upload(contact, 'ダンプ.bin', body);
    await asActor(contact, (context) => openCase(context, { ...inquiry('N200000001'), attachments: [id] }));
    const file = await asActor(contact, (context) => openAttachment(context, id));
    const chunks: Buffer[] = [];
    for await (const chunk of await file.stream()) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).equals(body)).toBe(true);
    expect(file).toMatchObject({ name: 'ダンプ.bin', size: 300_000, contentType: 'application/octet-stream' });
  });

  it('over 25 MB is refused and leaves nothing behind, even when its sender lied about it [D-23]', async () => {
    const contact = await world.user(people.contact);
    const big = Buffer.alloc(MAX_BYTES + 1);
    await expect(upload(contact, 'big.bin', big)).rejects.toMatchObject({ code: 'attachment_too_large' });
    await expect(receiveUpload(contact, { body: streamOf(big), name: 'big.bin', size: 10, accountId: contact.accountId })).rejects.toMatchObject({
      code: 'attachment_too_large',
    });
    expect(await world.one('select count(*)::int as n from attachments where case_id is null')).toEqual({ n: 0 });
  });

  it('is refused when it is empty, a program or an SVG', async () => {
    const contact = await world.user(people.contact);
    await expect(upload(contact, 'empty.txt', Buffer.alloc(0))).rejects.toMatchObject({ code: 'attachment_empty' });
    await expect(upload(contact, '写真.png', Buffer.from('MZ\u0090 program'))).rejects.toMatchObject({ code: 'attachment_program' });
    await expect(upload(contact, 'a.png', Buffer.from('<svg onload="x()">'))).rejects.toMatchObject({ code: 'attachment_svg' });
  });

  it("belongs to nobody but its owner until it is attached, and is not the owner's any more afterwards", async () => {
    const contact = await world.user(people.contact);
    const colleague = await world.user(people.colleague);
    const { id } = await upload(contact, 'a.txt', Buffer.from('text'));
    await expect(asActor(colleague, (context) => openAttachment(context, id))).rejects.toMatchObject({ kind: 'not_found' });
    await expect(asActor(colleague, (context) => openCase(context, { ...inquiry('N200000001'), attachments: [id] }))).rejects.toMatchObject({
      code: 'attachment_missing',
    });
    await expect(discardUpload(colleague, id)).rejects.toMatchObject({ kind: 'not_found' });
    await asActor(contact, (context) => openCase(context, { ...inquiry('N200000001'), attachments: [id] }));
    await expect(discardUpload(contact, id)).rejects.toMatchObject({ kind: 'not_found' });
    await expect(asActor(contact, (context) => openCase(context, { ...inquiry('N200000001'), attachments: [id] }))).rejects.toMatchObject({
      code: 'attachment_missing',
    });
    expect((await asActor(colleague, (context) => openAttachment(context, id))).name).toBe('a.txt');
  });

  it('makes eleven files on one entry one too many, and keeps the ten [D-23]', async () => {
    const contact = await world.user(people.contact);
    const ids = await Promise.all(Array.from({ length: 11 }, async (_, index) => (await upload(contact, `${index}.txt`, Buffer.from('x'))).id));
    await expect(asActor(contact, (context) => openCase(context, { ...inquiry('N200000001'), attachments: ids }))).rejects.toMatchObject({
      code: 'attachments_too_many',
    });
    await asActor(contact, (context) => openCase(context, { ...inquiry('N200000001'), attachments: ids.slice(0, 10) }));
  });

  it('is removed by its owner, or by the sweep when everybody forgot it', async () => {
    const contact = await world.user(people.contact);
    const first = await upload(contact, 'a.txt', Buffer.from('x'));
    const second = await upload(contact, 'b.txt', Buffer.from('x'));
    const fresh = await upload(contact, 'c.txt', Buffer.from('x'));
    await discardUpload(contact, first.id);
    await world.owner.query(`update attachments set created_at = now() - interval '25 hours' where id = $1`, [second.id]);
    await sweepUploads();
    expect([await stored(first.id), await stored(second.id), await stored(fresh.id)]).toEqual([false, false, true]);
  });
});

describe('a file of another account, or of a work note', () => {
  it('is the same 404 as one that does not exist [D-23, D-24]', async () => {
    const contact = await world.user(people.contact);
    const operator = await world.operator(people.operator);
    const stranger = await world.user(people.strangeAdministrator);
    const { id } = await upload(contact, 'a.txt', Buffer.from('x'));
    const number = await asActor(contact, (context) => openCase(context, { ...inquiry('N200000001'), attachments: [id] }));
    const memo = await upload(operator, 'memo.txt', Buffer.from('NOTE-ONLY'), contact.accountId);
    await asActor(operator, (context) => writeWorkNote(context, { number, body: proseFromText('内部'), attachments: [memo.id], key: randomUUID() }));
    for (const [actor, wanted] of [
      [stranger, id],
      [contact, memo.id],
      [stranger, memo.id],
      [contact, randomUUID()],
      [contact, '../x'],
    ] as const)
      await expect(asActor(actor, (context) => openAttachment(context, wanted))).rejects.toMatchObject({ kind: 'not_found', code: 'not_found' });
    expect((await asActor(operator, (context) => openAttachment(context, memo.id))).name).toBe('memo.txt');
  });
});
