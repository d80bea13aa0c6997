import { error } from '@sveltejs/kit';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { RequestHandler } from './$types';

const previewer = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));
const kinds = [
  { name: /^[\w-]{1,60}\.bcmap$/, folder: 'cmaps', type: 'application/octet-stream' },
  { name: /^[\w-]{1,60}\.wasm$/, folder: 'wasm', type: 'application/wasm' },
  { name: /^[\w-]{1,60}_nowasm_fallback\.js$/, folder: 'wasm', type: 'text/javascript' },
];

/**
 * What some PDFs need to be drawn, from the package of the previewer: Adobe's character maps for Japanese without its own font, and the
 * decoders of scanned pages (JPEG 2000, JBIG2).
 */
export const GET: RequestHandler = async ({ params }) => {
  const kind = kinds.find((one) => one.name.test(params.name)) ?? error(404);
  const part = await readFile(join(previewer, kind.folder, params.name)).catch(() => error(404));
  return new Response(new Uint8Array(part), {
    headers: { 'content-type': kind.type, 'cache-control': 'private, max-age=604800', 'x-content-type-options': 'nosniff' },
  });
};
