import { describe, expect, it } from 'vitest';
import { dayOf, monthEnd, monthOf } from '#kernel/days.ts';
import { balanceFrom, forecastOf, totalOf, usedOf } from './points.ts';

const balance = (sums: Partial<{ granted: number; adjusted: number; held: number; settled: number }>) =>
  balanceFrom({ granted: 0, adjusted: 0, held: 0, settled: 0, ...sums });

describe('a balance', () => {
  it('counts what is held as used, so that 残数 = 合計 − 消化数 [G-4.11.2-2, D-15]', () => {
    const some = balance({ granted: 55, adjusted: -5, held: 8, settled: 12 });
    expect([totalOf(some), usedOf(some), some.left]).toEqual([50, 20, 30]);
  });
});

describe('the forecast', () => {
  const noon = new Date('2026-11-10T03:00:00Z');

  it('says on which day the points run out at the pace so far', () => {
    expect(forecastOf(balance({ granted: 30, settled: 20 }), noon)).toEqual({ kind: 'runs_out', on: '2026-11-15' });
    expect(forecastOf(balance({ granted: 30, settled: 10 }), noon)).toEqual({ kind: 'runs_out', on: '2026-11-30' });
    expect(forecastOf(balance({ granted: 31, settled: 10 }), noon)).toEqual({ kind: 'lasts' });
  });

  it('says nothing where nothing was granted or used, and that none are left where none are', () => {
    expect(forecastOf(balance({}), noon)).toEqual({ kind: 'none' });
    expect(forecastOf(balance({ granted: 30 }), noon)).toEqual({ kind: 'none' });
    expect(forecastOf(balance({ granted: 30, held: 30 }), noon)).toEqual({ kind: 'empty' });
  });
});

describe('the month of points', () => {
  it("turns with the provider's day, wherever the reader is [D-17]", () => {
    const months = (moment: string) => monthOf(dayOf(new Date(moment)));
    expect([months('2026-11-30T14:59:59Z'), months('2026-11-30T15:00:00Z')]).toEqual(['2026-11-01', '2026-12-01']);
    expect([months('2026-12-31T14:59:59Z'), months('2026-12-31T15:00:00Z')]).toEqual(['2026-12-01', '2027-01-01']);
    expect([monthEnd('2028-02-01'), monthEnd('2026-12-01'), monthOf('2026-12-31', 1)]).toEqual(['2028-02-29', '2026-12-31', '2027-01-01']);
  });
});
