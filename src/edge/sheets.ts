import { Readable } from 'node:stream';
import { contentDisposition } from '#modules/attachments/index.ts';
import { sheetTypes, writeSheet, type Sheet, type SheetFormat } from '#platform/server/sheets/index.ts';

/** The format that an address asks for; CSV where it asks for nothing known. */
export const formatOf = (text: string | null): SheetFormat => (text === 'pdf' || text === 'xlsx' ? text : 'csv');

/** Streams a list as a download; it is made while it is sent and kept by nobody in between. */
export function sendSheet(sheet: Sheet, format: SheetFormat): Response {
  const { contentType, extension } = sheetTypes[format];
  return new Response(Readable.toWeb(writeSheet(sheet, format)) as never, {
    headers: {
      'content-type': contentType,
      'content-disposition': contentDisposition('attachment', `${sheet.title}.${extension}`),
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    },
  });
}
