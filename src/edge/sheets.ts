import { Readable } from 'node:stream';
import { redirect, type Cookies, type RequestEvent } from '@sveltejs/kit';
import type { SignedIn } from '#kernel/actor.ts';
import { invalid, isRefusal } from '#kernel/refusal.ts';
import { operatorOfSession, userOfSession } from '#modules/access/server/index.ts';
import { contentDisposition } from '#modules/attachments/index.ts';
import { DIRECT_ROWS, hasKept, rightsOf } from '#modules/exports/index.ts';
import { requestExport } from '#modules/exports/server/index.ts';
import { sheetTypes, writeSheet, type Sheet, type SheetFormat } from '#platform/server/sheets/index.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { userOf } from './actors.ts';
import { isForeign } from './callers.ts';
import { readCookie } from './cookies.ts';
import { hrefOfList, listSources, type ListCode } from './list-sources.ts';

/** The format that an address asks for; CSV where it asks for nothing known. */
export const formatOf = (text: string | null): SheetFormat => (text === 'pdf' || text === 'xlsx' ? text : 'csv');

/** Who gets a list as a file, with the cookies of their request. */
type SheetReader = { actor: SignedIn; cookies: Cookies };

/** Streams a list as a download; it is made while it is sent, for as long as its reader keeps what they could see, and kept by nobody in between. */
export function sendSheet(sheet: Sheet, format: SheetFormat, reader: SheetReader): Response {
  const { contentType, extension } = sheetTypes[format];
  const rows = whileAllowed(sheet.rows, reader);
  return new Response(Readable.toWeb(writeSheet({ ...sheet, rows }, format)) as never, {
    headers: downloadHeaders(`${sheet.title}.${extension}`, contentType),
  });
}

/** Who reads slowly must not go on reading what was taken from them meanwhile (D-11); their file breaks off. */
async function* whileAllowed<T>(rows: AsyncIterable<T>, reader: SheetReader): AsyncGenerator<T> {
  let looked = Date.now();
  for await (const row of rows) {
    if (Date.now() - looked > LOOK_EVERY_MS) {
      if (!(await mayReadOn(reader))) throw invalid('export_rights_changed');
      looked = Date.now();
    }
    yield row;
  }
}
const LOOK_EVERY_MS = 1_000;

async function mayReadOn({ actor, cookies }: SheetReader): Promise<boolean> {
  const token = readCookie(cookies, 'session', actor.kind);
  if (actor.kind === 'operator') return (await operatorOfSession(token, { use: false })) !== undefined;
  const session = await userOfSession(token, { use: false });
  return session !== undefined && hasKept(rightsOf(actor), rightsOf(session.actor));
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
  { request, cookies, locals, url }: Pick<RequestEvent, 'request' | 'cookies' | 'locals' | 'url'>,
  list: ListCode,
): Promise<Response> {
  const actor = userOf(locals);
  const format = formatOf(url.searchParams.get('format'));
  const search = new URLSearchParams([...url.searchParams].filter(([key]) => !NOT_ROWS.includes(key)));
  const wantsPage = request.headers.get('accept')?.includes('text/html') ?? false;
  const { sheet, total } = await listSources[list](actor, search);
  if (total <= DIRECT_ROWS) return sendSheet(sheet, format, { actor, cookies });
  // A link of somebody else's page must not put work into this reader's name: they press the button themselves.
  if (isForeign(request)) redirect(303, hrefOfList(list, search.toString()) ?? '/exports');
  const ask = { list, search: search.toString(), format, title: sheet.title, total };
  let id: string;
  try {
    id = await asActor(actor, (context) => requestExport(context, ask));
  } catch (error) {
    if (wantsPage && isRefusal(error) && error.kind === 'too_many') redirect(303, `/exports?${error.code}`);
    if (wantsPage && isRefusal(error) && error.code === 'export_too_long_for_pdf')
      redirect(303, hrefOfList(list, search.size > 0 ? `${search}&too_long` : 'too_long') ?? '/exports');
    throw error;
  }
  const address = `/exports/${id}`;
  if (wantsPage) redirect(303, address);
  return Response.json({ id, address }, { status: 202, headers: { location: address } });
}
