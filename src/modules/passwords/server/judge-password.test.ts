import { describe, expect, it } from 'vitest';
import { isRefusal } from '#kernel/refusal.ts';
import { SYMBOLS, type PasswordProfile } from '../password.ts';
import { estimateInBrowser } from '../ui/strength-in-browser.ts';
import { judgePassword } from './index.ts';
import { estimateOnServer } from './strength-on-server.ts';

const personal = ['ex_sample01', 'taro.yamada@example.co.jp', '株式会社サンプル', 'Madoguchi'];

async function verdict(password: string, profile: PasswordProfile = 'guide'): Promise<string> {
  try {
    await judgePassword({ password, profile, personal });
    return 'accepted';
  } catch (thrown) {
    if (!isRefusal(thrown)) throw thrown;
    expect(thrown.kind).toBe('invalid');
    expect(thrown.fields).toEqual({ newPassword: thrown.code });
    return thrown.code;
  }
}

describe('judging a new password', () => {
  it.each(['Umi-to-Yama-2026', 'Sakura-Fuji-7890', 'Kx7!mQ2#vR9z', 'Kx7! mQ2 vR9z', 'Kawa+Neko=Tsuki3', 'ペンギンKx7!mQ2#', 'Kx7!🐟mQ2#🐟vR9'])(
    'accepts %j [G-2.3-3]',
    async (password) => {
      expect(await verdict(password)).toBe('accepted');
    },
  );

  it.each(['Kx7!mQ2#vR9', 'kx7!mq2#vr9z', 'Kx7!mQ2#vR9z'.padEnd(41, 'uw8Z'), 'Kx7!mQ2#\u200bvR9z', 'Kx7!'.padEnd(250, 'mQ2#')])(
    'refuses %j, which breaks the rules [G-2.3-3]',
    async (password) => {
      expect(await verdict(password)).toBe('password_rules_broken');
    },
  );

  it.each([
    'Password1234!',
    'P@ssw0rd!2026',
    'P@$$w0rd12345',
    'Welcome-2026!',
    'Summer2026!!',
    'Administrator1!',
    'Changeme-12345!',
    'BaseballFootball1!',
    'PasswordPassword1!',
    'Company-2026-!',
    'Ｐａｓｓｗｏｒｄ１２３４！',
  ])('refuses %j: common, breached or an English word alone [G-2.3-4]', async (password) => {
    expect(await verdict(password)).toBe('password_too_common');
  });

  it.each([
    'Arigatou1234!',
    'Konnichiwa-2024!',
    'Sakura-12345!',
    'Toukyou2026!!',
    'Ohayou-12345!',
    'Gambatte2026!',
    'Yoroshiku-0401!',
    'Doraemon-2112!',
    'Yokohama#1234',
  ])('refuses %j: a Japanese word alone [G-2.3-4]', async (password) => {
    expect(await verdict(password)).toBe('password_too_common');
  });

  it.each(['Aa1!Aa1!Aa1!', 'Aaaaaaaaaaa1!', 'Abcdefgh1234!', 'Qwertyuiop1!', '1qaz2wsx!QAZ'])('refuses %j: repeats or runs [G-2.3-4]', async (password) => {
    expect(await verdict(password)).toBe('password_repeats');
  });

  it.each(['Yamada-Kx7!mQ2', 'ＹＡＭＡＤＡ-kx7!mQ2', 'S4mple-Kx7!mQ2', 'Kx7!mQ2サンプル9', 'madoguchi-Kx7!mQ'])(
    'refuses %j: words of user, account or product [D-3]',
    async (password) => {
      expect(await verdict(password)).toBe('password_personal');
    },
  );

  it.each([
    ['umi to yama to sora', 'accepted'],
    ['kyou ha ii tenki desu', 'accepted'],
    ['sunshinepassword', 'password_too_common'],
    ['iloveyouiloveyou', 'password_repeats'],
    ['aaaaaaaaaaaaaaaaaaaa', 'password_repeats'],
    ['abcdefghijklmnopqrst', 'password_repeats'],
    ['yamada to yama to sora', 'password_personal'],
    ['Kx7!mQ2#vR9z', 'password_rules_broken'],
  ])('judges %j by the same lists in the strict profile: %s [D-3]', async (password, expected) => {
    expect(await verdict(password, 'strict')).toBe(expected);
  });

  it('refuses a megabyte at once, and is not held up by the longest password [D-3]', async () => {
    const start = performance.now();
    expect(await verdict('Aa1!'.repeat(250_000))).toBe('password_rules_broken');
    expect(performance.now() - start).toBeLessThan(20);

    await verdict('Umi-to-Yama-2026');
    const longest = Array.from({ length: 128 }, (_, at) => '@4s5$e3i1!o0xk7'[(at * at + 7 * at) % 15]).join('');
    const begin = performance.now();
    await verdict(longest, 'strict');
    expect(performance.now() - begin).toBeLessThan(1000);
  });

  it('accepts random passwords of twelve characters and more [G-2.3-3]', async () => {
    const random = seeded(20260401);
    for (let round = 0; round < 150; round += 1) {
      const password = randomPassword(random, 12 + (round % 29));
      expect([password, await verdict(password)]).toEqual([password, 'accepted']);
    }
  });

  it('is never milder than the meter in the browser [G-4.4-11, D-3]', () => {
    const random = seeded(7);
    const words = ['Arigatou', 'Password', 'Umi-to-Yama-', 'Gambatte', 'Dragon', 'Kx7mQ', 'Tanaka', 'Sunshine'];
    for (let round = 0; round < 200; round += 1) {
      const password = words[round % words.length]! + randomPassword(random, 4 + (round % 5));
      const [server, browser] = [estimateOnServer(password, []), estimateInBrowser(password, [])];
      expect(server.guessesLog10).toBeLessThanOrEqual(browser.guessesLog10 + 1e-9);
      if (browser.tooCommon) expect([password, server.tooCommon]).toEqual([password, true]);
    }
  });

  it('has a word from very weak to very good for every strength [G-4.4-11]', () => {
    const levels = ['Password1234!', 'Summer2026!!', 'Kx7!mQ2#2026', 'Kx7!mQ2#vR9z', 'Umi-to-Yama-2026'].map(
      (password) => estimateOnServer(password, []).level,
    );
    expect(levels).toEqual([0, 1, 2, 3, 4]);
  });
});

/** Mulberry32: the same passwords in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function randomPassword(random: () => number, length: number): string {
  const pick = (from: string) => from[Math.floor(random() * from.length)]!;
  const kinds = ['abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', '0123456789', SYMBOLS];
  const chars = Array.from({ length }, (_, at) => pick(at < kinds.length ? kinds[at]! : kinds.join('')));
  return chars
    .map((char) => ({ char, order: random() }))
    .sort((one, other) => one.order - other.order)
    .map(({ char }) => char)
    .join('');
}
