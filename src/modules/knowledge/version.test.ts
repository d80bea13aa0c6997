import { describe, expect, it } from 'vitest';
import { differencesOf, isBehind, standOf } from './version.ts';

const at = (day: number) => new Date(Date.UTC(2026, 10, day));

describe('a version', () => {
  it('comes, is shown, and is over when the next one is shown', () => {
    const approved = { state: 'approved' as const, showsFrom: at(10), showsUntil: at(20) };
    expect([9, 10, 19, 20].map((day) => standOf(approved, at(day)))).toEqual(['scheduled', 'shown', 'shown', 'over']);
    expect(standOf({ state: 'in_review', showsFrom: null, showsUntil: null }, at(1))).toBe('in_review');
  });

  it('is behind until it has followed the newest of the other language, and never behind its follower', () => {
    const ja: { number: number; levelWith: number | null }[] = [{ number: 1, levelWith: null }];
    const en: typeof ja = [{ number: 1, levelWith: 1 }];
    const behind = () => ({ ja: isBehind(ja, en), en: isBehind(en, ja) });
    expect(behind()).toEqual({ ja: false, en: false });
    ja.push({ number: 2, levelWith: null });
    expect(behind()).toEqual({ ja: false, en: true });
    en.push({ number: 2, levelWith: 2 });
    expect(behind()).toEqual({ ja: false, en: false });
    en.push({ number: 3, levelWith: null });
    expect(behind()).toEqual({ ja: true, en: false });
    expect([isBehind([], ja), isBehind(ja, [])]).toEqual([false, false]);
  });

  it('of a small correction, said to be level, leaves the other language where it is', () => {
    expect(
      isBehind(
        [{ number: 1, levelWith: 1 }],
        [
          { number: 1, levelWith: null },
          { number: 2, levelWith: 1 },
        ],
      ),
    ).toBe(false);
  });

  it('is compared with another line by line, and a changed line word by word', () => {
    const rows = differencesOf('予定日時\n3月27日に作業します。\n以上', '予定日時\n3月28日に作業します。\n影響はありません。\n以上');
    expect(rows.map((row) => row.map((piece) => `${{ same: ' ', added: '+', removed: '-' }[piece.kind]}${piece.text}`))).toEqual([
      [' 予定日時'],
      expect.arrayContaining([expect.stringMatching(/^-.*27/), expect.stringMatching(/^\+.*28/)]),
      ['+影響はありません。'],
      [' 以上'],
    ]);
  });
});
