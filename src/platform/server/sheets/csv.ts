import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import { csvCell } from './cell-text.ts';
import { cellsOf, type Sheet } from './sheet.ts';

/** UTF-8 with a mark at its beginning, because Excel takes a CSV without it for Shift_JIS. */
export async function* writeCsv(sheet: Sheet, signal: AbortSignal): AsyncGenerator<Buffer> {
  const lines = stringify({ bom: true, record_delimiter: '\r\n', quote_record_delimiter: true });
  // The pipeline passes every end on to both sides; the reader hears an error from the lines.
  pipeline(Readable.from(records(sheet)), lines, { signal }).catch(() => {});
  yield* lines;
}

async function* records(sheet: Sheet): AsyncGenerator<string[]> {
  yield sheet.columns.map((column) => csvCell(column.label));
  for await (const row of sheet.rows) yield cellsOf(sheet, row).map(csvCell);
}
