import type { ContractLink, Role } from '#kernel/actor.ts';

export type ExportState = 'waiting' | 'running' | 'ready' | 'failed' | 'canceled';
export type ExportFormat = 'csv' | 'xlsx' | 'pdf';

/** One export as the person who asked for it sees it. Times are ISO, `size` is in bytes, `fault` a refusal's code. */
export type ExportView = {
  id: string;
  list: string;
  /** The parameters of the list's address. */
  search: string;
  format: ExportFormat;
  title: string;
  state: ExportState;
  rowsTotal: number;
  rowsDone: number;
  size: number | null;
  fault: string | null;
  createdAt: string;
  startedAt: string | null;
  expiresAt: string;
};

/** A list up to here is streamed at once; a longer one is made by a job. */
export const DIRECT_ROWS = 5_000;
export const OPEN_EXPORTS = 3;
export const KEEP_EXPORT_DAYS = 7;
/** After this long, or when nobody has looked for this long, whoever asked gets a mail. */
export const MAIL_AFTER_SECONDS = 30;
export const LOOKED_AWAY_SECONDS = 15;

export const isOpen = ({ state }: { state: ExportState }): boolean => state === 'waiting' || state === 'running';

/** What somebody could see when their list was asked for or made. */
export type Rights = { role: Role; contractIds: readonly string[] };

export const rightsOf = (reader: { role: Role; contracts: readonly Pick<ContractLink, 'id'>[] }): Rights => ({
  role: reader.role,
  contractIds: reader.contracts.map(({ id }) => id),
});

/** Whether nothing was taken away since: more rights are no harm. */
export function hasKept(before: Rights, now: Rights): boolean {
  return (before.role === 'contact' || now.role === 'administrator') && before.contractIds.every((id) => now.contractIds.includes(id));
}

/** Seconds that a running export will still take at its pace; undefined before there is one. */
export function secondsLeft({ state, rowsDone, rowsTotal, startedAt }: ExportView, now: string): number | undefined {
  if (state !== 'running' || rowsDone === 0 || !startedAt) return undefined;
  const passed = (Date.parse(now) - Date.parse(startedAt)) / 1000;
  return Math.max(1, Math.ceil((passed / rowsDone) * Math.max(0, rowsTotal - rowsDone)));
}
