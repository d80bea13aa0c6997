import { createHash } from 'node:crypto';
import { pipeline, Readable, Transform } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { fileTypeFromBuffer } from 'file-type';
import { newId } from '#kernel/ids.ts';
import { invalid } from '#kernel/refusal.ts';
import { house } from '#platform/server/house.ts';
import { cleanFileName, judgeFile, MAX_BYTES } from '../attachment.ts';

/** Enough of a file to know what it is. */
const HEAD_BYTES = 4100;

export type StoredFile = { id: string; name: string; size: number; contentType: string; sha256: Buffer };

/**
 * Judges a file and puts its bytes into the store; the row that names them is the caller's, and so is `discardFile` when that cannot be written.
 * `size` is what the sender announced, in bytes. No transaction is open meanwhile. Refuses with `attachment_too_large`, `attachment_empty`,
 * `attachment_program`, `attachment_svg`, `attachment_cut_off`; then nothing is kept.
 */
export async function storeFile(input: { body: ReadableStream<Uint8Array>; name: string; size: number }): Promise<StoredFile> {
  if (input.size > MAX_BYTES) throw invalid('attachment_too_large');
  const id = newId();
  const name = cleanFileName(input.name);
  const measured = measure();
  const head = await peek(input.body, HEAD_BYTES);
  if (head.first.length === 0) throw invalid('attachment_empty');
  const verdict = judgeFile({ name, head: head.first });
  if (!verdict.accepted) {
    await drain(head.whole);
    throw invalid(verdict.code);
  }
  try {
    await house().files.putStream(
      id,
      pipeline(head.whole, measured.through, () => undefined),
      { contentLength: input.size },
    );
  } catch (error) {
    await discardFile(id);
    if (measured.size() > MAX_BYTES) throw invalid('attachment_too_large');
    if (measured.size() < input.size) throw invalid('attachment_cut_off');
    throw error;
  }
  const contentType = (await fileTypeFromBuffer(head.first))?.mime ?? 'application/octet-stream';
  return { id, name, size: measured.size(), contentType, sha256: measured.digest() };
}

/** Removes bytes that no row names. */
export async function discardFile(id: string): Promise<void> {
  await house()
    .files.delete(id)
    .catch(() => undefined);
}

function measure() {
  const hash = createHash('sha256');
  let size = 0;
  const through = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      hash.update(chunk);
      done(size > MAX_BYTES ? new Error('too large') : null, chunk);
    },
  });
  let digest: Buffer | undefined;
  return { through, size: () => size, digest: () => (digest ??= hash.digest()) };
}

/** Browsers read an answer only after they have sent everything: the rest of a refused file is read and dropped. */
async function drain(rest: Readable): Promise<void> {
  let size = 0;
  for await (const chunk of rest) if ((size += (chunk as Buffer).length) > 2 * MAX_BYTES) break;
}

/** The first bytes of a stream, and a stream of all of them. */
async function peek(body: ReadableStream<Uint8Array>, bytes: number): Promise<{ first: Buffer; whole: Readable }> {
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  let ended = false;
  while (length < bytes && !ended) {
    const { value, done } = await reader.read();
    ended = done;
    if (value) {
      chunks.push(value);
      length += value.length;
    }
  }
  const start = Buffer.concat(chunks);
  async function* all() {
    yield start;
    for (;;) {
      const { value, done } = ended ? { value: undefined, done: true } : await reader.read();
      if (value) yield Buffer.from(value);
      if (done) return;
    }
  }
  return { first: start.subarray(0, bytes), whole: Readable.from(all(), { objectMode: false }) };
}
