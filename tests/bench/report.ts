import { cpus } from 'node:os';
import type { Interference } from './foreign.ts';
import type { LoadResult } from './load.ts';
import { count, type Size } from './seed.ts';

/** Budgets of the design: the 95th percentile at one client, the share of the bare server's throughput, and memory at load. */
export const BUDGET = { p95Ms: 30, shareOfBare: 0.3, rssMb: 250 };

export type Throughput = Pick<LoadResult, 'requests' | 'seconds'>;

export type Measured = {
  name: string;
  /** Statements that one request runs; undefined for what is not replayed. */
  statements: number | undefined;
  /** Its own limit for the 95th percentile, where it has one. */
  budgetMs?: number;
  one: LoadResult;
  many: Throughput;
  bare: Throughput | undefined;
  cpuMs: number | undefined;
  bareCpuMs: number | undefined;
  /** The most memory that the server process held during the load. */
  rssMb: number | undefined;
};
export type Report = { size: Size; connections: number; seconds: number; postgres: string; measured: Measured[]; interference: Interference[] };

const rate = (result: Throughput): number => result.requests / result.seconds;
const fixed = (value: number | undefined, digits: number): string => (value === undefined || Number.isNaN(value) ? '–' : value.toFixed(digits));
const verdict = (reached: boolean | undefined): string => (reached === undefined ? '–' : reached ? 'reached' : '**not reached**');

/** The result as Markdown. `smaller` is an earlier result of fewer cases, if there is one. */
export function toMarkdown(report: Report, smaller?: Report): string {
  const { size } = report;
  const percent = Math.round(BUDGET.shareOfBare * 100);
  const share = (one: Measured) => one.bare && rate(one.many) / rate(one.bare);
  const held = report.measured.flatMap((one) => one.rssMb ?? []);
  const rssMb = held.length > 0 ? Math.max(...held) : undefined;
  const rows = report.measured.map((one) => {
    const part = share(one);
    return [
      one.name,
      String(one.statements ?? '–'),
      fixed(one.one.p50, 1),
      fixed(one.one.p95, 1),
      `${one.budgetMs ? `≤ ${one.budgetMs}: ` : ''}${verdict(one.one.p95 <= (one.budgetMs ?? BUDGET.p95Ms))}`,
      fixed(rate(one.many), 0),
      fixed(one.bare && rate(one.bare), 0),
      part === undefined ? '–' : `${fixed(part * 100, 1)} %`,
      verdict(part === undefined ? undefined : part >= BUDGET.shareOfBare),
      fixed(one.cpuMs, 2),
      fixed(one.bareCpuMs, 2),
      fixed(one.rssMb, 0),
      fixed(one.one.bytes / 1024, 1),
    ];
  });
  const heads = [
    '',
    'SQL',
    'p50 ms',
    'p95 ms',
    `p95 ≤ ${BUDGET.p95Ms} ms`,
    `requests/s`,
    'bare requests/s',
    'of bare',
    `≥ ${percent} %`,
    'CPU ms',
    'bare CPU ms',
    'RSS MB',
    'KB',
  ];
  return [
    `# Bench: ${count(size.cases)} cases`,
    '',
    `${count(size.activities)} activities, ${count(size.accounts)} accounts, the measured one with ${count(size.bigAccount)} cases. ` +
      `${new Date().toISOString().slice(0, 16)}Z, Node ${process.versions.node}, PostgreSQL ${report.postgres}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}; ` +
      'database, server, bare server and clients share them.',
    '',
    table(heads, rows),
    '',
    `p50 and p95 at one client; requests/s at ${report.connections} connections; ${report.seconds} s each, after a warm-up; the server and the bare one take turns. “Bare” is a node:http server that runs the very statements ` +
      'that the server ran for the page (SQL: how many, transactions included) as named statements on pools of the same size and answers JSON. ' +
      'CPU is the time of the one process (jobs included) per request at that load. A dash: nothing to compare.',
    '',
    `Most memory of the server process at load: ${fixed(rssMb, 0)} MB; budget < ${BUDGET.rssMb} MB: ${verdict(rssMb === undefined ? undefined : rssMb < BUDGET.rssMb)}.`,
    '',
    'A search of a small account before and after other accounts wrote 100,000 texts with its words:',
    '',
    table(
      ['', 'answer', 'p50 before', 'p50 after', 'p95 before', 'p95 after'],
      report.interference.map(({ typed, isSame, before, after }) => [
        typed,
        isSame ? 'the same to the last byte' : '**differs**',
        fixed(before.p50, 1),
        fixed(after.p50, 1),
        fixed(before.p95, 1),
        fixed(after.p95, 1),
      ]),
    ),
    ...(smaller ? growth(report, smaller) : []),
    '',
  ].join('\n');
}

/** The design allows nothing to grow by more than this from 10,000 to 1,000,000 cases. */
const MAX_GROWTH = 1.3;

function growth(report: Report, smaller: Report): string[] {
  const rows = report.measured.flatMap((one) => {
    const before = smaller.measured.find((other) => other.name === one.name);
    if (!before) return [];
    const factor = one.one.p50 / before.one.p50;
    return [[one.name, fixed(before.one.p50, 1), fixed(one.one.p50, 1), `${factor.toFixed(2)} ×`, verdict(factor <= MAX_GROWTH)]];
  });
  return [
    '',
    `Growth of p50 at one client (the measured account grows from ${count(smaller.size.bigAccount)} to ${count(report.size.bigAccount)} cases as well):`,
    '',
    table(['', `${count(smaller.size.cases)} cases`, `${count(report.size.cases)} cases`, 'growth', `≤ ${MAX_GROWTH} ×`], rows),
  ];
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map((_, index) => (index === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
}
