import { randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import ExcelJS from 'exceljs';
import { describe, expect, it } from 'vitest';
import { sheetTypes, writeSheet, type Sheet, type SheetFormat } from './index.ts';

const hostile = [
  '=1+1',
  '#read("/etc/passwd")',
  '$x$ *b* " \\',
  'a,b\nc',
  '😀𠮷',
  'あ'.repeat(5_000),
  "＝cmd|' /C calc'!A0",
  '<b>&amp;</b>',
  '_x0041_',
  '  spaces  ',
  '',
];

async function* each(rows: readonly (readonly string[])[]) {
  yield* rows;
}
const sheetOf = (rows: AsyncIterable<readonly string[]>): Sheet => ({
  title: 'ログイン履歴: 2026/11',
  language: 'ja',
  columns: [
    { label: '日時', width: 1 },
    { label: '内容', width: 3 },
  ],
  rows,
});
const rowsOf = (texts: readonly string[]) => texts.map((text, index) => [`2026/11/20 ${index}`, text]);

/** Rows without end that remember how many were read, and whether their reader let them go. */
function endless() {
  const watch = { read: 0, ended: false };
  async function* rows() {
    try {
      for (;;) yield [String((watch.read += 1)), randomBytes(100).toString('hex')];
    } finally {
      watch.ended = true;
    }
  }
  return { watch, rows: rows() };
}

describe('a CSV file', () => {
  const csv = async (rows: readonly (readonly string[])[]) => (await buffer(writeSheet(sheetOf(each(rows)), 'csv'))).toString('utf8');

  it('begins with the mark of UTF-8 and has lines that end in CR LF, of which the first are the labels', async () => {
    expect(await csv([['a', 'b']])).toBe('\ufeff日時,内容\r\na,b\r\n');
    expect(await csv([])).toBe('\ufeff日時,内容\r\n');
  });

  it('quotes what RFC 4180 asks for, and marks formulas inside quotes too [G-4.11.1-3, D-20]', async () => {
    expect(
      await csv([
        ['a,b', 'c "d"'],
        ['e\nf', 'g\rh'],
        ['=1,2', ''],
      ]),
    ).toBe('\ufeff日時,内容\r\n"a,b","c ""d"""\r\n"e\nf","g\rh"\r\n"\'=1,2",\r\n');
  });

  it('has one cell for each column in every row', async () => {
    expect(await csv([['a'], ['b', 'c', 'd']])).toBe('\ufeff日時,内容\r\na,\r\nb,c\r\n');
  });
});

describe('an Excel file', () => {
  async function reread(rows: readonly (readonly string[])[]) {
    const workbook = new ExcelJS.Workbook();
    const bytes = await buffer(writeSheet(sheetOf(each(rows)), 'xlsx'));
    await workbook.xlsx.load(bytes as unknown as ExcelJS.Buffer);
    return workbook.worksheets[0]!;
  }

  it('holds exactly the same strings, none of them a formula [G-4.11.1-3, D-20]', async () => {
    const worksheet = await reread(rowsOf(hostile));
    hostile.forEach((text, index) => {
      const cell = worksheet.getCell(index + 2, 2);
      expect(cell.text).toBe(text);
      expect([cell.formula, cell.numFmt]).toEqual([undefined, '@']);
      // A string in the file's own terms: one run of inline text.
      if (text) expect(cell.type).toBe(ExcelJS.ValueType.RichText);
    });
    expect(worksheet.rowCount).toBe(hostile.length + 1);
  });

  it('has a named sheet with a bold frozen header, a filter and widths that fit', async () => {
    const worksheet = await reread(Array.from({ length: 250 }, (_, index) => [`行${index}`, '株式会社サンプル']));
    expect(worksheet.name).toBe('ログイン履歴 2026 11');
    expect([worksheet.getCell('A1').text, worksheet.getCell('B1').text]).toEqual(['日時', '内容']);
    expect(worksheet.getCell('A1').font.bold).toBe(true);
    expect(worksheet.views[0]).toMatchObject({ state: 'frozen', ySplit: 1 });
    expect(worksheet.autoFilter).toBe('A1:B251');
    expect(worksheet.columns.map(({ width }) => width)).toEqual([9, 18]);
    expect(worksheet.getCell('A251').text).toBe('行249');
  });
});

describe.each(['csv', 'xlsx', 'pdf'] satisfies SheetFormat[])('as %s', (format) => {
  it('an error of the rows destroys the stream with that error', async () => {
    async function* failing() {
      for (let index = 0; index < 500; index += 1) yield [String(index), 'a'];
      throw new Error('the database went away');
    }
    const stream = writeSheet(sheetOf(failing()), format);
    await expect(buffer(stream)).rejects.toThrow('the database went away');
    expect([stream.destroyed, stream.errored?.message]).toEqual([true, 'the database went away']);
  });

  it('rows are read only when somebody reads, and let go when the reader leaves', async () => {
    const { watch, rows } = endless();
    const stream = writeSheet(sheetOf(rows), format);
    await pause(50);
    expect(watch.read).toBe(0);
    stream.read();
    await expect.poll(() => watch.read).toBeGreaterThan(0);
    stream.destroy();
    await expect.poll(() => watch.ended).toBe(true);
  });

  it('a download says its type', () => expect(sheetTypes[format].extension).toBe(format));
});

it.each(['csv', 'xlsx'] as const)('as %s rows stand still while nobody takes the file', async (format) => {
  const { watch, rows } = endless();
  const stream = writeSheet(sheetOf(rows), format);
  await new Promise((resolve) => stream.once('readable', resolve));
  await pause(1_500);
  const read = watch.read;
  await pause(500);
  expect([watch.read - read, read < 50_000]).toEqual([0, true]);
  stream.destroy();
});

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
