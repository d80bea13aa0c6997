import { readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { Refusal } from '#kernel/refusal.ts';
import { printedCell } from './cell-text.ts';
import { breakable, linesOf } from './line-breaks.ts';
import { cellsOf, type Sheet } from './sheet.ts';
import { typesetPdf } from './typesetter.ts';

/** More pages than anybody prints, and every row costs the typesetter memory. */
export const PDF_ROW_LIMIT = 5_000;
const CHARACTER_LIMIT = 4_000_000;

/** In em of the table's text; `sheet.typ` says the same in millimetres and points: 267 mm at 8.5 pt, 10 pt between columns. */
const PAGE_WIDTH = 89;
const GAP = 1.2;

/** A taller row may go on over the page; a lower one moves to the next page as a whole. */
const LINES_KEPT_TOGETHER = 12;

/** Rows that are already there must not hold up the event loop. */
const ROWS_BETWEEN_TURNS = 200;

const CHUNK = 64 * 1024;
const template = readFileSync(new URL('sheet.typ', import.meta.url), 'utf8');

type PrintedRow = { tall: boolean; cells: string[] };

/** A4 landscape pages. Collects all rows first: the last page's number stands on the first page. */
export async function* writePdf(sheet: Sheet, signal: AbortSignal): AsyncGenerator<Buffer> {
  const widths = columnWidths(sheet);
  const rows = await collect(sheet, widths, signal);
  const line = (text = '') => breakable(printedCell(text), PAGE_WIDTH / 2);
  const labels = sheet.columns.map((column, index) => breakable(printedCell(column.label), (widths[index] ?? 1) * 0.94));
  const weights = sheet.columns.map(weight);
  const { title, language } = sheet;
  const pdf = await typesetPdf(
    template,
    { name: title, title: line(title), subtitle: line(sheet.subtitle), footer: line(sheet.footer), language, weights, labels, rows },
    signal,
  );
  for (let start = 0; start < pdf.length; start += CHUNK) yield pdf.subarray(start, start + CHUNK);
}

async function collect(sheet: Sheet, widths: readonly number[], signal: AbortSignal): Promise<PrintedRow[]> {
  const rows: PrintedRow[] = [];
  let characters = 0;
  for await (const row of sheet.rows) {
    if (rows.length % ROWS_BETWEEN_TURNS === 0) await setImmediate();
    signal.throwIfAborted();
    rows.push(printedRow(cellsOf(sheet, row), widths));
    characters += row.reduce((sum, cell) => sum + cell.length, 0);
    if (rows.length > PDF_ROW_LIMIT || characters > CHARACTER_LIMIT) throw new Refusal({ kind: 'invalid', code: 'export_too_long_for_pdf' });
  }
  return rows;
}

function printedRow(row: readonly string[], widths: readonly number[]): PrintedRow {
  const texts = row.map(printedCell);
  const tall = texts.some((text, index) => linesOf(text, widths[index] ?? 1) > LINES_KEPT_TOGETHER);
  return { tall, cells: texts.map((text, index) => breakable(text, widths[index] ?? 1)) };
}

const weight = ({ width = 1 }: Sheet['columns'][number]): number => Math.max(0.1, width);

function columnWidths(sheet: Sheet): number[] {
  const all = sheet.columns.reduce((sum, column) => sum + weight(column), 0);
  return sheet.columns.map((column) => (PAGE_WIDTH * weight(column)) / all - GAP);
}
