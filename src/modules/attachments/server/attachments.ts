import type { Readable } from 'node:stream';
import type { OperatorActor, UserActor } from '#kernel/actor.ts';
import { isId } from '#kernel/ids.ts';
import { invalid, notFound } from '#kernel/refusal.ts';
import { house } from '#platform/server/house.ts';
import type { Context } from '#platform/server/unit-of-work.ts';
import { MAX_PER_ENTRY } from '../attachment.ts';
import type { AttachmentView } from '../index.ts';
import * as rows from './attachments.sql.ts';

type Place = { accountId: string; contractId: string; caseId: string };

/**
 * Binds the actor's own waiting uploads to an entry (D-23). Every one must be there: a foreign, used or unknown id
 * refuses the whole with `attachment_missing`, and more than ten with `attachments_too_many`. What is bound is found by its name at once,
 * and by its text when the job has read it.
 */
export async function attachUploads(
  context: Context<UserActor | OperatorActor>,
  input: Place & { ids: readonly string[]; entry: { activityId: string } | { workNoteId: string } },
): Promise<void> {
  const ids = [...new Set(input.ids)];
  if (ids.length === 0) return;
  if (ids.length > MAX_PER_ENTRY) throw invalid('attachments_too_many', { files: 'attachments_too_many' });
  const owner = { ownerKind: context.actor.kind, ownerId: context.actor.id };
  const { entry, ...place } = input;
  const bound =
    'activityId' in entry
      ? await rows.attachToActivity(context.tx, { ...place, ...owner, ids, activityId: entry.activityId })
      : await rows.attachToWorkNote(context.tx, { ...place, ...owner, ids, workNoteId: entry.workNoteId });
  if (bound !== ids.length) throw invalid('attachment_missing', { files: 'attachment_missing' });
  for (const attachmentId of ids) await context.enqueue('read-attachment', { accountId: input.accountId, attachmentId });
}

/** The files of a case that the actor may see, newest first. Call after the case itself was authorised. */
export async function filesOfCase(context: Context<UserActor | OperatorActor>, caseId: string): Promise<AttachmentView[]> {
  const files = await rows.selectOfCase(context.tx, caseId);
  const notes = context.actor.kind === 'operator' ? await rows.selectWorkNoteFiles(context.tx, caseId) : [];
  const noteOf = new Map(notes.map((note) => [note.id, note.workNoteId]));
  return files.map((file) => ({
    id: file.id,
    name: file.name,
    size: file.size,
    contentType: file.contentType,
    at: file.createdAt.toISOString(),
    activityId: file.activityId,
    workNoteId: noteOf.get(file.id) ?? null,
  }));
}

/**
 * A file to download. The parent is authorised by row-level security and by the policy on every request: a foreign,
 * unknown or internal id is the same 404.
 */
export async function openAttachment(
  context: Context<UserActor | OperatorActor>,
  id: string,
): Promise<{ name: string; contentType: string; size: number; stream(): Promise<Readable> }> {
  const file = isId(id) ? await rows.selectAttachment(context.tx, id) : undefined;
  const foreign = file && context.actor.kind === 'user' && (file.accountId !== context.actor.accountId || file.audience !== 'customer');
  if (!file || foreign) throw notFound();
  return { name: file.name, contentType: file.contentType, size: file.size, stream: () => house().files.getStream(file.id) };
}
