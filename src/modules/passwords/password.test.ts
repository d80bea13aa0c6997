import { describe, expect, it } from 'vitest';
import { brokenRules, normalPassword, rulesOf } from './password.ts';
import { isMostlyRepeats, isPersonal, personalWords } from './weakness.ts';
import ja from '../../../messages/ja.json' with { type: 'json' };

const good = 'Kx7!mQ2#vR9z';

describe('rules of a password', () => {
  it.each([
    [good, []],
    ['Kx7!mQ2#vR9', ['min']],
    [good.padEnd(40, 'uw8Z'), []],
    [good.padEnd(41, 'uw8Z'), ['max']],
    ['KX7!MQ2#VR9Z', ['lower']],
    ['kx7!mq2#vr9z', ['upper']],
    ['Kxp!mQr#vRsz', ['digit']],
    ['Kx7pmQ2rvR9z', ['symbol']],
    ['Kx7_mQ2~vR9z', ['symbol']],
    ['', ['min', 'lower', 'upper', 'digit', 'symbol']],
  ])('takes 12 to 40 characters with the four classes, and refuses rather than cuts the 41st: %j [G-2.3-3, D-3]', (password, broken) => {
    expect(brokenRules(password, 'guide')).toEqual(broken);
  });

  it.each([...'!@#$%^&*?+-='])('takes %s as the special character [G-2.3-3]', (symbol) => {
    expect(brokenRules(`Kx7pmQ2rvR9${symbol}`, 'guide')).toEqual([]);
  });

  it.each(['Kx7! mQ2 vR9z', 'Kx7!mQ2山vR9z', 'Kx7!mQ2_~vR9z', 'Kx7!mQ2🐟vR9z', 'Kx7!mQ2👩‍👧vR9z'])(
    'accepts other printable characters and spaces besides: %j [D-3]',
    (password) => {
      expect(brokenRules(password, 'guide')).toEqual([]);
    },
  );

  it.each(['\u0000', '\t', '\u007f', '\u200b', '\u202e', '\u2028', '\ud83d', '\ufeff'])('refuses what nobody can see or type: %j [D-3]', (char) => {
    expect(brokenRules(`Kx7!mQ2${char}vR9zp`, 'guide')).toEqual(['printable']);
  });

  it('counts characters, not the units they are stored in [G-2.3-3]', () => {
    expect(brokenRules('Kx7!' + '🐟'.repeat(7), 'guide')).toEqual(['min']);
    expect(brokenRules('Kx7!' + '🐟'.repeat(36), 'guide')).toEqual([]);
    expect(brokenRules('Kx7!' + '🐟'.repeat(37), 'guide')).toEqual(['max']);
  });

  it('takes full-width look-alikes for the ordinary characters, and any composition of が for one password [D-3]', () => {
    expect(normalPassword('Ｋｘ７！ｍＱ２＃ｖＲ９ｚ')).toBe(good);
    expect(brokenRules('Ｋｘ７！ｍＱ２＃ｖＲ９ｚ', 'guide')).toEqual([]);
    expect(normalPassword('か\u3099')).toBe(normalPassword('が'));
    expect(normalPassword('  Kx7! ')).toBe('  Kx7! ');
  });

  it('asks 15 to 128 characters and no classes in the strict profile [D-3]', () => {
    expect(brokenRules('umi to yama to', 'strict')).toEqual(['min']);
    expect(brokenRules('umi to yama too', 'strict')).toEqual([]);
    expect(brokenRules('umi yama kawa '.repeat(10).slice(0, 128), 'strict')).toEqual([]);
    expect(brokenRules('umi yama kawa '.repeat(10).slice(0, 129), 'strict')).toEqual(['max']);
    expect(rulesOf('strict').map(({ code }) => code)).toEqual(['min', 'max']);
  });

  it('refuses a megabyte without reading it [D-3]', () => {
    const big = 'Aa1!が'.repeat(200_000);
    const start = performance.now();
    expect(brokenRules(big, 'guide')).toEqual(['max']);
    expect(performance.now() - start).toBeLessThan(20);
  });

  it('lists the six rules in the words of the guide [G-4.4-12]', () => {
    const words = ja as Record<string, string>;
    const lines = rulesOf('guide').map(({ code, params }) =>
      Object.entries(params).reduce((line, [name, value]) => line.replace(`{${name}}`, String(value)), words[`password_rule_${code}`]!),
    );
    expect(lines).toEqual([
      '最小 12 文字',
      '最大 40 文字',
      '少なくとも 1 文字の小文字',
      '少なくとも 1 文字の大文字',
      '少なくとも 1 文字の数字',
      '少なくとも 1 文字の特殊文字 これらのオプションから !@#$%^&*?+-=',
    ]);
    expect(words['password_rules_head']).toBe('パスワードには次のものを含める必要があります:');
    expect(words['password_rule_match']).toBe('パスワードが一致する必要があります');
  });
});

describe('repeats and runs', () => {
  it.each([
    'aaaaaaaaaaaaaaa',
    'Aaaaaaaaaaa1!',
    'Aa1!Aa1!Aa1!',
    'Aa1!A1a!aA1!',
    'Kx7!mQ2#Kx7!mQ2#',
    'Sakura-Sakura-1!',
    'Abcdefgh1234!',
    'Zyxwvuts9876!',
    '012345678901234',
    'Qwertyuiop1!',
    'Poiuytrewq1!',
    'Asdfghjkl-12!',
    '1qaz2wsx!QAZ',
    '!QAZ2wsx#EDC',
    'Ａａａａａａａａａａａ１！',
    '🐟'.repeat(15),
  ])('are told when they make up most of %j [G-2.3-4]', (password) => {
    expect(isMostlyRepeats(normalPassword(password))).toBe(true);
  });

  it.each([good, 'Umi-to-Yama-2026', 'Sakura-Fuji-7890', 'umi to yama to sora', 'Fish1234-Kx!mQ2', 'Aardvark-Bookkeeper-7'])(
    'are not seen in %j [G-2.3-4]',
    (password) => {
      expect(isMostlyRepeats(password)).toBe(false);
    },
  );
});

describe('words of the user, account and product', () => {
  const personal = ['ex_sample01', 'taro.yamada@example.co.jp', 'Jun Itō', '株式会社サンプル', 'マネージドCSPM', 'AC-2026-0042'];

  it('are whole, without separators, and split where the script changes', () => {
    expect(personalWords(personal)).toEqual(
      expect.arrayContaining(['sample01', 'exsample01', 'sample', 'yamada', 'taro', 'example', '株式会社', 'サンプル', 'マネージド', 'cspm']),
    );
    expect(personalWords(personal)).not.toContain('2026');
    expect(personalWords(['Ito', '佐藤', '', '---'])).toEqual([]);
  });

  it.each([
    'Kx7-Yamada-mQ2!',
    'KX7-YAMADA-mq2!',
    'Kx7!ＹＡＭＡＤＡmq2',
    'Kx7-Y4m4d4-mQ2!',
    'Kx7-Ya-ma-da-Q2!',
    'Kx7!mQ2サンプル',
    'Kx7!mQ2ｻﾝﾌﾟﾙ',
    'S@mple-Kx7!mQ2',
  ])('are found in %j [D-3]', (password) => {
    expect(isPersonal(password, personal)).toBe(true);
  });

  it.each([good, 'Umi-to-Yama-2026', 'Kx7!-Ito-mQ2#v'])('are not found in %j [D-3]', (password) => {
    expect(isPersonal(password, [...personal, 'Ito'])).toBe(false);
  });
});
