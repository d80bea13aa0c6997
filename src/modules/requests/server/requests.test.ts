import { randomUUID } from 'node:crypto';
import { ReadableStream } from 'node:stream/web';
import { describe, expect, it } from 'vitest';
import type { OperatorActor, UserActor } from '#kernel/actor.ts';
import { dayOf, monthOf } from '#kernel/days.ts';
import { receiveUpload, openAttachment } from '#modules/attachments/server/index.ts';
import { commentOnCase, openCase, readCase } from '#modules/cases/server/index.ts';
import { openItem } from '#modules/catalog/server/index.ts';
import { balanceOf } from '#modules/points/server/index.ts';
import { proseFromText } from '#modules/prose/index.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { people } from '#tests/support/people.ts';
import { inquiry, useWorld } from '#tests/support/world.ts';
import {
  acceptRequest,
  accessRequest,
  answerQuestion,
  askAboutRequest,
  claimRequest,
  formChangesSince,
  listSent,
  listTriage,
  noteOnRequest,
  readSent,
  readTriaged,
  refuseRequest,
  returnRequest,
  submitRequest,
  withdrawRequest,
} from './index.ts';

const world = useWorld();
const CONTRACT = 'N200000001';
const KEY = 'test-item';

/** An item of 5 points a unit with a form that these tests know, whatever the demo catalogue asks. */
async function useItem(points = 5): Promise<string> {
  const id = randomUUID();
  const form = {
    fields: [
      { key: 'what', kind: 'text', label: { ja: '内容', en: 'What' }, required: true },
      { key: 'where', kind: 'lines', label: { ja: '場所', en: 'Where' }, required: true },
    ],
    units: 'where',
  };
  const key = `${KEY}-${id.slice(0, 8)}`;
  await world.owner.query('begin');
  await world.owner.query("insert into catalog_items (id, key, service_id, position) values ($1, $2, 'managed-cspm', 99)", [id, key]);
  await publish(id, 1, form, '10.テスト作業');
  await world.owner.query('insert into prices select id, $1, $2 from price_lists', [id, points]);
  await world.owner.query('commit');
  return key;
}
async function publish(id: string, version: number, form: object, name: string): Promise<void> {
  await world.owner.query(
    `insert into catalog_versions (item_id, version, name_ja, name_en, summary_ja, summary_en, form, published_at) values ($1, $2, $3, '10. Test work', '', '', $4, now())`,
    [id, version, name, JSON.stringify(form)],
  );
  await world.owner.query('update catalog_items set published_version = $2 where id = $1', [id, version]);
}
const order = (itemKey: string, more: object = {}) => ({
  contractNumber: CONTRACT,
  itemKey,
  itemVersion: 1,
  points: 5,
  answers: { what: ['ログの確認'], where: ['123456789012'], unknown: ['x'] },
  attachments: [] as string[],
  key: randomUUID(),
  ...more,
});
const submit = (actor: UserActor, itemKey: string, more: object = {}) => asActor(actor, (context) => submitRequest(context, order(itemKey, more)));
const balance = async (actor: UserActor, number = CONTRACT) => {
  const contractId = actor.contracts.find((one) => one.number === number)?.id ?? '';
  return asActor(actor, (context) => balanceOf(context, { contractId, month: monthOf(dayOf(context.now)) }));
};
const seen = async (operator: OperatorActor, number: string) => ({
  number,
  version: (await asActor(operator, (context) => readTriaged(context, number))).version,
});
const countOf = async (table: string) => (await world.one<{ n: number }>(`select count(*)::int as n from ${table}`)).n;
const upload = async (actor: UserActor, name: string) => {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(Buffer.from('text'));
      controller.close();
    },
  });
  return (await receiveUpload(actor, { body, name, size: 4, accountId: actor.accountId })).id;
};
/** Room for many requests, so that one test does not use up another's points. */
const grantMore = async (points: number) => {
  await world.owner.query(
    `insert into point_entries (id, account_id, contract_id, month, kind, points, operator_id, reason, at)
     select gen_random_uuid(), c.account_id, c.id, date_trunc('month', now() at time zone 'Asia/Tokyo')::date, 'adjust', $1, (select id from operators limit 1), 'test', now()
     from contracts c where c.number = $2`,
    [points, CONTRACT],
  );
};

describe('sending a request', () => {
  it('keeps number, answers and version, holds the points and binds the files in one go [G-4.7-5, G-4.7-7, D-15]', async () => {
    const contact = await world.user(people.contact);
    const key = await useItem();
    const before = await balance(contact);
    const file = await upload(contact, '資料.txt');
    const number = await submit(contact, key, { attachments: [file], answers: { what: ['ログの確認'], where: ['a\nb'], unknown: ['x'] }, points: 10 });
    expect(number).toMatch(/^WR\d{7}$/);
    const found = await asActor(contact, (context) => readSent(context, number));
    expect(found).toMatchObject({
      state: 'open',
      itemName: '10.テスト作業',
      points: 10,
      contractNumber: CONTRACT,
      requesterName: contact.displayName,
      isAsked: false,
    });
    expect(found.answers).toEqual([
      { label: '内容', value: 'ログの確認' },
      { label: '場所', value: 'a\nb' },
    ]);
    expect(found.files.map((one) => one.name)).toEqual(['資料.txt']);
    expect(found.entries.map((entry) => entry.kind)).toEqual(['submitted']);
    expect(found.can).toEqual({ answer: false, withdraw: true });
    expect(await balance(contact)).toMatchObject({ held: before.held + 10, left: before.left - 10 });
  });

  it('is one request and one hold for twenty submissions of one form at once, and refuses other contents under the same key', async () => {
    const contact = await world.user(people.contact);
    const key = await useItem();
    const before = await balance(contact);
    const input = order(key);
    const numbers = await Promise.all(Array.from({ length: 20 }, () => asActor(contact, (context) => submitRequest(context, input))));
    expect(new Set(numbers).size).toBe(1);
    expect((await balance(contact)).left).toBe(before.left - 5);
    await expect(asActor(contact, (context) => submitRequest(context, { ...input, answers: { what: ['別'], where: ['a'] } }))).rejects.toMatchObject({
      code: 'submission_changed',
    });
  });

  it('keeps nothing when the points have run out, also of several at once', async () => {
    const stranger = await world.user(people.stranger);
    const key = await useItem(20);
    const before = await countOf('requests');
    const tries = Array.from({ length: 6 }, () => submit(stranger, key, { contractNumber: 'P910000001', points: 20 }));
    const outcomes = await Promise.allSettled(tries);
    expect(outcomes.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    for (const one of outcomes) if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'points_short' });
    expect(await countOf('requests')).toBe(before + 1);
    expect(await balance(stranger, 'P910000001')).toMatchObject({ held: 20, left: 10 });
  });

  it('asks again when form or points changed meanwhile, and says what changed', async () => {
    const contact = await world.user(people.contact);
    const key = await useItem();
    const { id } = await asActor(contact, (context) => openItem(context, { key, contract: contact.contracts.find((one) => one.number === CONTRACT)! }));
    await expect(submit(contact, key, { points: 4 })).rejects.toMatchObject({ code: 'request_points_changed', params: { points: 5 } });
    const form = {
      fields: [
        { key: 'what', kind: 'text', label: { ja: '作業内容', en: 'What' }, required: true },
        { key: 'why', kind: 'text', label: { ja: '理由', en: 'Why' }, required: true },
      ],
    };
    const number = await submit(contact, key);
    await publish(id, 2, form, '10.改名した作業');
    await expect(submit(contact, key)).rejects.toMatchObject({ code: 'request_form_changed' });
    expect(await asActor(contact, (context) => formChangesSince(context, order(key)))).toEqual({ added: ['理由'], removed: ['場所'], changed: ['作業内容'] });
    // What was sent before keeps its name and its questions [G-R-4].
    const old = await asActor(contact, (context) => readSent(context, number));
    expect(old.itemName).toBe('10.テスト作業');
    expect(old.answers.map((answer) => answer.label)).toEqual(['内容', '場所']);
  });

  it('names the fields that are wrong and keeps nothing', async () => {
    const contact = await world.user(people.contact);
    const key = await useItem();
    const before = await countOf('requests');
    await expect(submit(contact, key, { answers: { what: [' '], where: ['a'] } })).rejects.toMatchObject({
      kind: 'invalid',
      fields: { 'answer.what': expect.any(String) },
    });
    await expect(submit(contact, key, { attachments: [randomUUID()] })).rejects.toMatchObject({ code: 'attachment_missing' });
    expect(await countOf('requests')).toBe(before);
  });

  it("takes no contract, item or file that is not the contact's own [D-8, D-18]", async () => {
    const contact = await world.user(people.contact);
    const narrow = await world.user(people.narrow);
    const stranger = await world.user(people.stranger);
    const key = await useItem();
    await expect(submit(contact, key, { contractNumber: 'P910000001' })).rejects.toMatchObject({ code: 'contract_missing' });
    await expect(submit(narrow, key)).rejects.toMatchObject({ code: 'contract_missing' });
    await expect(submit(narrow, key, { contractNumber: 'N100000001' })).rejects.toMatchObject({ kind: 'not_found' });
    await expect(submit(contact, key, { contractNumber: 'N100000001' })).rejects.toMatchObject({ kind: 'not_found' });
    await expect(submit(contact, 'no-such-item')).rejects.toMatchObject({ kind: 'not_found' });
    const theirs = await upload(stranger, 'theirs.txt');
    await expect(submit(contact, key, { attachments: [theirs] })).rejects.toMatchObject({ code: 'attachment_missing' });
  });

  it('takes a file only once: what belongs to a request joins no case of its owner', async () => {
    const contact = await world.user(people.contact);
    const key = await useItem();
    const file = await upload(contact, 'once.txt');
    await submit(contact, key, { attachments: [file] });
    await expect(submit(contact, key, { attachments: [file] })).rejects.toMatchObject({ code: 'attachment_missing' });
    await expect(asActor(contact, (context) => openCase(context, { ...inquiry(CONTRACT), attachments: [file] }))).rejects.toMatchObject({
      code: 'attachment_missing',
    });
    await expect(asActor(await world.user(people.narrow), (context) => openAttachment(context, file))).rejects.toMatchObject({ kind: 'not_found' });
    await expect(asActor(await world.user(people.stranger), (context) => openAttachment(context, file))).rejects.toMatchObject({ kind: 'not_found' });
    expect((await asActor(await world.user(people.colleague), (context) => openAttachment(context, file))).name).toBe('once.txt');
  });
});

describe('a sent request', () => {
  it('is the same 404 for strangers, narrowed colleagues and wrong numbers, whatever they try [D-8]', async () => {
    await grantMore(100);
    const contact = await world.user(people.contact);
    const number = await submit(contact, await useItem());
    for (const key of [people.stranger, people.strangeAdministrator, people.narrow]) {
      const other = await world.user(key);
      await expect(asActor(other, (context) => readSent(context, number))).rejects.toMatchObject({ kind: 'not_found' });
      await expect(asActor(other, (context) => withdrawRequest(context, { number }))).rejects.toMatchObject({ kind: 'not_found' });
      await expect(asActor(other, (context) => answerQuestion(context, { number, words: 'x', attachments: [], key: randomUUID() }))).rejects.toMatchObject({
        kind: 'not_found',
      });
      // Where no contract includes requests there is not even a list [D-18].
      const listed = asActor(other, (context) => listSent(context, { state: 'all', page: 1 }));
      if (key === people.narrow) await expect(listed).rejects.toMatchObject({ kind: 'not_found' });
      else expect((await listed).rows.map((row) => row.number)).not.toContain(number);
    }
    for (const wrong of ['WR9999999', 'x', "WR0001001' or 1=1"])
      await expect(asActor(contact, (context) => readSent(context, wrong))).rejects.toMatchObject({ kind: 'not_found' });
  });

  it('is withdrawn by its requester or an administrator, and its points come back once', async () => {
    await grantMore(100);
    const contact = await world.user(people.contact);
    const key = await useItem();
    const before = await balance(contact);
    const number = await submit(contact, key);
    await expect(asActor(await world.user(people.colleague), (context) => withdrawRequest(context, { number }))).rejects.toMatchObject({ kind: 'forbidden' });
    const outcomes = await Promise.allSettled([1, 2, 3].map(() => asActor(contact, (context) => withdrawRequest(context, { number }))));
    expect(outcomes.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    for (const one of outcomes) if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'request_decided' });
    expect(await balance(contact)).toEqual(before);
    const list = await asActor(contact, (context) => listSent(context, { state: 'withdrawn', page: 1 }));
    expect(list.rows.map((row) => row.number)).toContain(number);
    expect(list.counts.all).toBe(list.counts.open + list.counts.accepted + list.counts.refused + list.counts.withdrawn);
    const second = await submit(contact, key);
    const administrator = await world.user(people.administrator);
    await asActor(administrator, (context) => withdrawRequest(context, { number: second }));
    expect(await balance(contact)).toEqual(before);
  });
});

describe('triage', () => {
  it('accepts in one go: case with category and name, points settled, files handed over [G-4.7-10, G-4.7-13, D-15]', async () => {
    await grantMore(100);
    const contact = await world.user(people.contact);
    const operator = await world.operator(people.operator);
    const file = await upload(contact, '構成.txt');
    const before = await balance(contact);
    const number = await submit(contact, await useItem(), { attachments: [file] });
    const caseNumber = await asActor(operator, async (context) => acceptRequest(context, { number, version: 1 }));
    const found = await asActor(contact, (context) => readSent(context, number));
    expect(found).toMatchObject({ state: 'accepted', caseNumber });
    const raised = await asActor(contact, (context) => readCase(context, caseNumber));
    expect(raised).toMatchObject({
      category: 'work_request',
      subject: '10.テスト作業',
      status: 'new',
      contactName: contact.displayName,
      contractNumber: CONTRACT,
    });
    expect(JSON.stringify(raised.timeline)).toContain('ログの確認');
    expect(raised.timeline.find((entry) => entry.kind === 'comment')?.files.map((one) => one.id)).toEqual([file]);
    expect(await balance(contact)).toMatchObject({ held: before.held, settled: before.settled + 5, left: before.left - 5 });
    await asActor(contact, (context) =>
      commentOnCase(context, { number: caseNumber, body: proseFromText('お願いします'), attachments: [], key: randomUUID() }),
    );
  });

  it('refuses with a reason: no case, points released [G-4.7-11]', async () => {
    await grantMore(100);
    const contact = await world.user(people.contact);
    const operator = await world.operator(people.operator);
    const [before, cases] = [await balance(contact), await countOf('cases')];
    const number = await submit(contact, await useItem());
    await asActor(operator, (context) => refuseRequest(context, { number, version: 1, words: '対象外のため' }));
    const sent = await asActor(contact, (context) => readSent(context, number));
    expect(sent).toMatchObject({ state: 'refused', reason: '対象外のため', caseNumber: null });
    // It counts claims, of which customers are not told.
    expect(sent).not.toHaveProperty('version');
    expect(await balance(contact)).toEqual(before);
    expect(await countOf('cases')).toBe(cases);
  });

  it('lets one of two operators decide and tells the other; nothing is done twice', async () => {
    await grantMore(100);
    const contact = await world.user(people.contact);
    const [one, two] = [await world.operator(people.operator), await world.operator(people.secondOperator)];
    for (let round = 0; round < 5; round += 1) {
      const [before, cases] = [await balance(contact), await countOf('cases')];
      const number = await submit(contact, await useItem());
      const outcomes = await Promise.allSettled([
        asActor(one, (context) => acceptRequest(context, { number, version: 1 })),
        asActor(two, (context) => refuseRequest(context, { number, version: 1, words: '対象外' })),
        asActor(contact, (context) => withdrawRequest(context, { number })),
      ]);
      expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
      for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'request_decided' });
      const { state } = await asActor(contact, (context) => readSent(context, number));
      expect(await countOf('cases')).toBe(cases + (state === 'accepted' ? 1 : 0));
      expect(await balance(contact)).toMatchObject({ held: before.held, left: before.left - (state === 'accepted' ? 5 : 0) });
    }
  });

  it('keeps a question open until the customer answers, once however often it is sent', async () => {
    await grantMore(100);
    const contact = await world.user(people.contact);
    const colleague = await world.user(people.colleague);
    const operator = await world.operator(people.operator);
    const number = await submit(contact, await useItem());
    const answer = { number, words: '東京リージョンです', attachments: [] as string[], key: randomUUID() };
    await expect(asActor(contact, (context) => answerQuestion(context, answer))).rejects.toMatchObject({ code: 'request_not_asked' });
    await asActor(operator, (context) => askAboutRequest(context, { number, version: 1, words: 'どのリージョンですか' }));
    const asked = await asActor(contact, (context) => readSent(context, number));
    expect(asked).toMatchObject({ state: 'open', isAsked: true, can: { answer: true, withdraw: true } });
    expect(asked.entries.at(-1)).toMatchObject({ kind: 'question', words: 'どのリージョンですか', author: { kind: 'operator', name: null } });
    await Promise.all([1, 2, 3].map(() => asActor(colleague, (context) => answerQuestion(context, answer))));
    const answered = await asActor(operator, (context) => readTriaged(context, number));
    expect(answered).toMatchObject({ isAsked: false, isMine: true });
    expect(answered.entries.map((entry) => entry.kind)).toEqual(['submitted', 'question', 'answer']);
    const caseNumber = await asActor(operator, (context) => acceptRequest(context, { number, version: answered.version }));
    const raised = await asActor(contact, (context) => readCase(context, caseNumber));
    expect(JSON.stringify(raised.timeline)).toContain('東京リージョンです');
  });

  it('shows who is in charge, lets a colleague take over, and keeps claims and notes from customers', async () => {
    await grantMore(100);
    const contact = await world.user(people.contact);
    const [one, two] = [await world.operator(people.operator), await world.operator(people.secondOperator)];
    const number = await submit(contact, await useItem());
    await asActor(one, (context) => claimRequest(context, { number, version: 1 }));
    await expect(asActor(two, (context) => claimRequest(context, { number, version: 1 }))).rejects.toMatchObject({ code: 'request_changed' });
    const theirs = await seen(two, number);
    await expect(asActor(two, (context) => acceptRequest(context, theirs))).rejects.toMatchObject({ code: 'request_claimed' });
    await expect(asActor(two, (context) => returnRequest(context, theirs))).rejects.toMatchObject({ code: 'request_changed' });
    await asActor(two, (context) => claimRequest(context, theirs));
    await asActor(two, (context) => noteOnRequest(context, { number, words: '社内の確認中' }));
    const found = await asActor(one, (context) => readTriaged(context, number));
    expect(found).toMatchObject({ claimedByName: two.displayName, isMine: false });
    expect(found.entries.map((entry) => entry.kind)).toEqual(['submitted', 'claimed', 'claimed', 'note']);
    const told = await asActor(contact, (context) => readSent(context, number));
    expect(JSON.stringify(told)).not.toMatch(/社内の確認中|claimed|OP-0/);
    expect((await asActor(contact, (context) => accessRequest(context, { number, action: 'view' }))).claimedBy).toBeNull();
    const { rows, counts } = await asActor(two, (context) => listTriage(context, { queue: 'mine', page: 1 }));
    expect(rows.map((row) => row.number)).toContain(number);
    expect(counts.mine).toBe(rows.length);
    const open = (await asActor(one, (context) => listTriage(context, { queue: 'open', page: 1 }))).rows.map((row) => row.createdAt);
    expect(open).toEqual([...open].sort());
  });

  it('is a wall in the database too: a customer decides nothing and reads no note, whatever their statement', async () => {
    await grantMore(100);
    const contact = await world.user(people.contact);
    const number = await submit(contact, await useItem());
    const operator = await world.operator(people.operator);
    await asActor(operator, (context) => noteOnRequest(context, { number, words: '秘密' }));
    const { sql } = await import('kysely');
    const tried = (statement: string) => asActor(contact, async ({ tx }) => (await sql.raw<{ n: number }>(statement).execute(tx)).rows);
    await expect(tried(`update requests set state = 'accepted', decided_at = now() where number = '${number}'`)).rejects.toThrow();
    await expect(tried(`update requests set points = 0 where number = '${number}'`)).rejects.toThrow(/permission denied/);
    await expect(tried('select claimed_by from requests')).rejects.toThrow(/permission denied/);
    expect(await tried(`select 1 as n from request_entries where kind = 'note'`)).toEqual([]);
    const stranger = await world.user(people.stranger);
    expect(await asActor(stranger, async ({ tx }) => (await sql`select 1 from requests where number = ${number}`.execute(tx)).rows)).toEqual([]);
  });
});
