import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Refusal } from '#kernel/refusal.ts';
import { breakable } from './cells.ts';
import type { Sheet } from './sheet.ts';
import { typesetPdf } from './typeset.ts';

/** A PDF of more rows would need more memory than one export may have. */
const MOST_ROWS = 20_000;

/** A PDF, A4 across, with the head repeated on every page. */
export function pdfOf(sheet: Sheet): Readable {
  return Readable.from(
    (async function* () {
      yield await typeset(sheet);
    })(),
    { objectMode: false },
  );
}

async function typeset(sheet: Sheet): Promise<Buffer> {
  const rows: string[][] = [];
  for await (const row of sheet.rows) {
    if (rows.length === MOST_ROWS) throw new Refusal({ kind: 'invalid', code: 'export_too_long_for_pdf' });
    rows.push(row.map(breakable));
  }
  const { title, subtitle = '', footer = '', language } = sheet;
  const columns = sheet.columns.map((column) => ({ label: column.label, width: column.width ?? 1 }));
  return typesetPdf(await template(), { title, subtitle, footer, language, columns, rows });
}

let read: Promise<string> | undefined;
const template = (): Promise<string> => (read ??= readFile(join(import.meta.dirname, 'sheet.typ'), 'utf8'));
