import { once } from 'node:events';
import { PassThrough, type Writable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import type ExcelJS from 'exceljs';
import { excelCell, excelSheetName, screenWidth } from './cell-text.ts';
import { cellsOf, type Sheet } from './sheet.ts';

const ROWS_MEASURED = 100;
const ROWS_BETWEEN_LOOKS = 50;
const FONTS = { ja: 'Yu Gothic', en: 'Calibri' };

/** A workbook of one sheet whose cells are all text, also when somebody edits them. */
export async function* writeExcel(sheet: Sheet, signal: AbortSignal): AsyncGenerator<Buffer> {
  const file = new PassThrough();
  fill(file, sheet, signal).catch((error) => file.destroy(error));
  yield* file;
}

async function fill(file: Writable, sheet: Sheet, signal: AbortSignal): Promise<void> {
  const { default: excel } = await import('exceljs');
  const workbook = new excel.stream.xlsx.WorkbookWriter({ stream: file, useStyles: true, useSharedStrings: false });
  Object.assign(workbook, { title: sheet.title, creator: 'Madoguchi', lastModifiedBy: 'Madoguchi' });
  const worksheet = workbook.addWorksheet(excelSheetName(sheet.title), {
    views: [{ state: 'frozen', ySplit: 1 }],
    pageSetup: { paperSize: 9, orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0, printTitlesRow: '1:1' },
  });
  const written = await writeRows(worksheet, file, sheet, signal);
  worksheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: written + 1, column: sheet.columns.length } };
  await workbook.commit();
}

/** Writes the header and all rows; the answer is the number of rows. */
async function writeRows(worksheet: ExcelJS.Worksheet, file: Writable, sheet: Sheet, signal: AbortSignal): Promise<number> {
  let written = 0;
  for await (const row of measuredFirst(worksheet, sheet)) {
    worksheet.addRow(row.map(textCell)).commit();
    written += 1;
    if (written % ROWS_BETWEEN_LOOKS === 0) await readerKeepsUp(file, signal);
    signal.throwIfAborted();
  }
  return written;
}

/** The rows as they go into cells. The first of them wait until they have told the columns' widths, which stand before them in the file. */
async function* measuredFirst(worksheet: ExcelJS.Worksheet, sheet: Sheet): AsyncGenerator<string[]> {
  let first: string[][] | undefined = [];
  for await (const row of sheet.rows) {
    const cells = cellsOf(sheet, row).map(excelCell);
    if (!first) yield cells;
    else if (first.push(cells) === ROWS_MEASURED) {
      begin(worksheet, sheet, first);
      yield* first;
      first = undefined;
    }
  }
  if (!first) return;
  begin(worksheet, sheet, first);
  yield* first;
}

function begin(worksheet: ExcelJS.Worksheet, sheet: Sheet, first: readonly string[][]): void {
  const font = { name: FONTS[sheet.language], size: 11 };
  worksheet.columns = sheet.columns.map((column, index) => ({
    width: widthFor(column.label, first, index),
    // '@' keeps a cell text when somebody presses F2 and Enter on it.
    style: { numFmt: '@', font, alignment: { vertical: 'top' } },
  }));
  const header = worksheet.addRow(sheet.columns.map((column) => textCell(excelCell(column.label))));
  header.font = { ...font, bold: true };
  header.border = { bottom: { style: 'thin' } };
  header.commit();
}

/** As one run of text, ExcelJS writes a true inline string: a plain one would lose spaces at its ends, and its shields stay visible in LibreOffice. */
const textCell = (text: string): ExcelJS.CellRichTextValue => ({ richText: [{ text }] });

function widthFor(label: string, first: readonly string[][], index: number): number {
  const longest = (text: string) => Math.max(0, ...text.split('\n').map(screenWidth));
  const roomForFilter = 3;
  const widest = first.reduce((most, cells) => Math.max(most, longest(cells[index] ?? '')), longest(label) + roomForFilter);
  return Math.min(60, Math.max(8, widest + 2));
}

/**
 * ExcelJS takes rows without end and never waits for its reader (exceljs issue 734), which would collect the whole file in memory. The turn of
 * the event loop lets the zip work; the file says whether anybody takes what it made.
 */
async function readerKeepsUp(file: Writable, signal: AbortSignal): Promise<void> {
  await setImmediate();
  if (file.writableNeedDrain) await once(file, 'drain', { signal });
}
