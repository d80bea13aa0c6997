import { createHash } from 'node:crypto';
import { pipeline, Readable, Transform } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { fileTypeFromBuffer } from 'file-type';
import type { OperatorActor, SystemActor, UserActor } from '#kernel/actor.ts';
import { isId, newId } from '#kernel/ids.ts';
import { invalid, notFound, Refusal } from '#kernel/refusal.ts';
import { house } from '#platform/server/house.ts';
import { takeOne } from '#platform/server/limits.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { cleanFileName, judgeFile, KEEP_UPLOAD_HOURS, MAX_BYTES, MAX_WAITING_BYTES } from '../attachment.ts';
import { deleteForgotten, deleteUpload, insertUpload, sumWaiting } from './attachments.sql.ts';

/** Enough of a file to know what it is. */
const HEAD_BYTES = 4100;

/** Each is also read for its words, one after the other. */
const UPLOADS_AN_HOUR = { kind: 'upload', most: 300, seconds: 3600 };

/**
 * Takes one file in and keeps it as its owner's upload until it is attached (D-23). The bytes go straight to the store;
 * no transaction is open meanwhile. `size` is what the sender announced, in bytes. `accountId` is the owner's account, or for an operator that of the case answered.
 * A customer whose contracts have all ended only reads: `contract_over`. Refuses with `attachment_too_large`, `attachment_empty`, `attachment_program`, `attachment_svg`; then nothing is kept.
 */
export async function receiveUpload(
  actor: UserActor | OperatorActor,
  input: { body: ReadableStream<Uint8Array>; name: string; size: number; accountId: string },
): Promise<{ id: string; name: string; size: number; contentType: string }> {
  if (input.size > MAX_BYTES) throw invalid('attachment_too_large');
  if (actor.kind === 'user' && actor.contracts.length > 0 && actor.contracts.every((contract) => contract.isOver))
    throw new Refusal({ kind: 'conflict', code: 'contract_over' });
  const waiting = await asActor(actor, ({ tx }) => sumWaiting(tx, { ownerKind: actor.kind, ownerId: actor.id }));
  if (waiting + input.size > MAX_WAITING_BYTES) throw invalid('attachments_waiting');
  const isWithin = await asActor(actor, ({ tx }) => takeOne(tx, UPLOADS_AN_HOUR, actor.id));
  if (!isWithin) throw new Refusal({ kind: 'too_many', code: 'uploads_too_many' });
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
    await house()
      .files.delete(id)
      .catch(() => undefined);
    if (measured.size() > MAX_BYTES) throw invalid('attachment_too_large');
    if (measured.size() < input.size) throw invalid('attachment_cut_off');
    throw error;
  }
  const contentType = (await fileTypeFromBuffer(head.first))?.mime ?? 'application/octet-stream';
  const ownerKind = actor.kind;
  await asActor(actor, ({ tx, now }) =>
    insertUpload(tx, {
      id,
      accountId: input.accountId,
      ownerKind,
      ownerId: actor.id,
      name,
      size: measured.size(),
      contentType,
      sha256: measured.digest(),
      now,
    }),
  ).catch(async (error: unknown) => {
    await house()
      .files.delete(id)
      .catch(() => undefined);
    throw error;
  });
  return { id, name, size: measured.size(), contentType };
}

/** Removes the owner's upload that is not attached yet; anything else is "not found". */
export async function discardUpload(actor: UserActor | OperatorActor, id: string): Promise<void> {
  if (!isId(id)) throw notFound();
  const gone = await asActor(actor, ({ tx }) => deleteUpload(tx, { id, ownerKind: actor.kind, ownerId: actor.id }));
  if (!gone) throw notFound();
  await house().files.delete(id);
}

/** Removes uploads that were never attached; run by a job. */
export async function sweepUploads(): Promise<void> {
  const worker: SystemActor = { kind: 'system', accountId: null };
  const gone = await asActor(worker, ({ tx, now }) => deleteForgotten(tx, new Date(now.getTime() - KEEP_UPLOAD_HOURS * 3_600_000)));
  for (const id of gone) await house().files.delete(id);
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
