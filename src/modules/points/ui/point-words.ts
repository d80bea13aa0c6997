import { m } from '#messages';
import { formatDateTime } from '#ui/times.ts';
import { totalOf, usedOf, type EntryKind, type Forecast, type PointEntry, type PointPeriod } from '../index.ts';

/** What an entry is called. */
export function kindName(kind: EntryKind): string {
  const names: Record<EntryKind, () => string> = {
    grant: m.point_kind_grant,
    hold: m.point_kind_hold,
    settle: m.point_kind_settle,
    release: m.point_kind_release,
    adjust: m.point_kind_adjust,
  };
  return names[kind]();
}

/** `2026-11-01` as the month `2026-11`. */
export const monthName = (month: string): string => month.slice(0, 7);

/** What an entry is about: the request, the reason, or the month. */
export function sayEntry({ kind, reason, request }: PointEntry, month: string, language: 'ja' | 'en'): string {
  if (request) return `${request.number} ${language === 'ja' ? request.nameJa : request.nameEn}`;
  return reason ?? (kind === 'grant' ? m.point_grant_text({ month: monthName(month) }) : '');
}

/** The forecast of a contract in a sentence; undefined where there is nothing to say. */
export function sayForecast(number: string, forecast: Forecast): string | undefined {
  if (forecast.kind === 'runs_out') return m.point_forecast_runs_out({ number, day: forecast.on });
  if (forecast.kind === 'lasts') return m.point_forecast_lasts({ number });
  return forecast.kind === 'empty' ? m.point_forecast_empty({ number }) : undefined;
}

/** The columns of ポイント管理 (G-4.11.2-2) for a statement, and a line of it. */
export const statementColumns = () => [
  { label: m.point_contract(), width: 1.2 },
  { label: m.point_start() },
  { label: m.point_end() },
  { label: m.point_total(), width: 1.4 },
  { label: m.point_used() },
  { label: m.point_left() },
];
export const statementCells = ({ contractNumber, startOn, endOn, balance }: PointPeriod): string[] => [
  contractNumber,
  startOn,
  endOn,
  String(totalOf(balance)),
  String(usedOf(balance)),
  String(balance.left),
];

/** The columns of one month's entries for a statement, and a line of it in the reader's language and time zone. */
export const entryColumns = () => [
  { label: m.point_entry_at(), width: 1.4 },
  { label: m.point_entry_kind() },
  { label: m.point_entry_what(), width: 3 },
  { label: m.point_entry_change() },
];
export const entryCells = (entry: PointEntry, month: string, reader: { language: 'ja' | 'en'; timeZone: string }): string[] => [
  formatDateTime(entry.at, reader.timeZone),
  kindName(entry.kind),
  sayEntry(entry, month, reader.language),
  entry.change > 0 ? `+${entry.change}` : String(entry.change),
];
