import { Readable } from 'node:stream';
import { redirect } from '@sveltejs/kit';
import type { UserActor } from '#kernel/actor.ts';
import { isRefusal } from '#kernel/refusal.ts';
import { contentDisposition } from '#modules/attachments/index.ts';
import { DIRECT_ROWS } from '#modules/exports/index.ts';
import { requestExport } from '#modules/exports/server/index.ts';
import { sheetTypes, writeSheet, type Sheet, type SheetFormat } from '#platform/server/sheets/index.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { hrefOfList, listSources, type ListCode } from './list-sources.ts';

/** The format that an address asks for; CSV where it asks for nothing known. */
export const formatOf = (text: string | null): SheetFormat => (text === 'pdf' || text === 'xlsx' ? text : 'csv');

/** Streams a list as a download; it is made while it is sent and kept by nobody in between. */
export function sendSheet(sheet: Sheet, format: SheetFormat): Response {
  const { contentType, extension } = sheetTypes[format];
  return new Response(Readable.toWeb(writeSheet(sheet, format)) as never, { headers: downloadHeaders(`${sheet.title}.${extension}`, contentType) });
}

/** What every download says of itself: to be saved and never guessed, kept by no cache. */
export const downloadHeaders = (name: string, contentType: string): Record<string, string> => ({
  'content-type': contentType,
  'content-disposition': contentDisposition('attachment', name),
  'x-content-type-options': 'nosniff',
  'cache-control': 'private, no-store',
});

/** Of the address, these are about the page and not about its rows. */
const NOT_ROWS = ['too_long', 'format', 'page'];

/**
 * Answers a list's `/export`: up to 5,000 rows are streamed at once; more are made by a job, and whoever pressed a link is led to its
 * progress, while a program gets 202 with the address to ask. A refusal leads back to a page that says why, or is thrown on.
 */
export async function exportList(
  actor: UserActor,
  wish: { list: ListCode; search: URLSearchParams; format: SheetFormat; accept: string | null },
): Promise<Response> {
  const { list, format } = wish;
  const search = new URLSearchParams([...wish.search].filter(([key]) => !NOT_ROWS.includes(key)));
  const wantsPage = wish.accept?.includes('text/html') ?? false;
  const { sheet, total } = await listSources[list](actor, search);
  if (total <= DIRECT_ROWS) return sendSheet(sheet, format);
  const ask = { list, search: search.toString(), format, title: sheet.title, total };
  let id: string;
  try {
    id = await asActor(actor, (context) => requestExport(context, ask));
  } catch (error) {
    if (wantsPage && isRefusal(error) && error.code === 'exports_too_many') redirect(303, '/exports?too_many');
    if (wantsPage && isRefusal(error) && error.code === 'export_too_long_for_pdf')
      redirect(303, hrefOfList(list, search.size > 0 ? `${search}&too_long` : 'too_long') ?? '/exports');
    throw error;
  }
  const address = `/exports/${id}`;
  if (wantsPage) redirect(303, address);
  return Response.json({ id, address }, { status: 202, headers: { location: address } });
}
