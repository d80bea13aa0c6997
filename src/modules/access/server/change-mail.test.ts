import { beforeEach, describe, expect, it } from 'vitest';
import { MailAddress } from '#modules/users/server/index.ts';
import { DEMO_PASSWORD } from '../../../cli/demo-world.ts';
import { people } from '#tests/support/people.ts';
import { personOf } from '#tests/support/server.ts';
import { eventually, useWorld } from '#tests/support/world.ts';
import {
  changePassword,
  confirmMailChange,
  openMailChange,
  readMailLink,
  requestMailChange,
  sendNotice,
  undoMailChange,
  userOfSession,
  type Visitor,
} from './index.ts';

const world = useWorld({ jobs: true });
const visitor: Visitor = { address: '192.0.2.8', agent: 'test', browser: undefined };
beforeEach(() => world.owner.query('delete from throttles'));

const linkIn = (purpose: string, text: string) => new RegExp(`/mail/${purpose}/([A-Za-z0-9_-]{43})`).exec(text)?.[1];
async function asked(key: string, mail: string): Promise<{ confirm: string; undo: string }> {
  const actor = await world.user(key);
  const before = world.mails.length;
  const link = (address: string, purpose: string) =>
    eventually(`the ${purpose} link`, () => {
      const letter = world.mails.slice(before).find((one) => one.to.address === address && linkIn(purpose, one.text));
      return letter && linkIn(purpose, letter.text);
    });
  const old = await mailOf(key);
  await requestMailChange(actor, { mail, password: DEMO_PASSWORD });
  return { confirm: await link(mail, 'confirm'), undo: await link(old, 'undo') };
}
const mailOf = async (key: string) => (await world.one<{ mail: string }>('select mail from users where user_id = $1', [personOf(key).userId])).mail;

describe('another mail address', () => {
  it('is used only once it is confirmed by its own link, once [G-4.13.2-2, D-10]', async () => {
    const { confirm } = await asked(people.contact, 'new@sample.example');
    expect(await mailOf(people.contact)).toBe(personOf(people.contact).mail);
    expect(await openMailChange(await world.user(people.contact))).toBe('new@sample.example');
    expect(await readMailLink('confirm', confirm, visitor)).toMatchObject({ newMail: 'new@sample.example' });
    const all = await Promise.allSettled(Array.from({ length: 20 }, () => confirmMailChange(confirm, visitor)));
    expect(all.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
    expect(await mailOf(people.contact)).toBe('new@sample.example');
    expect(await openMailChange(await world.user(people.contact))).toBeUndefined();
  });

  it('is taken back by the old address, before and after its confirmation, which ends every session [D-10]', async () => {
    const first = await asked(people.colleague, 'intruder@evil.example');
    await undoMailChange(first.undo, visitor);
    await expect(confirmMailChange(first.confirm, visitor)).rejects.toMatchObject({ code: 'mail_link_over' });
    const second = await asked(people.colleague, 'intruder@evil.example');
    await confirmMailChange(second.confirm, visitor);
    const session = await world.token('user', people.colleague);
    await undoMailChange(second.undo, visitor);
    expect(await mailOf(people.colleague)).toBe(personOf(people.colleague).mail);
    expect(await userOfSession(session, { use: false })).toBeUndefined();
    await expect(undoMailChange(second.undo, visitor)).rejects.toMatchObject({ code: 'mail_link_over' });
  });

  it('goes back to the first address whatever was changed since, and mails the way back also when the new address was quicker [D-10]', async () => {
    const key = 'a-contact';
    const first = await asked(key, 'b@evil.example');
    await confirmMailChange(first.confirm, visitor);
    const second = await asked(key, 'c@evil.example');
    await confirmMailChange(second.confirm, visitor);
    await undoMailChange(first.undo, visitor);
    expect(await mailOf(key)).toBe(personOf(key).mail);
    await expect(undoMailChange(second.undo, visitor)).rejects.toMatchObject({ code: 'mail_link_over' });

    const actor = await world.user('a-administrator');
    await requestMailChange(actor, { mail: 'quick@evil.example', password: DEMO_PASSWORD });
    const { id } = await world.one<{ id: string }>(`update user_mail_changes set confirmed_at = now() where new_mail = 'quick@evil.example' returning id`);
    const before = world.mails.length;
    await sendNotice({
      realm: 'user',
      accountId: actor.accountId,
      readerId: actor.id,
      notice: 'mail_undo',
      eventId: null,
      changeId: id,
      at: new Date().toISOString(),
    });
    const back = world.mails.slice(before).filter((mail) => linkIn('undo', mail.text));
    expect(back.length).toBeGreaterThan(0);
    expect(new Set(back.map((mail) => mail.to.address))).toEqual(new Set([personOf('a-administrator').mail]));
  });

  it('is not confirmed after a new password, nor by somebody who was disabled [D-5, D-11]', async () => {
    const changed = await asked('h-contact', 'evil1@evil.example');
    await changePassword(await world.user('h-contact'), { currentPassword: DEMO_PASSWORD, newPassword: 'Kawa-no-Hotori-88' });
    await expect(confirmMailChange(changed.confirm, visitor)).rejects.toMatchObject({ code: 'mail_link_over' });
    const disabled = await asked('h-administrator', 'evil2@evil.example');
    await world.owner.query(`update users set state = 'disabled' where user_id = $1`, [personOf('h-administrator').userId]);
    await expect(confirmMailChange(disabled.confirm, visitor)).rejects.toMatchObject({ code: 'mail_link_over' });
  });

  it('needs the password, another address than the present one, and no more than five wishes a day; a new wish ends the one before [G-4.13.2-1, D-10]', async () => {
    const actor = await world.user(people.english);
    await expect(requestMailChange(actor, { mail: 'x@example.com', password: 'wrong' })).rejects.toMatchObject({ code: 'password_wrong' });
    await expect(requestMailChange(actor, { mail: personOf(people.english).mail.toUpperCase(), password: DEMO_PASSWORD })).rejects.toMatchObject({
      code: 'mail_unchanged',
    });
    const first = await asked(people.english, 'one@example.com');
    await asked(people.english, 'two@example.com');
    await expect(confirmMailChange(first.confirm, visitor)).rejects.toMatchObject({ code: 'mail_link_over' });
    for (let wish = 0; wish < 3; wish += 1) await requestMailChange(actor, { mail: `more${wish}@example.com`, password: DEMO_PASSWORD });
    await expect(requestMailChange(actor, { mail: 'last@example.com', password: DEMO_PASSWORD })).rejects.toMatchObject({ code: 'mail_changes_too_many' });
  });

  it('takes one plain address, and no link of another purpose or of nobody', async () => {
    for (const mail of [
      'a@example.com,b@example.com',
      'a@example.com\nBcc: b@example.com',
      'A <a@example.com>',
      ['a@example.com'],
      '',
      `${'x'.repeat(250)}@example.com`,
    ])
      expect([mail, MailAddress.safeParse(mail).success]).toEqual([mail, false]);
    const { confirm, undo } = await asked(people.narrow, 'narrow@example.com');
    expect(await readMailLink('undo', confirm, visitor)).toBeUndefined();
    expect(await readMailLink('confirm', undo, visitor)).toBeUndefined();
    expect(await readMailLink('confirm', 'x'.repeat(43), visitor)).toBeUndefined();
    await world.owner.query(`update user_mail_changes set confirm_until = now() - interval '1 second'`);
    await expect(confirmMailChange(confirm, visitor)).rejects.toMatchObject({ code: 'mail_link_over' });
  });

  it('links that fit nothing are looked at a hundred and twenty times by a network, and no more', async () => {
    const looks = await Promise.allSettled(
      Array.from({ length: 125 }, (_, n) => readMailLink('confirm', `${n}`.padStart(43, 'x'), { ...visitor, address: '203.0.113.30' })),
    );
    expect(looks.filter((look) => look.status === 'fulfilled').length).toBeGreaterThanOrEqual(120);
    await expect(readMailLink('confirm', 'y'.repeat(43), { ...visitor, address: '203.0.113.30' })).rejects.toMatchObject({ code: 'too_many_from_network' });
  });
});
