import { beforeEach, describe, expect, it } from 'vitest';
import { DEMO_PASSWORD } from '../../../cli/demo-world.ts';
import { people } from '#tests/support/people.ts';
import { personOf } from '#tests/support/server.ts';
import { eventually, useWorld } from '#tests/support/world.ts';
import { changePassword, checkPassword, readAttempt, readResetLink, requestReset, ResetRequest, resetPassword, userOfSession, type Visitor } from './index.ts';

const world = useWorld({ jobs: true });
const visitor = (address = '192.0.2.7'): Visitor => ({ address, agent: 'test', browser: undefined });
const NEW = 'Kawa-no-Hotori-88';
const linkIn = (text: string) => /\/password\/reset\/([A-Za-z0-9_-]{43})/.exec(text)?.[1] ?? '';

beforeEach(async () => {
  await world.owner.query('delete from throttles');
  await world.owner.query('update user_passwords set reset_at = null');
});

const mailsTo = (mail: string, after: number) => world.mails.slice(after).filter((one) => one.to.address === mail);
async function link(key: string, address?: string): Promise<string> {
  const { userId, mail } = personOf(key);
  const before = world.mails.length;
  await requestReset({ userId, mail }, visitor(address));
  const letter = await eventually('the mail with the link', () => mailsTo(mail, before).find((one) => linkIn(one.text)));
  return linkIn(letter.text);
}
/** Waits until every queued job has run: what has not been mailed by then never will be. */
const quiet = () =>
  eventually(
    'the jobs to end',
    async () =>
      (
        await world.one<{ left: number }>(
          `select count(*)::int as left from pgboss.job where state < 'completed' and name not like '\\_\\_%' and name not like 'sweep%'`,
        )
      ).left === 0,
  );

describe('a forgotten password', () => {
  it('is set anew through a mailed link, which ends every session, signs nobody in and tells the owner [G-2.3-5, G-4.4-4, G-4.4-9, G-4.4-14, D-5]', async () => {
    const { userId, mail } = personOf(people.contact);
    const session = await world.token('user', people.contact);
    const token = await link(people.contact);
    expect(await readResetLink('user', token, visitor())).toMatchObject({ userId, lockedUntil: null });
    const before = world.mails.length;
    await resetPassword('user', { token, newPassword: NEW }, visitor());
    expect(await userOfSession(session, { use: false })).toBeUndefined();
    await expect(checkPassword('user', { userId, password: DEMO_PASSWORD }, visitor())).rejects.toMatchObject({ code: 'sign_in_refused' });
    await checkPassword('user', { userId, password: NEW }, visitor());
    await eventually('the notice', () => mailsTo(mail, before).find((one) => one.subject === 'パスワードがリセットされました'));
  });

  it('takes each link once, of fifty at the same time too, and none after half an hour, and looking uses nothing up [D-5]', async () => {
    const token = await link(people.colleague);
    for (let looks = 0; looks < 3; looks += 1) expect(await readResetLink('user', token, visitor())).toBeDefined();
    const outcomes = await Promise.allSettled(Array.from({ length: 50 }, () => resetPassword('user', { token, newPassword: NEW }, visitor())));
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
    expect(await readResetLink('user', token, visitor())).toBeUndefined();
    await world.owner.query('update user_passwords set reset_at = null');
    const late = await link(people.colleague);
    await world.owner.query(`update user_reset_links set expires_at = now() - interval '1 second' where used_at is null`);
    await expect(resetPassword('user', { token: late, newPassword: NEW }, visitor())).rejects.toMatchObject({ code: 'reset_link_over' });
  });

  it('refuses a weak password without using the link up [G-2.3-4, G-4.4-15, D-3]', async () => {
    const token = await link(people.english);
    for (const weak of ['short', 'aaaaaaaaaaaa', 'Sample05-sample-2026', 'Password1234!', 'x'.repeat(1_000_000)])
      await expect(resetPassword('user', { token, newPassword: weak }, visitor())).rejects.toMatchObject({ kind: 'invalid' });
    await resetPassword('user', { token, newPassword: NEW }, visitor());
  });

  it('is closed for a day after a reset, but open to the administrator, and to a change inside a session [G-4.4-16, G-R-8, D-5]', async () => {
    const { userId, mail } = personOf(people.administrator);
    await resetPassword('user', { token: await link(people.administrator), newPassword: NEW }, visitor());
    const before = world.mails.length;
    await requestReset({ userId, mail }, visitor());
    await eventually('a word why', () => mailsTo(mail, before).find((one) => one.subject === 'パスワード リセットは現在ご利用いただけません'));
    await quiet();
    expect(mailsTo(mail, before).filter((one) => linkIn(one.text))).toEqual([]);
    await changePassword(await world.user(people.administrator), { currentPassword: NEW, newPassword: 'Yama-no-Fumoto-77' });
    await world.owner.query(`update user_passwords set reset_at = now() - interval '25 hours' where reset_at is not null`);
    expect(await link(people.administrator)).not.toBe('');
  });

  it('says nothing to anybody about an address that does not fit, an unknown or a disabled user [G-4.4-6, D-5]', async () => {
    await quiet();
    const before = world.mails.length;
    await world.owner.query(`update users set state = 'disabled' where user_id = $1`, [personOf('h-contact').userId]);
    await requestReset({ userId: personOf(people.narrow).userId, mail: 'other@sample.example' }, visitor());
    await requestReset({ userId: 'nobody', mail: personOf(people.narrow).mail }, visitor());
    await requestReset({ userId: personOf('h-contact').userId, mail: personOf('h-contact').mail }, visitor());
    await quiet();
    expect(world.mails.slice(before)).toEqual([]);
  });

  it('is silent for twenty minutes after five addresses that do not fit, tells the owner once, and stays open elsewhere [G-4.4-7, D-5]', async () => {
    const { userId, mail } = personOf(people.narrow);
    const before = world.mails.length;
    await Promise.all(Array.from({ length: 9 }, (_, n) => requestReset({ userId, mail: `guess${n}@sample.example` }, visitor())));
    await requestReset({ userId, mail }, visitor());
    await eventually('the notice', () => mailsTo(mail, before)[0]);
    await quiet();
    expect(mailsTo(mail, before).map((one) => one.subject)).toEqual(['パスワード リセットを一時停止しました']);
    expect(await link(people.narrow, '203.0.113.50')).not.toBe('');
    await world.owner.query(`update throttles set ends_at = now() - interval '1 second'`);
    expect(await link(people.narrow)).not.toBe('');
  });

  it('gives nothing to a mailbox that is no longer the address, and nothing to a sign-in that was half done before [D-5]', async () => {
    const key = people.english;
    const { userId, mail } = personOf(key);
    const token = await link(key);
    await world.owner.query(`update users set mail = 'moved@sample.example' where user_id = $1`, [userId]);
    expect(await readResetLink('user', token, visitor())).toBeUndefined();
    await expect(resetPassword('user', { token, newPassword: NEW }, visitor())).rejects.toMatchObject({ code: 'reset_link_over' });
    await world.owner.query(`update users set mail = $2 where user_id = $1`, [userId, mail]);

    const half = await checkPassword('user', { userId, password: NEW }, visitor());
    await changePassword(await world.user(key), { currentPassword: NEW, newPassword: 'Yama-no-Fumoto-77' });
    expect(await readAttempt('user', half.token)).toBeUndefined();
  });

  it('is told to its owner three times a day, from however many networks strangers try', async () => {
    const { userId, mail } = personOf(people.narrow);
    const before = world.mails.length;
    for (let network = 0; network < 6; network += 1)
      for (let tries = 0; tries < 5; tries += 1) await requestReset({ userId, mail: `guess${tries}@sample.example` }, visitor(`198.51.100.${network}`));
    await quiet();
    expect(mailsTo(mail, before)).toHaveLength(3);
  });

  it('mails one person five times an hour and no more, and a network that asks too often is told so', async () => {
    const { userId, mail } = personOf(people.narrow);
    const before = world.mails.length;
    for (let asked = 0; asked < 8; asked += 1) await requestReset({ userId, mail }, visitor(`198.51.100.${asked}`));
    await quiet();
    expect(mailsTo(mail, before)).toHaveLength(5);
    const flood = Array.from({ length: 61 }, () => requestReset({ userId: 'x', mail: 'x@example.com' }, visitor('203.0.113.77')));
    expect((await Promise.allSettled(flood)).filter((outcome) => outcome.status === 'rejected')).toHaveLength(1);
  });

  it('gives a new contact their first password, and makes them active [G-2.3-1, D-6]', async () => {
    const { userId, mail } = personOf('h-administrator');
    await world.owner.query(`delete from user_passwords where reader_id = (select id from users where user_id = $1)`, [userId]);
    await world.owner.query(`update users set state = 'invited' where user_id = $1`, [userId]);
    expect(mail).toBe('admin@hokuto.example');
    await resetPassword('user', { token: await link('h-administrator'), newPassword: NEW }, visitor());
    expect(await world.one(`select state from users where user_id = $1`, [userId])).toEqual({ state: 'active' });
    await checkPassword('user', { userId, password: NEW }, visitor());
  });

  it('takes one plain address and nothing that is a list, a name or two lines', () => {
    const parse = (mail: unknown) => ResetRequest.safeParse({ userId: 'x', mail }).success;
    expect(parse('a@example.com')).toBe(true);
    for (const mail of [
      'a@example.com,b@example.com',
      'a@example.com\r\nBcc: b@example.com',
      ['a@example.com', 'b@example.com'],
      'A <a@example.com>',
      'a@example.com b@example.com',
    ])
      expect([mail, parse(mail)]).toEqual([mail, false]);
  });
});

describe('time', () => {
  it('tells nothing: sign-ins fail alike for known, unknown, locked and disabled [D-4]', { timeout: 120_000, retry: 3 }, async () => {
    const kinds = {
      known: personOf(people.english).userId,
      unknown: 'nobody@nowhere.example',
      locked: personOf(people.contact).userId,
      disabled: personOf('h-contact').userId,
    };
    await world.owner.query(`update users set state = 'disabled' where user_id = $1`, [kinds.disabled]);
    await world.owner.query(`update user_passwords set locked_until = now() + interval '1 hour' where reader_id = (select id from users where user_id = $1)`, [
      kinds.locked,
    ]);
    const opened = (userId: string) =>
      world.owner.query(
        `update user_passwords set failures = 0, locked_until = null where failures > 3 and reader_id = (select id from users where user_id = $1)`,
        [userId],
      );
    await expectAlike(kinds, async (userId) => {
      await checkPassword('user', { userId, password: 'wrong-wrong' }, visitor()).catch(() => undefined);
      if (userId !== kinds.locked) void opened(userId);
    });
  });

  it(
    'tells nothing: reset requests end alike whether the address fits, does not, or the user is unknown [G-4.4-6, D-5]',
    { timeout: 120_000, retry: 3 },
    async () => {
      const { userId, mail } = personOf(people.english);
      const kinds = { fits: `${userId} ${mail}`, differs: `${userId} other@sample.example`, unknown: `nobody@nowhere.example ${mail}` };
      await expectAlike(kinds, async (pair) => {
        const [asked = '', address = ''] = pair.split(' ');
        await requestReset({ userId: asked, mail: address }, visitor());
      });
    },
  );

  /** Two hundred tries of each kind, in turns, so that a busy moment of the machine falls on all kinds alike. */
  async function expectAlike(kinds: Record<string, string>, work: (subject: string) => Promise<void>): Promise<void> {
    const taken: Record<string, number[]> = Object.fromEntries(Object.keys(kinds).map((kind) => [kind, []]));
    for (let round = 0; round < 200; round += 1) {
      if (round % 20 === 0) await world.owner.query('delete from throttles');
      for (const [kind, subject] of Object.entries(kinds)) {
        const started = performance.now();
        await work(subject);
        taken[kind]?.push(performance.now() - started);
      }
    }
    const medians = Object.fromEntries(Object.entries(taken).map(([kind, times]) => [kind, times.sort((x, y) => x - y)[100] as number]));
    const [fastest, slowest] = [Math.min(...Object.values(medians)), Math.max(...Object.values(medians))];
    expect(slowest / fastest, JSON.stringify(medians)).toBeLessThan(1.1);
  }
});
