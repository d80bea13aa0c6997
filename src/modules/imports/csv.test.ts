import { describe, expect, it } from 'vitest';
import { isRefusal } from '#kernel/refusal.ts';
import { decodeText, readCsv, readTable } from './index.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const columns = [
  { key: 'name', names: ['お客様名', 'Customer'] },
  { key: 'number', names: ['お客様番号', 'Customer number'] },
  { key: 'note', names: ['備考', 'Note'], isOptional: true },
];
const refusal = (work: () => unknown) => {
  try {
    work();
  } catch (thrown) {
    if (isRefusal(thrown)) return { code: thrown.code, ...thrown.params };
  }
  return undefined;
};
/** 「お客様名,お客様番号 / 株式会社髙﨑①,N1」 as Windows writes it, with NEC and IBM characters. */
const shiftJis = Uint8Array.from(Buffer.from('82a88b71976c96bc2c82a88b71976c94d48d860d0a8a948eae89ef8ed0eee0ed9587402c4e310d0a', 'hex'));

describe('a CSV file', () => {
  it('is read in UTF-8 with and without a mark, in UTF-16 and in Shift_JIS of Windows', () => {
    expect(decodeText(bytes('\ufeffお客様'))).toBe('お客様');
    expect(decodeText(bytes('お客様'))).toBe('お客様');
    expect(decodeText(Uint8Array.from(Buffer.from('\ufeffお客様', 'utf16le')))).toBe('お客様');
    expect(readTable(shiftJis, columns)).toEqual([{ line: 2, cells: { name: '株式会社髙﨑①', number: 'N1', note: '' }, problems: {} }]);
  });

  it('is refused where it is no text', () => {
    expect(decodeText(Uint8Array.from([0x81, 0xff, 0x00]))).toBeUndefined();
    expect(decodeText(bytes('a\u0000b'))).toBeUndefined();
    expect(refusal(() => readTable(Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x00, 0x81]), columns))).toEqual({ code: 'import_unreadable' });
  });

  it('keeps separators, line breaks and quotation marks of quoted cells, and counts lines as an editor does', () => {
    const { rows } = readCsv('a,b\r\n"x, ""y""","1\r\n2"\r\n\r\n , \rlast,"z"');
    expect(rows).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 2, cells: ['x, "y"', '1\r\n2'] },
      { line: 6, cells: ['last', 'z'] },
    ]);
  });

  it('says where a quotation mark is never closed', () => {
    expect(refusal(() => readTable(bytes('お客様名,お客様番号\n"A会社,N1\nB会社,N2'), columns))).toEqual({ code: 'import_quote_open', line: 2 });
  });

  it('finds columns by either language in any order, full-width too, and leaves others out', () => {
    const [line] = readTable(bytes('extra\tCUSTOMER NUMBER\tお客様名 \n1\tN1\tA会社'), columns);
    expect(line?.cells).toEqual({ name: 'A会社', number: 'N1', note: '' });
  });

  it('names missing and repeated columns, and files without lines or with too many', () => {
    expect(refusal(() => readTable(bytes('備考\nx'), columns))).toEqual({ code: 'import_columns_missing', columns: 'お客様名、お客様番号' });
    expect(refusal(() => readTable(bytes('お客様名,お客様番号,Customer\nx,y,z'), columns))).toEqual({ code: 'import_columns_twice', column: 'Customer' });
    expect(refusal(() => readTable(bytes('お客様名,お客様番号\n\n'), columns))).toEqual({ code: 'import_empty' });
    const many = `お客様名,お客様番号\n${'A会社,N1\n'.repeat(10_001)}`;
    expect(refusal(() => readTable(bytes(many), columns))).toEqual({ code: 'import_too_long', most: '10,000' });
  });

  it('tells of a line with more cells than the head', () => {
    const lines = readTable(bytes('お客様名,お客様番号\nA会社,東京,N1\nB会社,N2,\nC会社'), columns);
    expect(lines.map(({ problems }) => problems)).toEqual([{ line: 'import_cells_many' }, {}, {}]);
    expect(lines[2]?.cells).toMatchObject({ name: 'C会社', number: '' });
  });

  it('reads 10,000 lines in under a second', () => {
    const text = `お客様名,お客様番号,備考\n${Array.from({ length: 10_000 }, (_, at) => `"株式会社 ""${at}""",N${at},"一行目\n二行目"`).join('\n')}`;
    const before = performance.now();
    const lines = readTable(bytes(text), columns);
    expect(performance.now() - before).toBeLessThan(1_000);
    expect(lines).toHaveLength(10_000);
    expect(lines.at(-1)).toMatchObject({ line: 20_000, cells: { name: '株式会社 "9999"', note: '一行目\n二行目' } });
  });

  it('of a hostile file is left at once: piled quotation marks, endless lines, endless cells', () => {
    const start = performance.now();
    expect(readCsv(`a${'"'.repeat(1_000_000)}`, 100).rows).toHaveLength(1);
    expect(readCsv('a\n'.repeat(2_000_000), 100)).toMatchObject({ isTooLong: true });
    expect(readCsv('a,'.repeat(2_000_000), 100)).toMatchObject({ isTooLong: true, rows: [] });
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});
