import { inThread, readFile } from '#modules/attachments/server/index.ts';
import { proseFromText } from '#modules/prose/index.ts';
import type { DraftBlock } from './html-to-body.ts';

/** What a document says, in nodes that still have to be checked; a picture is named by its place among the pictures. */
export type Imported = { state: 'read' | 'failed'; body?: DraftBlock[]; pictures: { contentType: string; bytes: Uint8Array }[] };

/** Reads a Word document in a thread of its own; what is hostile or broken has failed. */
export const readWord = (file: { bytes: Uint8Array; name: string }): Promise<Imported> =>
  inThread<Imported>(new URL('import.worker.ts', import.meta.url), file, () => ({ state: 'failed', pictures: [] }));

/** The words of a PDF as paragraphs; null when it cannot be read or holds none. */
export async function readPdf(file: { bytes: Uint8Array; name: string }): Promise<DraftBlock[] | null> {
  const reading = await readFile(file);
  return reading.state === 'read' ? [...proseFromText(reading.text).content] : null;
}
