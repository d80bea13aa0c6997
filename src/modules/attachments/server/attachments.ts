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

/**
 * Binds a contact's own waiting uploads to a request that they may write to (G-4.7-7), at most ten at once. Refuses like {@link attachUploads}.
 */
export async function attachToRequest(
  context: Context<UserActor>,
  input: { ids: readonly string[]; accountId: string; contractId: string; requestId: string },
): Promise<void> {
  const ids = [...new Set(input.ids)];
  if (ids.length === 0) return;
  if (ids.length > MAX_PER_ENTRY) throw invalid('attachments_too_many', { files: 'attachments_too_many' });
  const bound = await rows.attachToRequest(context.tx, { ...input, ids, ownerKind: 'user', ownerId: context.actor.id });
  if (bound !== ids.length) throw invalid('attachment_missing', { files: 'attachment_missing' });
}

/** Lets the files of an accepted request join the entry of its case; from then on search finds them. For operators, after their decision was allowed. */
export async function handFilesToCase(
  context: Context<OperatorActor>,
  input: { accountId: string; requestId: string; caseId: string; activityId: string },
): Promise<void> {
  for (const attachmentId of await rows.moveToCase(context.tx, input)) {
    await context.enqueue('read-attachment', { accountId: input.accountId, attachmentId });
  }
}

/** The files of a request, oldest first. Call after the request itself was authorised. */
export async function filesOfRequest(context: Context<UserActor | OperatorActor>, wanted: { accountId: string; requestId: string }): Promise<AttachmentView[]> {
  return (await rows.selectOfRequest(context.tx, wanted)).map((file) => viewOf(file, null));
}

/** The files of a case that the actor may see, newest first. Call after the case itself was authorised. */
export async function filesOfCase(context: Context<UserActor | OperatorActor>, caseId: string): Promise<AttachmentView[]> {
  const files = await rows.selectOfCase(context.tx, caseId);
  const notes = context.actor.kind === 'operator' ? await rows.selectWorkNoteFiles(context.tx, caseId) : [];
  const noteOf = new Map(notes.map((note) => [note.id, note.workNoteId]));
  return files.map((file) => viewOf(file, noteOf.get(file.id) ?? null));
}

const viewOf = (file: rows.AttachmentRow, workNoteId: string | null): AttachmentView => ({
  id: file.id,
  name: file.name,
  size: file.size,
  contentType: file.contentType,
  at: file.createdAt.toISOString(),
  activityId: file.activityId,
  workNoteId,
});

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
