import { TOTP, Secret } from 'otpauth';
import { describe, expect, it } from 'vitest';
import { DEMO_APP_SECRET, DEMO_PASSWORD } from '../../../cli/demo-world.ts';
import { canonicalUserId } from '#modules/users/index.ts';
import { people } from '#tests/support/people.ts';
import { personOf } from '#tests/support/server.ts';
import { eventually, useWorld } from '#tests/support/world.ts';
import { maskMail } from '../sign-in.ts';
import { checkPassword, CodeInput, confirmCode, endSession, operatorOfSession, readAttempt, requestCode, userOfSession, type Visitor } from './index.ts';

const world = useWorld({ jobs: true });
const visitor = (more: Partial<Visitor> = {}): Visitor => ({ address: '192.0.2.1', agent: 'test', browser: undefined, ...more });
const sixDigits = /^\s*(\d{6})\s*$/m;

async function codeFor(mail: string, after: number): Promise<string> {
  const letter = await eventually('the mail with the code', () => world.mails.slice(after).find((one) => one.to.address === mail && sixDigits.test(one.text)));
  return sixDigits.exec(letter.text)?.[1] ?? '';
}

async function passwordGiven(key: string, from: Visitor = visitor()) {
  const person = personOf(key);
  const { token } = await checkPassword('user', { userId: person.userId, password: DEMO_PASSWORD }, from);
  const before = world.mails.length;
  await requestCode(token);
  return { token, code: await codeFor(person.mail, before) };
}
const confirm = (code: string, token: string | undefined, from: Visitor = visitor()) => confirmCode('user', { factor: 'mail', code }, { token, visitor: from });
const sessionToken = async (key: string, from: Visitor = visitor()) => {
  const { token, code } = await passwordGiven(key, from);
  const passed = await confirm(code, token, from);
  if (passed.kind !== 'session') throw new Error('No session.');
  return passed;
};
const wrong = (code: string) => (code === '000000' ? '111111' : '000000');
const operatorAttempt = async (key: string) => (await checkPassword('operator', { userId: personOf(key).userId, password: DEMO_PASSWORD }, visitor())).token;

describe('signing in', () => {
  it('takes the user ID, the password and the mailed code, and opens a session [G-4.2-1, G-4.2-5, G-4.2-6, D-1]', async () => {
    const session = await sessionToken(people.contact);
    expect((await userOfSession(session.token, { use: true }))?.actor).toMatchObject({ kind: 'user', displayName: 'Ex Sample01', role: 'contact' });
  });

  it('forgives the width and case of the user ID and of the digits [D-9]', async () => {
    expect(canonicalUserId(' ＳＡＭＰＬＥ０１＠sample.example.CS ')).toBe('sample01@sample.example.cs');
    expect(CodeInput.parse({ factor: 'mail', code: '１２３ ４５６' })).toEqual({ factor: 'mail', code: '123456' });
  });

  it('shows the address masked [D-2]', async () => {
    expect(maskMail('sample01@sample.example')).toBe('s•••@s•••.example');
    const { token } = await passwordGiven(people.colleague);
    expect(await readAttempt('user', token)).toEqual({ maskedMail: 's•••@s•••.example', codeRequested: true, offered: ['mail'], mustPairNow: false });
  });

  it('says the same whether the password is wrong, the user unknown, disabled, invited, too long or a lookalike [D-4, D-6]', async () => {
    await world.owner.query(`update users set state = 'disabled' where user_id = $1`, [personOf('h-contact').userId]);
    await world.owner.query(`delete from user_passwords where reader_id = (select id from users where user_id = $1)`, [personOf('h-administrator').userId]);
    await world.owner.query(`update users set state = 'invited' where user_id = $1`, [personOf('h-administrator').userId]);
    for (const [userId, password] of [
      [personOf(people.contact).userId, 'wrong'],
      ['nobody@nowhere', DEMO_PASSWORD],
      [personOf('h-contact').userId, DEMO_PASSWORD],
      [personOf('h-administrator').userId, DEMO_PASSWORD],
      [personOf(people.operator).userId, DEMO_PASSWORD],
      ['x'.repeat(41), DEMO_PASSWORD],
      [personOf(people.contact).userId.replace('a', 'а'), DEMO_PASSWORD],
    ] as const)
      await expect(checkPassword('user', { userId, password }, visitor())).rejects.toMatchObject({ kind: 'unauthenticated', code: 'sign_in_refused' });
  });

  it('locks after five wrong passwords in a row, however many come at once, tells the owner, and lets nobody in until the lock ends [G-2.3-6, G-2.3-7, D-4]', async () => {
    const { userId, mail } = personOf(people.administrator);
    const mails = world.mails.length;
    await Promise.allSettled(
      Array.from({ length: 200 }, (_, n) => checkPassword('user', { userId, password: 'wrong' }, visitor({ address: `198.51.100.${n}` }))),
    );
    const state = () =>
      world.one<{ failures: number; locked: boolean; evaluated: number }>(
        `select failures, locked_until > now() + interval '19 minutes' as locked,
           (select count(*)::int from user_events e where e.reader_id = p.reader_id and name in ('login.failed', 'login.locked')) as evaluated
         from user_passwords p join users u on u.id = p.reader_id where u.user_id = $1`,
        [userId],
      );
    await eventually('the lines of the history', async () => (await state()).evaluated >= 5);
    expect(await state()).toEqual({ failures: 5, locked: true, evaluated: 5 });
    await eventually('the notice to the owner', () =>
      world.mails.slice(mails).find((one) => one.to.address === mail && one.subject === 'ログインがロックされました'),
    );
    await expect(checkPassword('user', { userId, password: DEMO_PASSWORD }, visitor())).rejects.toMatchObject({ code: 'sign_in_refused' });
    await world.owner.query(`update user_passwords set locked_until = now() - interval '1 second' where locked_until is not null`);
    await checkPassword('user', { userId, password: DEMO_PASSWORD }, visitor());
    expect(await state()).toMatchObject({ failures: 0, locked: null });
  });

  it('lets the owner in from a browser that they used before, while strangers have locked everybody else out [D-4]', async () => {
    const { userId } = personOf(people.colleague);
    const known = await sessionToken(people.colleague);
    for (let tries = 0; tries < 5; tries += 1) await checkPassword('user', { userId, password: 'wrong' }, visitor()).catch(() => undefined);
    await expect(checkPassword('user', { userId, password: DEMO_PASSWORD }, visitor())).rejects.toMatchObject({ code: 'sign_in_refused' });
    const { token } = await checkPassword('user', { userId, password: DEMO_PASSWORD }, visitor({ browser: known.browser }));
    // Being known changes the counter, never the second step.
    expect(await readAttempt('user', token)).toMatchObject({ offered: ['mail'], codeRequested: false });
    for (let tries = 0; tries < 5; tries += 1)
      await checkPassword('user', { userId, password: 'wrong' }, visitor({ browser: known.browser })).catch(() => undefined);
    await expect(checkPassword('user', { userId, password: DEMO_PASSWORD }, visitor({ browser: known.browser }))).rejects.toMatchObject({
      code: 'sign_in_refused',
    });
    await world.owner.query(`update user_passwords set failures = 0, locked_until = null`);
  });

  it('stops a network that tries many user IDs, also when it has many IPv6 addresses, and no other network [D-4]', async () => {
    for (let n = 0; n < 61; n += 1)
      await checkPassword('user', { userId: `stranger${n}`, password: 'x' }, visitor({ address: `2001:db8:1:2::${n.toString(16)}` })).catch(() => undefined);
    const sign = (address: string) => checkPassword('user', { userId: personOf(people.english).userId, password: DEMO_PASSWORD }, visitor({ address }));
    await expect(sign('2001:db8:1:2:ffff::1')).rejects.toMatchObject({ kind: 'too_many', code: 'too_many_from_network' });
    await sign('2001:db8:1:3::1');
    await world.owner.query('delete from throttles');
  });

  it('gives five tries of a code and then none, not even the right one, and tells the owner [D-2]', async () => {
    const { token, code } = await passwordGiven(people.contact);
    const mails = world.mails.length;
    for (let tries = 0; tries < 5; tries += 1) await expect(confirm(wrong(code), token)).rejects.toMatchObject({ code: 'code_wrong' });
    await expect(confirm(code, token)).rejects.toMatchObject({ code: 'attempt_over' });
    await eventually('the notice to the owner', () => world.mails.slice(mails).find((one) => one.subject === '誤った検証コードが続けて入力されました'));
  });

  it('stops a reader who knows the password after a hundred wrong codes in a row, over all attempts, and says so [D-2]', async () => {
    const token = await operatorAttempt(people.secondOperator);
    await world.owner.query(`update operator_passwords set code_failures = 100 where reader_id = (select id from operators where user_id = $1)`, [
      personOf(people.secondOperator).userId,
    ]);
    await expect(confirmCode('operator', { factor: 'app', code: '000000' }, { token, visitor: visitor() })).rejects.toMatchObject({ code: 'codes_used_up' });
    await world.owner.query(`update operator_passwords set code_failures = 0`);
  });

  it('lets one of fifty uses of a code at once in [D-2]', async () => {
    const { token, code } = await passwordGiven(people.contact);
    const outcomes = await Promise.allSettled(Array.from({ length: 50 }, () => confirm(code, token)));
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
  });

  it('binds a code to its own attempt, and the second step to the way that was offered [D-1, D-2]', async () => {
    const first = await passwordGiven(people.contact);
    const second = await passwordGiven(people.colleague);
    if (first.code !== second.code) await expect(confirm(first.code, second.token)).rejects.toMatchObject({ code: 'code_wrong' });
    await expect(confirm(first.code, undefined)).rejects.toMatchObject({ code: 'attempt_over' });
    await expect(confirmCode('operator', { factor: 'app', code: first.code }, { token: first.token, visitor: visitor() })).rejects.toMatchObject({
      code: 'attempt_over',
    });
    await expect(confirmCode('user', { factor: 'app', code: first.code }, { token: first.token, visitor: visitor() })).rejects.toMatchObject({
      code: 'factor_not_offered',
    });
    await expect(requestCode(await operatorAttempt(people.operator))).rejects.toMatchObject({ code: 'attempt_over' });
  });

  it('mails three codes an attempt and no more', async () => {
    const { token } = await passwordGiven(people.english);
    await requestCode(token);
    await requestCode(token);
    await expect(requestCode(token)).rejects.toMatchObject({ code: 'code_mails_used_up' });
  });

  it("mails in the reader's language", async () => {
    const before = world.mails.length;
    await passwordGiven(people.english);
    expect(world.mails.slice(before).find((mail) => mail.to.address === personOf(people.english).mail)).toMatchObject({
      subject: 'Your verification code',
      language: 'en',
    });
  });

  it('tells the owner of a browser that was never used before, and of no other', async () => {
    const first = await sessionToken(people.narrow);
    const mails = world.mails.length;
    await sessionToken(people.narrow, visitor({ browser: first.browser }));
    await sessionToken(
      people.narrow,
      visitor({ address: '203.0.113.9', agent: 'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36' }),
    );
    const notice = await eventually('the notice', () => world.mails.slice(mails).find((one) => one.subject === '新しいブラウザーからログインがありました'));
    expect(notice.text).toContain('203.0.113.9');
    expect(notice.text).toContain('Chrome 142 (Windows)');
    expect(world.mails.slice(mails).filter((one) => one.subject === notice.subject)).toHaveLength(1);
  });

  it('of operators takes the app and never a mail, and no code twice, nor an older one after it [D-1, D-2]', async () => {
    const codeAt = (offset: number) => new TOTP({ secret: Secret.fromBase32(DEMO_APP_SECRET) }).generate({ timestamp: Date.now() + offset * 30_000 });
    const proof = async (code: string) =>
      confirmCode('operator', { factor: 'app', code }, { token: await operatorAttempt(people.operator), visitor: visitor() });
    expect(await readAttempt('operator', await operatorAttempt(people.operator))).toMatchObject({ offered: ['app'] });
    const code = codeAt(0);
    expect(await proof(code)).toMatchObject({ kind: 'session' });
    await expect(proof(code)).rejects.toMatchObject({ code: 'code_wrong' });
    await expect(proof(codeAt(-1))).rejects.toMatchObject({ code: 'code_wrong' });
    await expect(proof(codeAt(3))).rejects.toMatchObject({ code: 'code_wrong' });
  });
});

describe('a session', () => {
  it('ends when it is not used, when it is too old, and for good [G-2.7-1, D-11]', async () => {
    const alive = async (token: string) => (await userOfSession(token, { use: false })) !== undefined;
    const [idle, old, ended] = await Promise.all([
      world.token('user', people.contact),
      world.token('user', people.contact),
      world.token('user', people.contact),
    ]);
    expect(await alive(idle)).toBe(true);
    const { hashToken } = await import('./secrets.ts');
    await world.owner.query(`update user_sessions set seen_at = now() - interval '31 minutes' where token_hash = $1`, [hashToken(idle)]);
    await world.owner.query(`update user_sessions set expires_at = now() - interval '1 second' where token_hash = $1`, [hashToken(old)]);
    await endSession('user', ended);
    expect([await alive(idle), await alive(old), await alive(ended)]).toEqual([false, false, false]);
  });

  it('acts on a disabled user and on a removed contract at the next request [D-8, D-11]', async () => {
    const token = await world.token('user', people.narrow);
    const links = async () => (await userOfSession(token, { use: true }))?.actor.contracts.length;
    expect(await links()).toBe(1);
    await world.owner.query(`delete from user_contracts where user_id = (select id from users where user_id = $1)`, [personOf(people.narrow).userId]);
    expect(await links()).toBe(0);
    await world.owner.query(`update users set state = 'disabled' where user_id = $1`, [personOf(people.narrow).userId]);
    expect(await links()).toBeUndefined();
  });

  it('of one side is nothing to the other', async () => {
    const [user, operator] = [await world.token('user', people.contact), await world.token('operator', people.operator)];
    expect(await operatorOfSession(user, { use: false })).toBeUndefined();
    expect(await userOfSession(operator, { use: false })).toBeUndefined();
    expect(await userOfSession('x'.repeat(10_000), { use: false })).toBeUndefined();
  });
});
