import type { Balance, EntryKind } from './points.ts';

export { balanceFrom, entryKinds, forecastOf, totalOf, usedOf } from './points.ts';
export type { Balance, EntryKind, Forecast } from './points.ts';

export const PERIODS_A_PAGE = 20;

/** A line of ポイント管理 (G-4.11.2-2): one contract's month. Days are the provider's. */
export type PointPeriod = { contractNumber: string; holderName: string; month: string; startOn: string; endOn: string; balance: Balance };

/** One entry of a month as it is read: signed by what it does to 残数. */
export type PointEntry = {
  id: string;
  kind: EntryKind;
  change: number;
  reason: string | null;
  at: string;
  request: { number: string; nameJa: string; nameEn: string } | null;
  operatorName: string | null;
};
