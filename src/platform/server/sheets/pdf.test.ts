import { spawnSync } from 'node:child_process';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { isRefusal } from '#kernel/refusal.ts';
import { writeSheet, type Sheet } from './index.ts';
import { PDF_ROW_LIMIT } from './pdf.ts';

const canReadPdf = spawnSync('pdftotext', ['-v']).error === undefined;

async function* each(rows: Iterable<readonly string[]>) {
  yield* rows;
}
const sheet: Sheet = {
  title: 'ログイン履歴',
  subtitle: '2026/11/01 から 2026/11/20',
  language: 'ja',
  columns: [{ label: '日時' }, { label: 'メールアドレス', width: 2 }, { label: 'IPアドレス' }],
  rows: each([]),
  footer: 'セキュリティアドバイザリーセンター',
};
const made = (part: Partial<Sheet>) => buffer(writeSheet({ ...sheet, ...part }, 'pdf'));

/** The pages' lines, as a person would read them from left to right. */
function pagesOf(pdf: Buffer): string[][] {
  const { stdout } = spawnSync('pdftotext', ['-layout', '-', '-'], { input: pdf, encoding: 'utf8', maxBuffer: 1e8 });
  const lines = (page: string) =>
    page.split('\n').map((line) =>
      line
        .trim()
        .replace(/\s+/g, ' ')
        .replace(/ (\d+) ?\/ ?(\d+)$/, ' $1 / $2'),
    );
  return stdout
    .split('\f')
    .slice(0, -1)
    .map((page) => lines(page).filter(Boolean));
}
/** All text of the table's cells without its spaces, for sheets of one column. */
const inkOf = (pdf: Buffer, frame: readonly string[]) =>
  pagesOf(pdf)
    .flatMap((lines) => lines.filter((line) => !frame.includes(line) && !/^\d+ \/ \d+$/.test(line)))
    .join('')
    .replace(/\s/g, '');

describe('a PDF', () => {
  it('begins as one, also without any row', async () => {
    expect((await made({})).subarray(0, 5).toString()).toBe('%PDF-');
  });

  it.runIf(canReadPdf)('shows every row in order, with title, labels and page numbers on their pages [G-4.11.1-3, D-20]', async () => {
    const rows = Array.from({ length: 100 }, (_, index) => [`2026/11/20 ${index}`, `sample${index}@sample.example`, `203.0.113.${index}`]);
    const pages = pagesOf(await made({ rows: each(rows) }));
    const label = '日時 メールアドレス IPアドレス';
    expect(pages[0]?.slice(0, 3)).toEqual(['ログイン履歴', '2026/11/01 から 2026/11/20', label]);
    expect(pages[1]?.[0]).toBe(label);
    expect(pages.map((lines) => lines.at(-1))).toEqual(pages.map((_, index) => `セキュリティアドバイザリーセンター ${index + 1} / ${pages.length}`));
    expect(pages.flatMap((lines, index) => lines.slice(index === 0 ? 3 : 1, -1))).toEqual(rows.map((row) => row.join(' ')));
  });

  it.runIf(canReadPdf)('shows hostile text character by character', async () => {
    const texts = [
      '#read("/etc/passwd")',
      '$x$',
      '*b* _i_',
      '"',
      '\\',
      '\\u{41}',
      '😀',
      '@ref <label> // no comment /* none */',
      '#panic()',
      '"--" \'--\' ...',
      '= 見出し',
      '𠮷野家',
    ];
    const pdf = await made({ title: '#panic("title")', subtitle: '$', footer: '#', columns: [{ label: '*内容*' }], rows: each(texts.map((text) => [text])) });
    expect(inkOf(pdf, ['#panic("title")', '$', '*内容*', '# 1 / 1'])).toBe(texts.join('').replace(/\s/g, ''));
  });

  it.runIf(canReadPdf)('goes on over pages with a cell of 5,000 characters, and loses none', async () => {
    const long = Array.from({ length: 5_000 }, (_, index) => String.fromCodePoint(0x3042 + (index % 80))).join('');
    const pdf = await made({ columns: [{ label: '内容' }, { label: '空', width: 3 }], rows: each([[long, '']]) });
    expect(pagesOf(pdf).length).toBeGreaterThan(3);
    const text = pagesOf(pdf)
      .flatMap((lines) => lines.filter((line) => !/ログイン履歴|2026|内容|センター/.test(line)))
      .join('');
    expect(text.replace(/\s/g, '')).toBe(long);
  });

  it.runIf(canReadPdf)('keeps a text without spaces inside its column, and copies it without invisible characters', async () => {
    const address = `${'very.long.name_'.repeat(8)}@${'subdomain.'.repeat(8)}example`;
    const solid = 'W'.repeat(120);
    const pdf = await made({
      rows: each([
        ['a', address, solid],
        ['b', '！'.repeat(120), 'ー'.repeat(60)],
      ]),
    });
    const { stdout } = spawnSync('pdftotext', ['-bbox', '-', '-'], { input: pdf, encoding: 'utf8' });
    const words = [...stdout.matchAll(/xMin="([\d.]+)".*? xMax="([\d.]+)".*?>(.*?)<\/word>/g)].map(([, from, to, text]) => ({
      from: Number(from),
      to: Number(to),
      text: text ?? '',
    }));
    const column = (start: number, end: number) => words.filter(({ from }) => from >= start && from < end);
    const [left, fr] = [42.5, (841.9 - 85) / 4];
    for (const [start, end] of [
      [left, left + fr],
      [left + fr, left + 3 * fr],
      [left + 3 * fr, left + 4 * fr],
    ] as const) {
      expect(
        Math.max(
          ...column(start - 1, end - 1)
            .filter(({ text }) => !/^[\d/]+$/.test(text))
            .map(({ to }) => to),
        ),
      ).toBeLessThan(end);
    }
    expect(stdout.includes('\u200b')).toBe(false);
    expect(
      column(left + fr, left + 3 * fr - 1)
        .map(({ text }) => text)
        .join(''),
    ).toContain(address);
  });

  it('is refused when it would have too many rows, before its first byte', async () => {
    const many = each(Array.from({ length: PDF_ROW_LIMIT + 1 }, () => ['a', 'b', 'c']));
    const refusal = await made({ rows: many }).catch((error: unknown) => error);
    expect(isRefusal(refusal) && [refusal.kind, refusal.code]).toEqual(['invalid', 'export_too_long_for_pdf']);
  });

  it('is refused when its text is too long, however few its rows', async () => {
    const many = each(Array.from({ length: 50 }, () => ['a'.repeat(100_000), '', '']));
    await expect(made({ rows: many })).rejects.toThrow('export_too_long_for_pdf');
  });

  it('leaves the event loop free while it is typeset', async () => {
    await made({});
    const rows = Array.from({ length: 3_000 }, (_, index) => [String(index), `sample${index}@sample.example`, '成功']);
    let [longest, last] = [0, performance.now()];
    const ticking = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 5);
    const started = performance.now();
    await made({ rows: each(rows) });
    clearInterval(ticking);
    const took = performance.now() - started;
    // Collecting rows that are already there is one long step; typesetting is by far the larger part.
    expect(longest).toBeLessThan(took / 2);
  });
});
