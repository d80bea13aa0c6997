/** The forms in which a list can leave the portal. */
export type SheetFormat = 'csv' | 'xlsx' | 'pdf';

/** `width` is a weight beside the other columns', 1 unless said. It shapes the PDF; Excel measures its first rows instead. */
export type SheetColumn = { label: string; width?: number };

/** A table that is ready to be read: every cell is already worded in the reader's language. */
export type Sheet = {
  title: string;
  /** For the PDF: for example the filter in words and the time of making. */
  subtitle?: string;
  language: 'ja' | 'en';
  columns: readonly SheetColumn[];
  /** Cells in the order of the columns. Read once, and only as fast as the result is taken. */
  rows: AsyncIterable<readonly string[]>;
  /** For the PDF: for example the team's name. Page numbers stand beside it. */
  footer?: string;
};

/** One format's writer: it stops soon after the signal, and an error of the rows passes through it. */
export type SheetWriter = (sheet: Sheet, signal: AbortSignal) => AsyncGenerator<Buffer>;

/** Exactly one cell for each column, so that a short or long row cannot shift the table. */
export const cellsOf = (sheet: Sheet, row: readonly string[]): string[] => sheet.columns.map((_, index) => row[index] ?? '');
