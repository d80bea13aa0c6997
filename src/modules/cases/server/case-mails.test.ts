import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { proseFromText } from '#modules/prose/index.ts';
import { house, openHouse } from '#platform/server/house.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { people } from '#tests/support/people.ts';
import { personOf } from '#tests/support/server.ts';
import { eventually, inquiry, useWorld } from '#tests/support/world.ts';
import { askCustomer, closeCase, commentOnCase, openCase, readCase, sendCaseMail, takeCase } from './index.ts';

const world = useWorld({ jobs: true });
const to = (key: string, number: string) => world.mails.filter((mail) => mail.to.address === personOf(key).mail && mail.subject.includes(number));
const entry = (number: string, text: string) => ({ number, body: proseFromText(text), attachments: [], key: randomUUID() });

describe('mails about a case', () => {
  it('come to the contact in their language, with number, link and excerpt, and thread [G-2.5-1]', async () => {
    const english = await world.user(people.english);
    const operator = await world.operator(people.operator);
    const number = await asActor(english, (context) => openCase(context, inquiry('N200000001', 'Why is <b>this</b> & that open?')));
    await asActor(operator, (context) => takeCase(context, { number, version: 1 }));
    const { version } = await asActor(operator, (context) => readCase(context, number));
    await asActor(operator, (context) => askCustomer(context, { ...entry(number, 'Which region?'), version }));
    const [receipt, question] = await eventually('two mails', () => (to(people.english, number).length >= 2 ? to(people.english, number) : undefined));
    expect(receipt).toMatchObject({ language: 'en', subject: `[${number}] Why is <b>this</b> & that open?` });
    expect(receipt?.text).toContain(`${house().config.PORTAL_ORIGIN}/cases/${number}`);
    expect(receipt?.html).not.toContain('<b>this</b>');
    expect(question?.text).toContain('has a question for you');
    expect(question?.text).toContain('> Which region?');
    expect(question?.subject).toBe(receipt?.subject);
    expect(question?.references).toEqual(receipt?.references);
    expect(question?.messageId).not.toBe(receipt?.messageId);
  });

  it('go to everyone who took part but the writer, and to the operator in charge', async () => {
    const contact = await world.user(people.contact);
    const colleague = await world.user(people.colleague);
    const operator = await world.operator(people.secondOperator);
    const number = await asActor(contact, (context) => openCase(context, inquiry('N200000001')));
    await asActor(operator, (context) => takeCase(context, { number, version: 1 }));
    await asActor(colleague, (context) => commentOnCase(context, entry(number, '横から失礼します。')));
    await eventually('the mail to the operator', () => to(people.secondOperator, number)[0]);
    await eventually('the mail to the contact', () => to(people.contact, number)[1]);
    expect(to(people.colleague, number)).toEqual([]);
    expect(to(people.secondOperator, number)[0]?.text).toContain(`${house().config.CONSOLE_ORIGIN}/console/cases/${number}`);
    const { version } = await asActor(contact, (context) => readCase(context, number));
    await asActor(contact, (context) => closeCase(context, { number, version }));
    await eventually('the receipt of closing', () => to(people.contact, number).find((mail) => mail.text.includes('クローズしました')));
  });

  it('are not sent to somebody who lost the contract meanwhile [D-8, D-11]', async () => {
    const contact = await world.user(people.contact);
    const number = await asActor(contact, (context) => openCase(context, inquiry('N100000001')));
    await eventually('the receipt', () => to(people.contact, number)[0]);
    const { id, activity, account } = await world.one<{ id: string; activity: string; account: string }>(
      `select c.id, a.id as activity, c.account_id as account from cases c join activities a on a.case_id = c.id and a.kind = 'comment' where number = $1`,
      [number],
    );
    await world.owner.query(`delete from user_contracts where user_id = $1 and contract_id = (select contract_id from cases where id = $2)`, [contact.id, id]);
    await sendCaseMail({ accountId: account, caseId: id, activityId: activity, event: 'commented', recipient: { kind: 'user', id: contact.id } });
    expect(to(people.contact, number)).toHaveLength(1);
  });

  it("carry nothing when a job names another account's case [D-7]", async () => {
    const stranger = await world.user(people.stranger);
    const foreign = await world.one<{ id: string; activity: string }>(
      `select c.id, a.id as activity from cases c join activities a on a.case_id = c.id where c.account_id <> $1 limit 1`,
      [stranger.accountId],
    );
    const before = world.mails.length;
    await sendCaseMail({
      accountId: stranger.accountId,
      caseId: foreign.id,
      activityId: foreign.activity,
      event: 'commented',
      recipient: { kind: 'user', id: stranger.id },
    });
    expect(world.mails.length).toBe(before);
  });

  it('are sent later when the mail server is away, while the case is there at once', async () => {
    const working = house();
    let refusals = 0;
    openHouse({ ...working, post: { ...working.post, send: async () => ((refusals += 1), Promise.reject(new Error('connect ECONNREFUSED'))) } });
    const contact = await world.user(people.administrator);
    const number = await asActor(contact, (context) => openCase(context, inquiry('N200000001')));
    await eventually('a refused mail', () => refusals > 0);
    expect((await asActor(contact, (context) => readCase(context, number))).status).toBe('new');
    openHouse(working);
    await eventually('the mail after all', () => to(people.administrator, number)[0], 25);
    expect(to(people.administrator, number)).toHaveLength(1);
  });
});
