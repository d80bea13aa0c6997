export { writeSheet, sheetTypes, type Sheet, type SheetColumn, type SheetFormat } from './sheet.ts';
export { typesetPdf } from './typeset.ts';
