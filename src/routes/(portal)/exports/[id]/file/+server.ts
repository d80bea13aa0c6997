import { Readable } from 'node:stream';
import type { RequestHandler } from './$types';
import { openExportFile } from '#modules/exports/server/index.ts';
import { userOf } from '../../../../../edge/actors.ts';
import { reading } from '../../../../../edge/refusals.ts';
import { downloadHeaders } from '../../../../../edge/sheets.ts';

/** One's own finished export, authorised with every request. */
export const GET: RequestHandler = async ({ locals, params }) => {
  const file = await reading(userOf(locals), (context) => openExportFile(context, params.id));
  return new Response(Readable.toWeb(await file.stream()) as never, {
    headers: { ...downloadHeaders(file.name, file.contentType), 'content-length': String(file.size) },
  });
};
