import { normal } from '#kernel/normal.ts';

/** What a contract used in a month; `month` is its first day. `contracted` null: nothing was bought yet. */
export type UsageFigure = {
  id: string;
  accountName: string;
  number: string;
  holderName: string;
  month: string;
  credits: number;
  contracted: number | null;
  source: 'console' | 'file';
  operatorName: string;
  at: string;
  caseNumber: string | null;
};
export type Overrun = {
  accountName: string;
  number: string;
  holderName: string;
  month: string;
  credits: number;
  contracted: number;
  caseNumber: string;
  at: string;
};
export type UsagePage<T> = { rows: T[]; page: number; pages: number; total: number; from: number; to: number };
export const USAGE_A_PAGE = 20;

/** A month as typed, in any width: `2026-11`, `2026/11`, `2026年11月`, or a day of it. Its first day; undefined where it is none. */
export function monthFrom(typed: string): string | undefined {
  const found = /^(20\d\d)\s*[-/.年]\s*(\d{1,2})(?:\s*月|[-/.]\d{1,2})?$/.exec(normal(typed).trim());
  const month = Number(found?.[2]);
  return found && month >= 1 && month <= 12 ? `${found[1]}-${String(month).padStart(2, '0')}-01` : undefined;
}

/** More used than bought. Exactly as much is not; what was bought for nothing is not compared. */
export const isOverrun = (credits: number, contracted: number | null): contracted is number => contracted !== null && credits > contracted;
