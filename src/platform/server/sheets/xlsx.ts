import { PassThrough, type Readable } from 'node:stream';
import ExcelJS from 'exceljs';
import { asXmlText, sheetName } from './cells.ts';
import type { Sheet } from './sheet.ts';

/** How often the writer waits until what it wrote has been taken, in rows. */
const BREATH = 200;

/** An Excel file in which every cell is text: no formula can hide in it. */
export function xlsxOf(sheet: Sheet): Readable {
  const out = new PassThrough();
  write(sheet, out).catch((error: unknown) => out.destroy(error as Error));
  return out;
}

async function write(sheet: Sheet, out: PassThrough): Promise<void> {
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ stream: out, useStyles: true, useSharedStrings: false });
  const page = workbook.addWorksheet(sheetName(sheet.title), { views: [{ state: 'frozen', ySplit: 1 }] });
  page.columns = sheet.columns.map((column) => ({ header: asXmlText(column.label), width: Math.round(16 * (column.width ?? 1)) }));
  page.getRow(1).font = { bold: true };
  page.autoFilter = { from: { row: 1, column: 1 }, to: { row: 1, column: sheet.columns.length } };
  page.getRow(1).commit();
  let count = 0;
  for await (const row of sheet.rows) {
    if (out.destroyed) return;
    page.addRow(row.map(asXmlText)).commit();
    count += 1;
    if (count % BREATH === 0) await room(out);
  }
  page.commit();
  await workbook.commit();
}

/** The library does not wait for its reader; this does, so that a slow download needs no memory. */
async function room(out: PassThrough): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  while (out.writableNeedDrain && !out.destroyed) await new Promise((resolve) => setTimeout(resolve, 10));
}
