import { error } from '@sveltejs/kit';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { RequestHandler } from './$types';

const folder = join(dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json')), 'cmaps');

/** What a PDF without its own Japanese font needs to be drawn: Adobe's character maps, from the package of the previewer. */
export const GET: RequestHandler = async ({ params }) => {
  if (!/^[\w-]{1,60}\.bcmap$/.test(params.name)) error(404);
  const map = await readFile(join(folder, params.name)).catch(() => error(404));
  return new Response(new Uint8Array(map), {
    headers: { 'content-type': 'application/octet-stream', 'cache-control': 'private, max-age=604800', 'x-content-type-options': 'nosniff' },
  });
};
