import type { Readable } from 'node:stream';
import { writeCsv } from './csv.ts';
import { writeExcel } from './excel.ts';
import { writePdf } from './pdf.ts';
import type { Sheet, SheetFormat, SheetWriter } from './sheet.ts';
import { streamOf } from './stream.ts';

export type { Sheet, SheetColumn, SheetFormat } from './sheet.ts';
export { PDF_ROW_LIMIT } from './pdf.ts';
export { typesetPdf } from './typesetter.ts';

/** What a download says of itself. */
export const sheetTypes: Record<SheetFormat, { contentType: string; extension: string }> = {
  csv: { contentType: 'text/csv; charset=utf-8', extension: 'csv' },
  xlsx: { contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', extension: 'xlsx' },
  pdf: { contentType: 'application/pdf', extension: 'pdf' },
};

const writers: Record<SheetFormat, SheetWriter> = { csv: writeCsv, xlsx: writeExcel, pdf: writePdf };

/**
 * Streams the sheet as a file of the format. The rows are read when the stream is, at its reader's pace; for a PDF all of them before
 * its first byte. Whoever calls has already decided that the reader may see the rows.
 *
 * An error of the rows destroys the stream with that error; destroying the stream ends the rows. A PDF of too many rows ends in the
 * refusal `export_too_long_for_pdf`, before its first byte.
 */
export function writeSheet(sheet: Sheet, format: SheetFormat): Readable {
  return streamOf((signal) => writers[format](sheet, signal));
}
