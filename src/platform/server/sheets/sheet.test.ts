import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import ExcelJS from 'exceljs';
import { describe, expect, it } from 'vitest';
import { asCsvText, sheetName } from './cells.ts';
import { writeSheet, type Sheet } from './index.ts';

const head = ['名前', 'メール', '日時'];
const hostile = ['#read("/etc/passwd")', '$x^2$ *b* _i_', '"quoted", \\n', '=HYPERLINK("http://evil.example")', '＝1+1', '-2+3', '@SUM(A1)', '<b>&amp;</b>'];

async function* rowsOf(rows: readonly (readonly string[])[]): AsyncGenerator<readonly string[]> {
  for (const row of rows) yield row;
}
const sheet = (rows: readonly (readonly string[])[], more: Partial<Sheet> = {}): Sheet => ({
  title: 'ログイン履歴',
  subtitle: 'すべて',
  language: 'ja',
  columns: head.map((label) => ({ label })),
  rows: rowsOf(rows),
  footer: 'セキュリティアドバイザリーセンター',
  ...more,
});
async function bytesOf(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
const has = (program: string) => {
  try {
    execFileSync('which', [program]);
    return true;
  } catch {
    return false;
  }
};

describe('a CSV export', () => {
  it('opens as UTF-8, quotes what needs it, and holds no formula [G-4.11.1-3, D-20]', async () => {
    const text = (await bytesOf(writeSheet(sheet([['山田 "太郎"', 'a,b', '1\r\n2'], hostile.slice(0, 3), hostile.slice(3, 6)]), 'csv'))).toString('utf8');
    expect(text.startsWith('\ufeff名前,メール,日時\r\n')).toBe(true);
    expect(text).toContain('"山田 ""太郎""","a,b","1\r\n2"\r\n');
    expect(text).toContain(`"'=HYPERLINK(""http://evil.example"")",'＝1+1,'-2+3\r\n`);
  });

  it('takes a formula for text wherever it hides', () => {
    for (const cell of ['=1', '+1', '-1', '@x', '\t=1', '  =1', '\r=1', '＝1', '＋1', '－1', '＠x', '\u0000=1']) expect(asCsvText(cell)).toBe(`'${cell}`);
    for (const cell of ['1-2', 'a@b', '2026-11-22', '', 'ー']) expect(asCsvText(cell)).toBe(cell);
  });

  it('ends with the fault of its rows', async () => {
    const failing = async function* () {
      yield ['a', 'b', 'c'];
      throw new Error('rows broke');
    };
    for (const format of ['csv', 'xlsx', 'pdf'] as const)
      await expect(bytesOf(writeSheet(sheet([], { rows: failing() }), format))).rejects.toThrow('rows broke');
  });
});

describe('an Excel export', () => {
  it('gives back every cell as the text that it was [G-4.11.1-3, D-20]', async () => {
    const rows = [['山田 太郎', '🙂', '2026-11-22 12:00:00'], hostile.slice(0, 3), hostile.slice(3, 6), ['a\u0001b', 'x'.repeat(5000), '']];
    const book = new ExcelJS.Workbook();
    await book.xlsx.load((await bytesOf(writeSheet(sheet(rows), 'xlsx'))) as never);
    const page = book.worksheets[0];
    expect(page?.name).toBe('ログイン履歴');
    expect([1, 2, 3].map((column) => page?.getCell(1, column).value)).toEqual(head);
    rows.forEach((row, y) => row.forEach((cell, x) => expect(page?.getCell(y + 2, x + 1).value ?? '').toBe(cell.replace('\u0001', ''))));
  });

  it('has a name that Excel accepts', () => {
    expect(sheetName('a/b:c*d?e[f]g\\h')).toBe('a b c d e f g h');
    expect(sheetName('あ'.repeat(40))).toHaveLength(31);
    expect(sheetName("''")).toBe('Sheet1');
  });
});

describe('a PDF export', () => {
  it('shows every row as the text that it was, on pages with the head repeated [G-4.11.1-3, D-20]', async () => {
    const rows = [
      ...Array.from({ length: 90 }, (_, n) => [`Ex Sample${n}`, `sample${n}@sample.example`, `2026-11-22 12:00:${n}`]),
      hostile.slice(0, 3),
      hostile.slice(3, 6),
      hostile.slice(5, 8),
    ];
    const pdf = await bytesOf(writeSheet(sheet(rows), 'pdf'));
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    if (!has('pdftotext')) return;
    const file = join(mkdtempSync(join(tmpdir(), 'sheet-')), 'x.pdf');
    writeFileSync(file, pdf);
    const text = execFileSync('pdftotext', ['-layout', file, '-']).toString();
    const plain = (cell: string) => cell.replace(/\s/g, '');
    const pages = text.split('\f').filter((page) => page.trim());
    expect(pages.length).toBeGreaterThan(1);
    for (const page of pages) for (const label of head) expect(page).toContain(label);
    for (const row of rows.slice(0, 90)) for (const cell of row) expect(plain(text)).toContain(plain(cell));
    expect(plain(text)).toContain(plain('#read("/etc/passwd")'));
  });

  it('is set beside the work of the process, not in its way', async () => {
    await bytesOf(writeSheet(sheet([['warm', 'up', '']]), 'pdf'));
    let ticks = 0;
    const clock = setInterval(() => (ticks += 1), 5);
    const rows = Array.from({ length: 1500 }, (_, n) => [`Ex Sample${n}`, `sample${n}@sample.example`, String(n)]);
    const started = performance.now();
    await bytesOf(writeSheet(sheet(rows), 'pdf'));
    clearInterval(clock);
    expect(ticks).toBeGreaterThan((performance.now() - started) / 5 / 4);
  });

  it('refuses more rows than it can hold', async () => {
    const many = (async function* () {
      for (let n = 0; n < 20_001; n += 1) yield ['a', 'b', 'c'];
    })();
    await expect(bytesOf(writeSheet(sheet([], { rows: many }), 'pdf'))).rejects.toMatchObject({ code: 'export_too_long_for_pdf' });
  });
});
