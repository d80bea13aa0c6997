import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { asActor } from '#platform/server/unit-of-work.ts';
import { people } from '#tests/support/people.ts';
import { personOf } from '#tests/support/server.ts';
import { eventually, useWorld } from '#tests/support/world.ts';
import { house } from '#platform/server/house.ts';
import { acceptRequest, answerQuestion, askAboutRequest, readTriaged, refuseRequest, submitRequest, withdrawRequest } from './index.ts';

const world = useWorld({ jobs: true });
const to = (key: string, number: string) => world.mails.filter((mail) => mail.to.address === personOf(key).mail && mail.subject.includes(number));
const arrived = (key: string, number: string, count: number) =>
  eventually(`${count} mails to ${key}`, () => (to(key, number).length >= count ? to(key, number) : undefined));

/** An item without a price question: one text. */
async function send(key: string): Promise<string> {
  const id = randomUUID();
  const form = JSON.stringify({ fields: [{ key: 'what', kind: 'text', label: { ja: '内容', en: 'What' }, required: true }] });
  await world.owner.query("insert into catalog_items (id, key, service_id, position) values ($1, $2, 'managed-cspm', 99)", [id, `mail-${id.slice(0, 8)}`]);
  await world.owner.query(
    "insert into catalog_versions (item_id, version, name_ja, name_en, summary_ja, summary_en, form, published_at) values ($1, 1, 'メールの作業', 'Work by mail', '', '', $2, now())",
    [id, form],
  );
  await world.owner.query('update catalog_items set published_version = 1 where id = $1', [id]);
  await world.owner.query('insert into prices select id, $1, 1 from price_lists', [id]);
  const actor = await world.user(key);
  return asActor(actor, (context) =>
    submitRequest(context, {
      contractNumber: 'N200000001',
      itemKey: `mail-${id.slice(0, 8)}`,
      itemVersion: 1,
      points: 1,
      answers: { what: ['<b>バケット</b>の確認'] },
      attachments: [],
      key: randomUUID(),
    }),
  );
}

describe('mails about a request', () => {
  it('bring the requester the content at once, in their language and from the fixed sender [G-4.7-8]', async () => {
    const number = await send(people.contact);
    const [receipt] = await arrived(people.contact, number, 1);
    expect(receipt).toMatchObject({ language: 'ja', subject: `[${number}] メールの作業` });
    expect(receipt?.text).toContain('> 【内容】');
    expect(receipt?.text).toContain('> <b>バケット</b>の確認');
    expect(receipt?.html).not.toContain('<b>バケット');
    expect(receipt?.text).toContain(`${house().config.PORTAL_ORIGIN}/requests/${number}`);
    const english = await send(people.english);
    const [theirs] = await arrived(people.english, english, 1);
    expect(theirs).toMatchObject({ language: 'en', subject: `[${english}] Work by mail` });
    expect(theirs?.text).toContain('We have received your work request');
  });

  it('tell either decision, with the number of the case or the reason [G-4.7-12]', async () => {
    const operator = await world.operator(people.operator);
    const accepted = await send(people.contact);
    const caseNumber = await asActor(operator, (context) => acceptRequest(context, { number: accepted, version: 1 }));
    const decision = (await arrived(people.contact, accepted, 2)).at(-1);
    expect(decision?.text).toContain(`ケース番号: ${caseNumber}`);
    expect(decision?.text).toContain(`${house().config.PORTAL_ORIGIN}/cases/${caseNumber}`);
    const refused = await send(people.contact);
    await asActor(operator, (context) => refuseRequest(context, { number: refused, version: 1, words: '契約の範囲外です' }));
    const reason = (await arrived(people.contact, refused, 2)).at(-1);
    expect(reason?.text).toContain('不受理');
    expect(reason?.text).toContain('> 契約の範囲外です');
    // The case of the first has a mail of its own only from its first news on.
    expect(world.mails.filter((mail) => mail.subject.includes(caseNumber))).toEqual([]);
  });

  it('carry a question to the customer and the answer or withdrawal to the operator in charge, and nobody hears of their own deed', async () => {
    const operator = await world.operator(people.secondOperator);
    const colleague = await world.user(people.colleague);
    const administrator = await world.user(people.administrator);
    const number = await send(people.contact);
    await asActor(operator, (context) => askAboutRequest(context, { number, version: 1, words: 'どのバケットですか' }));
    expect((await arrived(people.contact, number, 2)).at(-1)?.text).toContain('> どのバケットですか');
    await asActor(colleague, (context) => answerQuestion(context, { number, words: '公開用です', attachments: [], key: randomUUID() }));
    const [told] = await arrived(people.secondOperator, number, 1);
    expect(told?.text).toContain('> 公開用です');
    expect(told?.text).toContain(`${house().config.CONSOLE_ORIGIN}/console/requests/${number}`);
    expect((await asActor(operator, (context) => readTriaged(context, number))).isAsked).toBe(false);
    await asActor(administrator, (context) => withdrawRequest(context, { number }));
    await arrived(people.contact, number, 3);
    await arrived(people.colleague, number, 1);
    await arrived(people.secondOperator, number, 2);
    expect(to(people.administrator, number)).toEqual([]);
    expect(to(people.operator, number)).toEqual([]);
  });
});
