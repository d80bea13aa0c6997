import { execFileSync } from 'node:child_process';
import { Secret, TOTP } from 'otpauth';
import { describe, expect, it } from 'vitest';
import { DEMO_PASSWORD } from '../../../cli/demo-world.ts';
import { people } from '#tests/support/people.ts';
import { personOf } from '#tests/support/server.ts';
import { eventually, useWorld } from '#tests/support/world.ts';
import {
  addPasskey,
  changePassword,
  checkPassword,
  confirmCode,
  confirmPassword,
  endOwnSession,
  listFactors,
  listSessions,
  makeOperatorLink,
  makeRecoveryCodes,
  offerApp,
  offerPasskey,
  pairApp,
  pairAtDoor,
  pairOperator,
  readAttempt,
  readOperatorLink,
  readPairing,
  removeFactor,
  requestCode,
  userOfSession,
  type Visitor,
} from './index.ts';

const world = useWorld({ jobs: true });
const visitor: Visitor = { address: '192.0.2.3', agent: 'test', browser: undefined };
const keyOf = (offer: { secret: string }) => offer.secret.replaceAll(' ', '');
const hasOathtool = (() => {
  try {
    execFileSync('oathtool', ['--version']);
    return true;
  } catch {
    return false;
  }
})();
/** The code of a key at an offset of 30-second steps, by a program that is not ours where there is one. */
const codeOf = (secret: string, step = 0): string => {
  const at = Date.now() + step * 30_000;
  if (!hasOathtool) return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at });
  return execFileSync('oathtool', ['--totp', '-b', `--now=@${Math.floor(at / 1000)}`, secret])
    .toString()
    .trim();
};
const subjects = (after: number, key: string) =>
  world.mails
    .slice(after)
    .filter((mail) => mail.to.address === personOf(key).mail)
    .map((mail) => mail.subject);
const attemptOf = async (key: string) => (await checkPassword('user', { userId: personOf(key).userId, password: DEMO_PASSWORD }, visitor)).token;
const proveBy = async (key: string, factor: 'app' | 'recovery', code: string) =>
  confirmCode('user', { factor, code }, { token: await attemptOf(key), visitor });

async function paired(key: string): Promise<string> {
  const actor = await world.user(key);
  const secret = keyOf(await offerApp(actor));
  await pairApp(actor, { code: codeOf(secret, -1), name: '携帯' });
  return secret;
}

describe('an authenticator app', () => {
  it('is paired with a code of its own and then offered at sign-in; a wrong code pairs nothing [G-2.4-1, G-4.2-4, G-4.13.3-3, G-4.13.3-4]', async () => {
    const actor = await world.user(people.contact);
    const before = world.mails.length;
    const offer = await offerApp(actor);
    expect(offer.svg).toContain('<svg');
    await expect(pairApp(actor, { code: '000000', name: '' })).rejects.toMatchObject({ code: 'code_wrong' });
    expect((await listFactors(actor)).authenticators).toEqual([]);
    expect(keyOf(await offerApp(actor))).toBe(keyOf(offer));
    await pairApp(actor, { code: codeOf(keyOf(offer), -1), name: '携帯' });
    expect((await listFactors(actor)).authenticators).toMatchObject([{ kind: 'app', name: '携帯' }]);
    await eventually('the notice', () => subjects(before, people.contact).includes('認証アプリが追加されました'));
    expect((await readAttempt('user', await attemptOf(people.contact)))?.offered).toEqual(['app', 'mail']);
    expect(await proveBy(people.contact, 'app', codeOf(keyOf(offer)))).toMatchObject({ kind: 'session' });
  });

  it('gives no code twice, nor an older one, of fifty at once one, and keeps its key sealed [D-2]', async () => {
    const secret = await paired(people.colleague);
    const code = codeOf(secret);
    const outcomes = await Promise.allSettled(Array.from({ length: 25 }, () => proveBy(people.colleague, 'app', code)));
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
    await world.owner.query('update user_passwords set code_failures = 0');
    await world.owner.query('delete from user_sign_in_attempts');
    await expect(proveBy(people.colleague, 'app', codeOf(secret, -1))).rejects.toMatchObject({ code: 'code_wrong' });
    expect(await proveBy(people.colleague, 'app', codeOf(secret, 1))).toMatchObject({ kind: 'session' });
    const stored = await world.one<{ all: string }>(`select encode(string_agg(sealed_secret, ''), 'escape') as all from user_authenticators`);
    expect(stored.all).not.toContain(secret);
  });

  it('must be paired before the first session where the administrator demands it [D-1]', async () => {
    await world.owner.query(`update users set app_required = true where user_id = $1`, [personOf(people.english).userId]);
    const token = await attemptOf(people.english);
    const before = world.mails.length;
    await requestCode(token);
    const letter = await eventually('the code', () => world.mails.slice(before).find((mail) => /^\s*\d{6}\s*$/m.test(mail.text)));
    const code = /^\s*(\d{6})\s*$/m.exec(letter.text)?.[1] ?? '';
    expect(await readPairing('user', token)).toBeUndefined();
    expect(await confirmCode('user', { factor: 'mail', code }, { token, visitor })).toEqual({ kind: 'pair' });
    await expect(confirmCode('user', { factor: 'mail', code }, { token, visitor })).rejects.toMatchObject({ code: 'attempt_over' });
    const offer = await readPairing('user', token);
    await expect(pairAtDoor('user', { code: '000000' }, { token, visitor })).rejects.toMatchObject({ code: 'code_wrong' });
    const passed = await Promise.allSettled(
      Array.from({ length: 3 }, () => pairAtDoor('user', { code: codeOf(keyOf(offer as { secret: string })) }, { token, visitor })),
    );
    expect(passed.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
    expect((await readAttempt('user', await attemptOf(people.english)))?.offered).toEqual(['app']);
  });
});

describe('changing factors', () => {
  it('asks for the password again some time after the sign-in, and ends the session after five wrong ones', async () => {
    const before = world.mails.length;
    const token = await world.token('user', people.narrow);
    const actor = (await userOfSession(token, { use: false }))?.actor;
    if (!actor) throw new Error('No session.');
    await world.owner.query(`update user_sessions set confirmed_at = now() - interval '16 minutes'`);
    await expect(offerApp(actor)).rejects.toMatchObject({ code: 'password_needed' });
    await expect(offerPasskey(actor, { password: '' })).rejects.toMatchObject({ code: 'password_needed' });
    for (let tries = 0; tries < 4; tries += 1) await expect(makeRecoveryCodes(actor, { password: 'wrong' })).rejects.toMatchObject({ code: 'password_wrong' });
    await expect(makeRecoveryCodes(actor, { password: 'wrong' })).rejects.toMatchObject({ code: 'signed_out' });
    expect(await userOfSession(token, { use: false })).toBeUndefined();
    await eventually('the notice', () => subjects(before, people.narrow).includes('パスワードの誤りによりログインを終了しました'));
  });

  it('is not disturbed by strangers who lock the user ID', async () => {
    const key = people.narrow;
    const token = await world.token('user', key);
    const actor = (await userOfSession(token, { use: false }))?.actor;
    if (!actor) throw new Error('No session.');
    for (let tries = 0; tries < 5; tries += 1) await checkPassword('user', { userId: personOf(key).userId, password: 'wrong' }, visitor).catch(() => undefined);
    await confirmPassword(actor, DEMO_PASSWORD);
    expect(await userOfSession(token, { use: false })).toBeDefined();
    await world.owner.query('update user_passwords set failures = 0, locked_until = null');
  });

  it('makes ten recovery codes that each stand in once for a lost app, and none without an app', async () => {
    const key = people.administrator;
    const actor = await world.user(key);
    await expect(makeRecoveryCodes(actor, { password: '' })).rejects.toMatchObject({ code: 'no_factor_yet' });
    await paired(key);
    const codes = await makeRecoveryCodes(actor, { password: '' });
    expect(new Set(codes).size).toBe(10);
    const typed = codes[0]?.replaceAll('-', '') ?? '';
    expect(await proveBy(key, 'recovery', typed)).toMatchObject({ kind: 'session' });
    await expect(proveBy(key, 'recovery', typed)).rejects.toMatchObject({ code: 'code_wrong' });
    expect((await listFactors(actor)).recoveryCodes).toBe(9);
    const stored = await world.one<{ all: string }>(`select string_agg(encode(code_mac, 'escape'), '') as all from user_recovery_codes`);
    expect(stored.all).not.toContain(typed);
    const [app] = (await listFactors(actor)).authenticators;
    await removeFactor(actor, { id: app?.id ?? '', password: '' });
    expect(await listFactors(actor)).toEqual({ authenticators: [], recoveryCodes: 0 });
  });

  it('touches nobody else: ids of another person are not found', async () => {
    const stranger = await world.user(people.stranger);
    await paired('h-contact');
    const { id } = await world.one<{ id: string }>(`select id from user_authenticators limit 1`);
    await expect(removeFactor(stranger, { id, password: '' })).rejects.toMatchObject({ kind: 'not_found' });
    await expect(removeFactor(stranger, { id: 'x', password: '' })).rejects.toMatchObject({ kind: 'not_found' });
    await expect(addPasskey(stranger, { answer: { id: 'x', rawId: 'x', response: {}, type: 'public-key' }, name: '' })).rejects.toMatchObject({
      code: 'passkey_refused',
    });
  });
});

describe('a password change and the list of sessions', () => {
  it('changes with the present password only, and ends the other sessions [G-2.3-2, G-4.13.4-1, D-11]', async () => {
    const key = people.strangeAdministrator;
    const [other, mine] = [await world.token('user', key), await world.token('user', key)];
    const actor = (await userOfSession(mine, { use: false }))?.actor;
    if (!actor) throw new Error('No session.');
    const before = world.mails.length;
    await expect(changePassword(actor, { currentPassword: 'wrong', newPassword: 'Kawa-no-Hotori-88' })).rejects.toMatchObject({
      fields: { currentPassword: 'password_wrong' },
    });
    await expect(changePassword(actor, { currentPassword: DEMO_PASSWORD, newPassword: 'a'.repeat(12) })).rejects.toMatchObject({ kind: 'invalid' });
    await changePassword(actor, { currentPassword: DEMO_PASSWORD, newPassword: 'Kawa-no-Hotori-88' });
    expect([(await userOfSession(other, { use: false })) === undefined, (await userOfSession(mine, { use: false })) === undefined]).toEqual([true, false]);
    await eventually('the notice', () => subjects(before, key).includes('パスワードが変更されました'));
  });

  it("shows one's own sessions and ends them one by one or all others [D-11]", async () => {
    const tokens = [await world.token('user', people.stranger), await world.token('user', people.stranger), await world.token('user', people.stranger)];
    const actors = await Promise.all(tokens.map(async (token) => (await userOfSession(token, { use: false }))?.actor));
    const [me, second] = actors;
    if (!me || !second) throw new Error('No session.');
    const alive = async () => Promise.all(tokens.map(async (token) => (await userOfSession(token, { use: false })) !== undefined));
    expect((await listSessions(me)).filter((session) => session.isThis)).toHaveLength(1);
    await endOwnSession(me, { id: second.sessionId });
    expect(await alive()).toEqual([true, false, true]);
    await endOwnSession(me, 'others');
    expect(await alive()).toEqual([true, false, false]);
    const foreign = await world.user(people.contact);
    await expect(endOwnSession(me, { id: foreign.sessionId })).rejects.toMatchObject({ kind: 'not_found' });
  });
});

describe("an operator's one-time link", () => {
  it('sets the password and pairs the app once, and takes away what was paired before [D-1]', async () => {
    const { userId } = personOf(people.secondOperator);
    const token = (await makeOperatorLink({ userId })).split('/').at(-1) ?? '';
    await expect(checkPassword('operator', { userId, password: DEMO_PASSWORD }, visitor)).rejects.toMatchObject({ code: 'sign_in_refused' });
    const offer = await readOperatorLink(token);
    if (!offer) throw new Error('No offer.');
    expect(keyOf((await readOperatorLink(token)) as { secret: string })).toBe(keyOf(offer));
    const code = codeOf(keyOf(offer), -1);
    await expect(pairOperator({ token, newPassword: 'short', code }, visitor)).rejects.toMatchObject({ kind: 'invalid' });
    await expect(pairOperator({ token, newPassword: 'Kawa-no-Hotori-88', code: '000000' }, visitor)).rejects.toMatchObject({ code: 'code_wrong' });
    const all = await Promise.allSettled(Array.from({ length: 10 }, () => pairOperator({ token, newPassword: 'Kawa-no-Hotori-88', code }, visitor)));
    expect(all.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
    expect(await readOperatorLink(token)).toBeUndefined();
    const second = (await checkPassword('operator', { userId, password: 'Kawa-no-Hotori-88' }, visitor)).token;
    expect(await confirmCode('operator', { factor: 'app', code: codeOf(keyOf(offer)) }, { token: second, visitor })).toMatchObject({ kind: 'session' });
  });
});
