/** What a cell's text must become in each kind of file. Rules only: no streams, no libraries. */

/** Anything invisible before the sign does not keep a spreadsheet from taking the cell for a formula. */
const LOOKS_LIKE_FORMULA = /^(?:[\t\r\n]|[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠])/u;

/** A CSV cell that a spreadsheet shows as text: what could be a formula begins with an apostrophe (OWASP, CSV Injection). */
export const csvCell = (text: string): string => (LOOKS_LIKE_FORMULA.test(text) ? `'${text}` : text);

/** The longest text that Excel holds in one cell; a file with a longer one is reported as damaged. */
export const EXCEL_CELL_LIMIT = 32_767;

/** An Excel cell: without what XML cannot carry, in Excel's line ends, within its limit, and shielded from its `_xHHHH_` escapes. */
export function excelCell(text: string): string {
  const clean = text.replace(/\r\n?/g, '\n').replace(NOT_IN_XML, '');
  const fitting = clean.length > EXCEL_CELL_LIMIT ? `${whole(clean.slice(0, EXCEL_CELL_LIMIT - 1))}…` : clean;
  return fitting.replace(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_');
}

/** A sheet's name that Excel accepts. */
export function excelSheetName(title: string): string {
  const name = whole(
    title
      .replace(NOT_IN_XML, '')
      .replace(/[[\]:*?/\\\s]+/g, ' ')
      .trim()
      .slice(0, 31),
  )
    .replace(/^'+|'+$/g, '')
    .trim();
  // Excel keeps the name History for itself.
  return name === '' || name.toLowerCase() === 'history' ? 'Sheet1' : name;
}

/** Text for print: tabs and line ends of one kind, nothing that has no shape. */
export const printedCell = (text: string): string => text.replace(/\r\n?/g, '\n').replace(/\t/g, ' ').replace(NOT_IN_XML, '');

/** Columns that a text takes on a screen: a full-width character takes two. */
export function screenWidth(text: string): number {
  let width = 0;
  for (const character of text) width += FULL_WIDTH.test(character) ? 2 : 1;
  return width;
}

const NOT_IN_XML = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]|\p{Cs}/gu;
const FULL_WIDTH = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{3ffff}]/u;

/** Without the half of a character that cutting left behind. */
const whole = (text: string): string => text.replace(/\p{Cs}/gu, '');
