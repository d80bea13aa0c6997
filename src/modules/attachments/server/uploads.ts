import type { ReadableStream } from 'node:stream/web';
import type { OperatorActor, SystemActor, UserActor } from '#kernel/actor.ts';
import { isId } from '#kernel/ids.ts';
import { invalid, notFound, Refusal } from '#kernel/refusal.ts';
import { house } from '#platform/server/house.ts';
import { takeOne } from '#platform/server/limits.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { KEEP_UPLOAD_HOURS, MAX_BYTES, MAX_WAITING_BYTES } from '../attachment.ts';
import { deleteForgotten, deleteUpload, insertUpload, sumWaiting } from './attachments.sql.ts';
import { discardFile, storeFile } from './store-file.ts';

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
  const { id, name, size, contentType, sha256 } = await storeFile(input);
  const ownerKind = actor.kind;
  await asActor(actor, ({ tx, now }) =>
    insertUpload(tx, {
      id,
      accountId: input.accountId,
      ownerKind,
      ownerId: actor.id,
      name,
      size,
      contentType,
      sha256,
      now,
    }),
  ).catch(async (error: unknown) => {
    await discardFile(id);
    throw error;
  });
  return { id, name, size, contentType };
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
