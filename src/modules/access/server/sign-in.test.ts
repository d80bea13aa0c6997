import { describe, expect, it } from 'vitest';
import { DEMO_PASSWORD } from '../../../cli/demo-world.ts';
import { people } from '#tests/support/people.ts';
import { personOf } from '#tests/support/server.ts';
import { eventually, useWorld } from '#tests/support/world.ts';
import { maskMail, canonicalUserId } from '../sign-in.ts';
import { CodeInput, checkPassword, confirmCode, endSession, operatorOfSession, readAttempt, requestCode, userOfSession } from './index.ts';

const world = useWorld({ jobs: true });

async function codeFor(mail: string, after: number): Promise<string> {
  const letter = await eventually('the mail with the code', () =>
    world.mails.slice(after).find((one) => one.to.address === mail && /\b\d{6}\b/.test(one.text)),
  );
  return /\b(\d{6})\b/.exec(letter.text)?.[1] ?? '';
}

async function passwordGiven(key: string, realm: 'user' | 'operator' = 'user') {
  const person = personOf(key);
  const { token } = await checkPassword(realm, { userId: person.userId, password: DEMO_PASSWORD });
  const before = world.mails.length;
  await requestCode(realm, token);
  return { token, code: await codeFor(person.mail, before) };
}

const wrong = (code: string) => (code === '000000' ? '111111' : '000000');

describe('signing in', () => {
  it('takes the user ID, the password and the mailed code, and opens a session [G-4.2-1, G-4.2-5, G-4.2-6, D-1]', async () => {
    const { token, code } = await passwordGiven(people.contact);
    const session = await confirmCode('user', { code, token });
    expect((await userOfSession(session.token, { use: true }))?.actor).toMatchObject({ kind: 'user', displayName: 'Ex Sample01', role: 'contact' });
  });

  it('forgives the width and case of the user ID and of the digits [D-9]', async () => {
    expect(canonicalUserId(' ＳＡＭＰＬＥ０１＠sample.example.CS ')).toBe('sample01@sample.example.cs');
    expect(CodeInput.parse({ code: '１２３ ４５６' })).toEqual({ code: '123456' });
  });

  it('shows the address masked [D-2]', async () => {
    expect(maskMail('sample01@sample.example')).toBe('s•••@s•••.example');
    const { token } = await passwordGiven(people.colleague);
    expect(await readAttempt('user', token)).toEqual({ maskedMail: 's•••@s•••.example', codeRequested: true });
  });

  it('says the same whether the password is wrong, the user unknown or disabled [D-4]', async () => {
    await world.owner.query(`update users set state = 'disabled' where user_id = $1`, [personOf('h-contact').userId]);
    for (const [userId, password] of [
      [personOf(people.contact).userId, 'wrong'],
      ['nobody@nowhere', DEMO_PASSWORD],
      [personOf('h-contact').userId, DEMO_PASSWORD],
      [personOf(people.operator).userId, DEMO_PASSWORD],
    ] as const)
      await expect(checkPassword('user', { userId, password })).rejects.toMatchObject({ kind: 'unauthenticated', code: 'sign_in_refused' });
  });

  it('locks after five wrong passwords in a row, however many come at once, and lets nobody in until the lock ends [G-2.3-6, G-2.3-7, D-4]', async () => {
    const { userId } = personOf(people.administrator);
    await Promise.allSettled(Array.from({ length: 60 }, () => checkPassword('user', { userId, password: 'wrong' })));
    const state = () =>
      world.one<{ failures: number; locked: boolean }>(
        `select failures, locked_until > now() + interval '19 minutes' as locked from user_passwords p join users u on u.id = p.reader_id where u.user_id = $1`,
        [userId],
      );
    expect(await state()).toEqual({ failures: 5, locked: true });
    await expect(checkPassword('user', { userId, password: DEMO_PASSWORD })).rejects.toMatchObject({ code: 'sign_in_refused' });
    await world.owner.query(`update user_passwords set locked_until = now() - interval '1 second' where locked_until is not null`);
    await checkPassword('user', { userId, password: DEMO_PASSWORD });
    expect(await state()).toEqual({ failures: 0, locked: null });
  });

  it('gives five tries of a code and then none, not even the right one [D-2]', async () => {
    const { token, code } = await passwordGiven(people.contact);
    for (let tries = 0; tries < 5; tries += 1) await expect(confirmCode('user', { code: wrong(code), token })).rejects.toMatchObject({ code: 'code_wrong' });
    await expect(confirmCode('user', { code, token })).rejects.toMatchObject({ code: 'attempt_over' });
  });

  it('stops a reader who knows the password after thirty wrong codes a day, over all attempts [D-2]', async () => {
    const { token } = await passwordGiven(people.secondOperator, 'operator');
    await world.owner.query(
      `insert into operator_sign_in_attempts (id, reader_id, token_hash, tries, expires_at) select gen_random_uuid(), id, gen_random_uuid()::text::bytea, 5, now() - interval '1 hour' from operators, generate_series(1, 6) where user_id = $1`,
      [personOf(people.secondOperator).userId],
    );
    await expect(confirmCode('operator', { code: '000000', token })).rejects.toMatchObject({ code: 'attempt_over' });
  });

  it('lets one of fifty uses of a code at once in [D-2]', async () => {
    const { token, code } = await passwordGiven(people.contact);
    const outcomes = await Promise.allSettled(Array.from({ length: 50 }, () => confirmCode('user', { code, token })));
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
  });

  it('binds a code to its own attempt [D-2]', async () => {
    const first = await passwordGiven(people.contact);
    const second = await passwordGiven(people.colleague);
    if (first.code !== second.code) await expect(confirmCode('user', { code: first.code, token: second.token })).rejects.toMatchObject({ code: 'code_wrong' });
    await expect(confirmCode('user', { code: first.code, token: undefined })).rejects.toMatchObject({ code: 'attempt_over' });
    await expect(confirmCode('operator', { code: first.code, token: first.token })).rejects.toMatchObject({ code: 'attempt_over' });
  });

  it('mails three codes an attempt and no more', async () => {
    const { token } = await passwordGiven(people.english);
    await requestCode('user', token);
    await requestCode('user', token);
    await expect(requestCode('user', token)).rejects.toMatchObject({ code: 'code_mails_used_up' });
  });

  it("mails in the reader's language", async () => {
    const before = world.mails.length;
    await passwordGiven(people.english);
    expect(world.mails.slice(before).find((mail) => mail.to.address === personOf(people.english).mail)).toMatchObject({
      subject: 'Your verification code',
      language: 'en',
    });
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
