import { z } from 'zod';
import type { OperatorActor, UserActor } from '#kernel/actor.ts';
import { dayOf, isDay, monthEnd, monthOf } from '#kernel/days.ts';
import { notFound } from '#kernel/refusal.ts';
import { require } from '#kernel/verdict.ts';
import { namesOfOperators } from '#modules/users/server/index.ts';
import type { Context } from '#platform/server/unit-of-work.ts';
import { PERIODS_A_PAGE, type PointEntry, type PointPeriod } from '../index.ts';
import { balanceFrom, forecastOf, type EntryKind, type Forecast } from '../points.ts';
import { decideOnLedger, withPoints } from '../points.policy.ts';
import * as rows from './points.sql.ts';

/** A statement holds so many months at most. */
const MOST_MONTHS = 600;

export const PeriodQuery = z.object({ page: z.coerce.number().int().min(1).max(500).catch(1).default(1) });
export type PeriodQuery = z.output<typeof PeriodQuery>;

export type PeriodPage = {
  rows: PointPeriod[];
  page: number;
  pages: number;
  total: number;
  from: number;
  to: number;
  /** For each contract with points, when those of this month run out. */
  forecasts: { contractNumber: string; forecast: Forecast }[];
};

/** ポイント管理 (G-4.11.2-1, D-18): the months of the reader's contracts with points, newest first. Without such a contract there is no such page. */
export async function listPeriods(context: Context<UserActor>, query: PeriodQuery): Promise<PeriodPage> {
  const contracts = contractsOf(context);
  const contractIds = contracts.map((contract) => contract.id);
  const offset = (query.page - 1) * PERIODS_A_PAGE;
  const all = { contractIds, from: null, until: monthOf(dayOf(context.now)) };
  const found = await rows.selectMonths(context.tx, { ...all, limit: PERIODS_A_PAGE, offset });
  const month = monthOf(dayOf(context.now));
  const now = await rows.selectMonths(context.tx, { contractIds, from: month, until: month, limit: contractIds.length, offset: 0 });
  const forecasts = now.rows.map((row) => ({ contractNumber: row.contractNumber, forecast: forecastOf(balanceFrom(row), context.now) }));
  const to = found.rows.length === 0 ? 0 : offset + found.rows.length;
  const from = found.rows.length === 0 ? 0 : offset + 1;
  return {
    rows: found.rows.map(periodOf),
    page: query.page,
    pages: Math.max(1, Math.ceil(found.total / PERIODS_A_PAGE)),
    total: found.total,
    from,
    to,
    forecasts,
  };
}

/** The points left this month under all the reader's contracts with points; null for a reader without one. */
export async function pointsLeft(context: Context<UserActor>): Promise<number | null> {
  const contractIds = withPoints(context.actor.contracts).map((contract) => contract.id);
  if (contractIds.length === 0) return null;
  const month = monthOf(dayOf(context.now));
  const found = await rows.selectMonths(context.tx, { contractIds, from: month, until: month, limit: contractIds.length, offset: 0 });
  return found.rows.reduce((sum, row) => sum + balanceFrom(row).left, 0);
}

/** The months of a statement, oldest first: of one contract, or of all that the reader has, for a calendar year where one is named. */
export async function statementOf(context: Context<UserActor>, input: { year: number | null; contractNumber: string | null }): Promise<PointPeriod[]> {
  const contracts = contractsOf(context).filter((contract) => !input.contractNumber || contract.number === input.contractNumber);
  if (contracts.length === 0) throw notFound();
  const [from, until] = input.year ? [`${input.year}-01-01`, `${input.year}-12-01`] : [null, monthOf(dayOf(context.now))];
  const found = await rows.selectMonths(context.tx, { contractIds: contracts.map((contract) => contract.id), from, until, limit: MOST_MONTHS, offset: 0 });
  return found.rows.map(periodOf).reverse();
}

export type PeriodDetail = { period: PointPeriod; entries: PointEntry[]; forecast: Forecast | null };

/** One month of one contract with its entries. Foreign, unknown and malformed ones are the same `not_found`. */
export async function readPeriod(context: Context<UserActor>, input: { contractNumber: string; month: string }): Promise<PeriodDetail> {
  const contract = contractsOf(context).find((linked) => linked.number === input.contractNumber);
  const detail = contract && (await detailOf(context, { contractId: contract.id, month: input.month }));
  if (!detail) throw notFound();
  return detail;
}

export type LedgerPage = {
  number: string;
  holderName: string;
  hasPoints: boolean;
  /** What a month is granted by today's terms. */
  monthly: number;
  periods: PointPeriod[];
  shown: PeriodDetail | undefined;
  months: [string, string];
  can: { adjust: boolean };
};

/** The ledger of any customer's contract, with one month's entries and who adjusted them. Operators only. */
export async function ledgerOf(context: Context<OperatorActor>, input: { number: string; month: string | null }): Promise<LedgerPage> {
  require(decideOnLedger(context.actor, 'view'));
  const ledger = await rows.selectLedger(context.tx, input.number);
  if (!ledger) throw notFound();
  const { contractId, accountId: _account, ...contract } = ledger;
  const month = monthOf(dayOf(context.now));
  const found = await rows.selectMonths(context.tx, { contractIds: [contractId], from: null, until: null, limit: 24, offset: 0 });
  const wanted = { contractId, month: input.month ?? found.rows.find((row) => row.month <= month)?.month ?? month };
  const shown = await detailOf(context, wanted, isDay(wanted.month) ? await adjustersOf(context, wanted) : new Map());
  const can = { adjust: decideOnLedger(context.actor, 'adjust').allowed };
  return { ...contract, periods: found.rows.map(periodOf), shown, months: [month, monthOf(month, 1)], can };
}

async function detailOf(
  context: Context<UserActor | OperatorActor>,
  input: { contractId: string; month: string },
  adjusters: ReadonlyMap<string, string> = new Map(),
): Promise<PeriodDetail | undefined> {
  if (!isDay(input.month) || !input.month.endsWith('-01')) return undefined;
  const found = await rows.selectMonths(context.tx, { contractIds: [input.contractId], from: input.month, until: input.month, limit: 1, offset: 0 });
  const [row] = found.rows;
  if (!row) return undefined;
  const entries = (await rows.selectEntries(context.tx, input)).map((entry) => entryOf(entry, adjusters.get(entry.id) ?? null));
  const isNow = input.month === monthOf(dayOf(context.now));
  return { period: periodOf(row), entries, forecast: isNow ? forecastOf(balanceFrom(row), context.now) : null };
}

/** Who made each adjustment, by the entry. */
async function adjustersOf(context: Context<OperatorActor>, input: { contractId: string; month: string }): Promise<Map<string, string>> {
  const adjusters = await rows.selectAdjusters(context.tx, input);
  const names = await namesOfOperators(
    context,
    adjusters.map((one) => one.operatorId),
  );
  return new Map(adjusters.map((one) => [one.id, names.get(one.operatorId) ?? '']));
}

function contractsOf({ actor }: Context<UserActor>) {
  const contracts = withPoints(actor.contracts);
  if (contracts.length === 0) throw notFound();
  return contracts;
}

const periodOf = ({ contractNumber, holderName, month, ...sums }: rows.MonthRow): PointPeriod => ({
  contractNumber,
  holderName,
  month,
  startOn: month,
  endOn: monthEnd(month),
  balance: balanceFrom({ granted: sums.granted, adjusted: sums.adjusted, held: sums.held, settled: sums.settled }),
});

/** What an entry does to what is left: a settlement only ends a hold. */
const signs: Record<EntryKind, number> = { grant: 1, adjust: 1, hold: -1, release: 1, settle: 0 };

const entryOf = (entry: rows.EntryRow, operatorName: string | null): PointEntry => ({
  id: entry.id,
  kind: entry.kind,
  change: signs[entry.kind] * entry.points,
  reason: entry.reason,
  at: entry.at.toISOString(),
  request: entry.requestNumber ? { number: entry.requestNumber, nameJa: entry.itemJa ?? '', nameEn: entry.itemEn ?? '' } : null,
  operatorName,
});
