import { describe, expect, it } from 'vitest';
import { breakable, linesOf } from './line-breaks.ts';

const shown = (text: string, column: number) => breakable(text, column).replaceAll('\u200b', '|');

describe('a text wider than its column', () => {
  it('stays untouched while it fits, and where words and Japanese break by themselves', () => {
    expect(shown('sample01@sample.example', 20)).toBe('sample01@sample.example');
    const sentence = '公開検知について、ご連絡いたします。 Please see the attached report for all the details.';
    expect(shown(sentence, 12)).toBe(sentence);
  });

  it('breaks a mail address and a link at their signs first', () => {
    expect(shown('sample01@sample.example', 9)).toBe('sample01|@sample|.example');
    expect(shown('https://sample.example/a-b/c?d=e', 8)).toContain('/|');
  });

  it('breaks between any two characters where there is no sign, but never inside one', () => {
    expect(shown('a'.repeat(6), 3)).toBe('a|a|a|a|a|a');
    expect(shown('👨‍👩‍👧👨‍👩‍👧', 3)).toBe('👨‍👩‍👧|👨‍👩‍👧');
    expect(shown('！'.repeat(5), 3)).toBe('！|！|！|！|！');
  });

  it('loses nothing', () => {
    const text = 'a.b@c/d?e=f&g:h_i-j;k,l\u00a0%' + 'W'.repeat(50) + '。。。。あああ\nーーーー';
    expect(breakable(text, 4).replaceAll('\u200b', '')).toBe(text);
  });
});

it('the number of lines is never guessed too low', () => {
  expect([linesOf('', 10), linesOf('a\nb\n', 10), linesOf('あ'.repeat(90), 10)]).toEqual([1, 3, 11]);
});
