/** The thread in which one strange document becomes an article's text: see `inThread`. */
import { parentPort, workerData } from 'node:worker_threads';
import mammoth from 'mammoth';
import type { Task } from '#modules/attachments/server/index.ts';
import { bodyFromHtml } from './html-to-body.ts';
import type { Imported } from './read-document.ts';

const MOST_PICTURES = 100;
const { bytes } = workerData as Task;

async function read(): Promise<Imported> {
  const pictures: Imported['pictures'] = [];
  const { value } = await mammoth.convertToHtml(
    { buffer: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) },
    {
      // A document may name pictures elsewhere, on this very machine too.
      externalFileAccess: false,
      convertImage: mammoth.images.imgElement(async (image) => {
        if (pictures.length >= MOST_PICTURES) return { src: '' };
        pictures.push({ contentType: image.contentType, bytes: new Uint8Array(await image.readAsBuffer()) });
        return { src: `picture:${pictures.length - 1}` };
      }),
    },
  );
  return { state: 'read', body: bodyFromHtml(value), pictures };
}

parentPort?.postMessage(await read().catch(() => ({ state: 'failed', pictures: [] })));
