/** One record of a file; `line` is where it begins, as an editor counts. */
export type CsvRow = { line: number; cells: string[] };
export type CsvReading = {
  rows: CsvRow[];
  /** The line of a quotation mark that is never closed. */
  openQuote: number | null;
  /** There are more records, or more cells in one, than anybody means: the rest was not read. */
  isTooLong: boolean;
};

/** Cells of one record, at most. */
const MOST_CELLS = 500;

/**
 * The text of a file as Excel and others write it: UTF-8 with or without a mark, UTF-16 with one, otherwise Shift_JIS as Windows means it.
 * Undefined where the bytes are none of these.
 */
export function decodeText(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decoded(bytes, 'utf-16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decoded(bytes, 'utf-16be');
  const text = decoded(bytes, 'utf-8') ?? decoded(bytes, 'shift_jis');
  return text?.includes('\u0000') ? undefined : text;
}

function decoded(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/**
 * Splits a file into records: quoted cells may hold separators, line breaks and doubled quotation marks. Empty lines are no records. Stops
 * past `most` records.
 */
export function readCsv(text: string, most = Infinity): CsvReading {
  const rows: CsvRow[] = [];
  const separator = separatorOf(text);
  let cells: string[] = [];
  let cell = '';
  let line = 1;
  let from = 1;
  let quotedFrom: number | null = null;
  let isBlank = true;
  let isTooLong = false;
  const endCell = () => {
    cells.push(cell);
    cell = '';
    isBlank = true;
  };
  const endRow = () => {
    endCell();
    if (cells.some((one) => one.trim() !== '')) rows.push({ line: from, cells });
    cells = [];
    from = line;
  };
  for (let at = 0; at < text.length; at += 1) {
    if (rows.length > most || cells.length > MOST_CELLS) {
      isTooLong = true;
      break;
    }
    const sign = text[at] as string;
    const isBreak = sign === '\n' || (sign === '\r' && text[at + 1] !== '\n');
    if (isBreak) line += 1;
    if (quotedFrom !== null) {
      if (sign !== '"') cell += sign;
      else if (text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else quotedFrom = null;
    } else if (sign === '"' && isBlank) {
      cell = '';
      quotedFrom = line;
    } else if (sign === separator) endCell();
    else if (isBreak) endRow();
    else if (sign !== '\r') {
      cell += sign;
      isBlank &&= sign.trim() === '';
    }
  }
  if (!isTooLong && (cell !== '' || cells.length > 0)) endRow();
  return { rows, openQuote: quotedFrom, isTooLong: isTooLong || rows.length > most };
}

/** Excel copies tables with tabs. */
function separatorOf(text: string): string {
  const head = text.slice(0, text.search(/[\r\n]|$/));
  return head.includes('\t') && !head.includes(',') ? '\t' : ',';
}
