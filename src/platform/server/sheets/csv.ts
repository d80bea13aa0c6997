import { Readable, Transform } from 'node:stream';
import { stringify } from 'csv-stringify';
import { asCsvText } from './cells.ts';
import type { Sheet } from './sheet.ts';

/** CSV as Excel opens it with a double click: UTF-8 with its mark, and lines that end in CR LF. */
export function csvOf(sheet: Sheet): Readable {
  const source = Readable.from(linesOf(sheet), { objectMode: true });
  const written = stringify({ bom: true, record_delimiter: 'windows' });
  const out = new Transform({ transform: (chunk, _encoding, done) => done(null, Buffer.from(chunk)) });
  source.once('error', (error) => out.destroy(error));
  out.once('close', () => source.destroy());
  return source.pipe(written).pipe(out);
}

async function* linesOf(sheet: Sheet): AsyncGenerator<string[]> {
  yield sheet.columns.map((column) => asCsvText(column.label));
  for await (const row of sheet.rows) yield row.map(asCsvText);
}
