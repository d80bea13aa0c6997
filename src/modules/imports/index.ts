import type { ImportLine } from './table.ts';

export { decodeText, readCsv, type CsvReading, type CsvRow } from './csv.ts';
export { MAX_LINES, readTable, type ImportColumn, type ImportLine, type LineProblems } from './table.ts';

export const importKinds = ['onboarding', 'usage'] as const;
export type ImportKind = (typeof importKinds)[number];

export type ImportCounts = { total: number; waiting: number; done: number; failed: number };
/** A file of an operator on its way in. */
export type ImportView = { id: string; fileName: string; at: string; operatorName: string; counts: ImportCounts };
export type TakenLine = { line: number; result: string };
export type ImportDetail = ImportView & { failed: ImportLine[]; taken: TakenLine[] };

/** So many bad lines stand on the page; the file of problems has all. */
export const PROBLEMS_SHOWN = 100;
