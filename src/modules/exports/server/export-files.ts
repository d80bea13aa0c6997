import { createReadStream } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { house } from '#platform/server/house.ts';

const folderOf = (id: string): string => `exports/${id}`;
/** Each run has a file of its own: one that was taken over cannot write into its successor's. */
const keyOf = ({ id, runId }: { id: string; runId: string }): string => `${folderOf(id)}/${runId}`;

const drafts = (): string => join(house().config.dataDir, 'drafts');

/** Where a run writes before its file is whole: a bucket wants to know a file's size beforehand. */
export async function openDraft(runId: string): Promise<string> {
  await mkdir(drafts(), { recursive: true, mode: 0o700 });
  return join(drafts(), runId);
}

/** Moves a whole draft to the store; the answer is its size in bytes. */
export async function storeDraft(run: { id: string; runId: string }, draft: string): Promise<number> {
  const { size } = await stat(draft);
  await house().files.putStream(keyOf(run), createReadStream(draft), { contentLength: size });
  return size;
}

export const readFile = (run: { id: string; runId: string }): Promise<Readable> => house().files.getStream(keyOf(run));

/** Removes the files of one run, or of all runs of an export. */
export const dropRunFile = (run: { id: string; runId: string }): Promise<void> => house().files.delete(keyOf(run));
export const dropFiles = (id: string): Promise<void> => house().files.deleteAll(folderOf(id));

/** Removes what killed processes left behind. */
export async function sweepDrafts(olderThan: Date): Promise<void> {
  for (const name of await readdir(drafts()).catch(() => [])) {
    const path = join(drafts(), name);
    const found = await stat(path).catch(() => undefined);
    if (found && found.mtime < olderThan) await rm(path, { force: true });
  }
}
