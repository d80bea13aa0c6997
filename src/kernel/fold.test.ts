import { describe, expect, it } from 'vitest';
import { fold, markWords, wordsIn } from './fold.ts';

const marked = (text: string, ...words: string[]) =>
  markWords(text, words.map(fold))
    .map((piece) => (piece.isMark ? `[${piece.text}]` : piece.text))
    .join('');

describe('folding', () => {
  it('takes widths, cases, kana and the long vowel mark for the same [D-19]', () => {
    for (const [one, other] of [
      ['ﾛｸﾞｲﾝ', 'ログイン'],
      ['ＡＷＳ', 'aws'],
      ['サーバー', 'サーバ'],
      ['サーバーを', 'サーバを'],
      ['ｶﾞｲﾄﾞ', 'がいど'],
      ['らーめん', 'ラーメン'],
      ['A　 B', 'a b'],
      ['㈱サンプル', '(株)さんぷる'],
      ['１〜２', '1~2'],
    ] as const)
      expect(fold(one)).toBe(fold(other));
    expect(fold('ビル')).not.toBe(fold('ビール'));
  });

  it('parts what was typed into words, and keeps quoted ones together', () => {
    expect(wordsIn('　S3 バケット　"public access" ー ')).toEqual(['s3', 'ばけっと', 'public access']);
    expect(wordsIn('“a b” c "d')).toEqual(['a b', 'c', 'd']);
  });
});

describe('marking', () => {
  it('marks the words as they were written', () => {
    expect(marked('ﾛｸﾞｲﾝサーバーのログ', 'ろぐいん', 'ログ')).toBe('[ﾛｸﾞｲﾝ]サーバーの[ログ]');
    expect(marked('サーバーを再起動', 'サーバ')).toBe('[サーバー]を再起動');
    expect(marked('Ａ社の AWS　Config', 'aws config')).toBe('Ａ社の [AWS　Config]');
    expect(marked('😀𠮷野家', '野家')).toBe('😀𠮷[野家]');
    expect(marked('㍿サンプル', '会社')).toBe('[㍿]サンプル');
    expect(marked('何もない', '別の語')).toBe('何もない');
  });
});
