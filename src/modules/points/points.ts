import { dayAfter, dayOf, monthEnd, monthOf } from '#kernel/days.ts';

export const entryKinds = ['grant', 'hold', 'settle', 'release', 'adjust'] as const;
export type EntryKind = (typeof entryKinds)[number];

/** What the entries of a month come to, in points. `left` is what can still be spent. */
export type Balance = { granted: number; adjusted: number; held: number; settled: number; left: number };

export const EMPTY: Balance = { granted: 0, adjusted: 0, held: 0, settled: 0, left: 0 };

export const balanceFrom = (sums: Omit<Balance, 'left'>): Balance => ({ ...sums, left: sums.granted + sums.adjusted - sums.held - sums.settled });

/** 作業依頼契約ポイント合計 and 消化数 of the guide (G-4.11.2-2): held points count as used, so that 残数 = 合計 − 消化数. */
export const totalOf = ({ granted, adjusted }: Balance): number => granted + adjusted;
export const usedOf = ({ held, settled }: Balance): number => held + settled;

/** When the points of this month run out at its pace so far: a day, or null when they last (D-17). Nothing used gives no forecast. */
export type Forecast = { kind: 'none' | 'empty' | 'lasts' } | { kind: 'runs_out'; on: string };

/** The forecast at a moment, for the month of that moment. */
export function forecastOf(balance: Balance, now: Date): Forecast {
  const today = dayOf(now);
  const used = usedOf(balance);
  if (totalOf(balance) <= 0) return { kind: 'none' };
  if (balance.left <= 0) return { kind: 'empty' };
  if (used === 0) return { kind: 'none' };
  const daysSoFar = Number(today.slice(8));
  const daysLeft = Math.ceil(balance.left / (used / daysSoFar));
  const on = dayAfter(today, Math.min(daysLeft, 400));
  return on > monthEnd(monthOf(today)) ? { kind: 'lasts' } : { kind: 'runs_out', on };
}
