import { invalid } from '#kernel/refusal.ts';
import { normal } from '#kernel/normal.ts';
import { decodeText, readCsv } from './csv.ts';

export const MAX_LINES = 10_000;
export const MAX_FILE_BYTES = 10_000_000;

/** A column of a kind of file: how it is called in heads of either language. */
export type ImportColumn = { key: string; names: readonly string[]; isOptional?: boolean };
/** What is wrong with a line: codes by column; `line` for the whole of it. */
export type LineProblems = Record<string, string>;
export type ImportLine = { line: number; cells: Record<string, string>; problems: LineProblems };

/**
 * The lines of a file by the names in its head, in whatever order they stand; unknown columns are left out. Refuses what cannot be read as a
 * table at all: `import_too_large`, `import_unreadable`, `import_quote_open`, `import_columns_missing`, `import_columns_twice`, `import_empty`,
 * `import_too_long`.
 */
export function readTable(bytes: Uint8Array, columns: readonly ImportColumn[]): ImportLine[] {
  if (bytes.length > MAX_FILE_BYTES) throw refused('import_too_large');
  const text = decodeText(bytes);
  if (text === undefined) throw refused('import_unreadable');
  const { rows, openQuote, isTooLong } = readCsv(text, MAX_LINES + 1);
  if (isTooLong) throw refused('import_too_long', { most: MAX_LINES.toLocaleString('en-US') });
  if (openQuote !== null) throw refused('import_quote_open', { line: openQuote });
  const [head, ...body] = rows;
  const places = placesOf(head?.cells ?? [], columns);
  if (body.length === 0) throw refused('import_empty');
  const width = head?.cells.length ?? 0;
  return body.map(({ line, cells }) => ({
    line,
    cells: Object.fromEntries(columns.map(({ key }) => [key, plain(cells[places.get(key) ?? -1] ?? '')])),
    problems: cells.length > width && cells.slice(width).some((cell) => cell.trim() !== '') ? { line: 'import_cells_many' } : {},
  }));
}

function placesOf(head: readonly string[], columns: readonly ImportColumn[]): Map<string, number> {
  const places = new Map<string, number>();
  head.forEach((name, index) => {
    const column = columns.find(({ key, names }) => [key, ...names].some((one) => folded(one) === folded(name)));
    if (!column) return;
    if (places.has(column.key)) throw refused('import_columns_twice', { column: name.trim() });
    places.set(column.key, index);
  });
  const missing = columns.filter(({ key, isOptional }) => !isOptional && !places.has(key));
  if (missing.length > 0) throw refused('import_columns_missing', { columns: missing.map(({ key, names }) => names[0] ?? key).join('、') });
  return places;
}

/** What is longer than any column is cut, between letters. */
const plain = (cell: string): string => normal(cell.slice(0, 2000), 'NFC').trim().slice(0, 1000).toWellFormed();
const folded = (name: string): string => normal(name).trim().toLowerCase();
const refused = (code: string, params?: Record<string, string | number>) => invalid(code, { file: code }, params);
