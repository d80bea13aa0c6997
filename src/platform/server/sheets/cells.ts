/**
 * Spreadsheets take a cell for a formula by its first character, in half or full width, also behind spaces. A leading
 * apostrophe keeps it text in a CSV, where no cell has a type.
 */
const formulaLike = /^[\s\u0000-\u001f]*[=+\-@＝＋－＠]|^[\t\r]/u;
export const asCsvText = (cell: string): string => (formulaLike.test(cell) ? `'${cell}` : cell);

/** Characters that no XML may hold, and therefore no Excel file. */
const notXml = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
export const asXmlText = (cell: string): string => cell.replace(notXml, '').slice(0, 32_767);

/** A name that Excel accepts for a sheet. */
export const sheetName = (title: string): string =>
  title
    .replace(/[[\]:*?/\\]/g, ' ')
    .replace(/^'+|'+$/g, '')
    .trim()
    .slice(0, 31) || 'Sheet1';

/** Places where a long word, such as a mail address, may be broken in a narrow column. */
export const breakable = (cell: string): string =>
  cell.replace(/[@./_](?=\S)/g, '$&\u200b').replace(/[^\s\u200b\u3000-\u9fff\uff00-\uffef]{16}(?=[^\s\u200b])/g, '$&\u200b');
