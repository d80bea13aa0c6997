import { describe, expect, it } from 'vitest';
import { csvCell, excelCell, EXCEL_CELL_LIMIT, excelSheetName, printedCell, screenWidth } from './cell-text.ts';

describe('a CSV cell', () => {
  it.each([
    '=1+1',
    '+81 3 0000 0000',
    '-2',
    '@SUM(A1)',
    '\t=1',
    '\rx',
    '\nx',
    '  =1',
    '\u00a0=1',
    '\u3000=1',
    '\u0000=1',
    '\u200b=1',
    '\ufeff=1',
    '＝1+1',
    '＋1',
    '－1',
    '＠A1',
    '\u3000＝1',
    "=cmd|' /C calc'!A0",
  ])('that could be a formula begins with an apostrophe: %j', (text) => {
    expect(csvCell(text)).toBe(`'${text}`);
  });

  it.each(['', 'sample@sample.example', '2026-11-20', 'a=b', '1+1', "'=1", '（=1）', '株式会社サンプル', ' 山田'])(
    'of other text stays as it is: %j',
    (text) => {
      expect(csvCell(text)).toBe(text);
    },
  );
});

describe('an Excel cell', () => {
  it('keeps every character that XML can carry, formula signs too', () => {
    expect(excelCell('=1+1 <b>&"\' 😀 𠮷\tx')).toBe('=1+1 <b>&"\' 😀 𠮷\tx');
  });

  it('loses control characters and halves of characters, and has one kind of line end', () => {
    expect(excelCell('a\u0000\u0007b\u007f\ufffe\ud83dc\r\nd\re')).toBe('abc\nd\ne');
  });

  it('shields text that Excel would read as its own escape', () => {
    expect(excelCell('_x0041_ _x000d_ _x41_')).toBe('_x005F_x0041_ _x005F_x000d_ _x41_');
  });

  it('is never longer than Excel allows, and never ends in half a character', () => {
    const cut = excelCell('😀'.repeat(20_000));
    expect([cut.length <= EXCEL_CELL_LIMIT, cut.endsWith('😀…')]).toEqual([true, true]);
    expect(excelCell('あ'.repeat(EXCEL_CELL_LIMIT))).toHaveLength(EXCEL_CELL_LIMIT);
  });
});

it.each([
  ['ログイン履歴', 'ログイン履歴'],
  ['2026/11/01 [A]: *?\\', '2026 11 01 A'],
  ["'引用'", '引用'],
  ['History', 'Sheet1'],
  ['///', 'Sheet1'],
  ['', 'Sheet1'],
  ['あ'.repeat(40), 'あ'.repeat(31)],
  ['あ'.repeat(30) + '😀', 'あ'.repeat(30)],
])('the title %j names the sheet %j', (title, name) => expect(excelSheetName(title)).toBe(name));

it('printed text has no characters without a shape', () => expect(printedCell('a\u0000\tb\r\nc')).toBe('a b\nc'));

it('a full-width character takes two columns of a screen', () => expect([screenWidth('abc'), screenWidth('ｱあ１a')]).toEqual([3, 6]));
