import { Readable } from 'node:stream';
import type { Language } from '#kernel/actor.ts';
import { csvOf } from './csv.ts';
import { pdfOf } from './pdf.ts';
import { xlsxOf } from './xlsx.ts';

export type SheetFormat = 'csv' | 'xlsx' | 'pdf';

/** `width` is the column's weight among the others, 1 by default. */
export type SheetColumn = { label: string; width?: number };

/** A list to export: everything is already worded in the reader's language. */
export type Sheet = {
  title: string;
  /** The filter in words, and when it was made. */
  subtitle?: string;
  language: Language;
  columns: readonly SheetColumn[];
  rows: AsyncIterable<readonly string[]>;
  /** Beside the page numbers of a PDF. */
  footer?: string;
};

export const sheetTypes: Record<SheetFormat, { contentType: string; extension: string }> = {
  csv: { contentType: 'text/csv; charset=utf-8', extension: 'csv' },
  xlsx: { contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', extension: 'xlsx' },
  pdf: { contentType: 'application/pdf', extension: 'pdf' },
};

const makers = { csv: csvOf, xlsx: xlsxOf, pdf: pdfOf } as const;

/**
 * Streams a list as CSV, Excel or PDF (G-4.11.1-3). CSV and Excel are written row by row in bounded memory; a PDF is
 * typeset in one piece, of 20,000 rows at most (`export_too_long_for_pdf`). A fault of the rows destroys the stream.
 */
export const writeSheet = (sheet: Sheet, format: SheetFormat): Readable => makers[format](sheet);
