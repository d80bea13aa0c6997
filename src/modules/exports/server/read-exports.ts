import type { Readable } from 'node:stream';
import type { UserActor } from '#kernel/actor.ts';
import { notFound, Refusal } from '#kernel/refusal.ts';
import { sheetTypes } from '#platform/server/sheets/index.ts';
import type { Context } from '#platform/server/unit-of-work.ts';
import { hasKept, rightsOf, type ExportView } from '../export.ts';
import { accessExport, present } from './access-export.ts';
import { readFile } from './export-files.ts';
import * as rows from './exports.sql.ts';

/** More than anybody makes in the days that an export is kept. */
const MOST_SHOWN = 200;

/** One's own export. Refuses with `not_found` for everybody else's and for one that is over. */
export async function readExport(context: Context<UserActor>, id: string): Promise<ExportView> {
  return present(await accessExport(context, id));
}

/** {@link readExport} by somebody who waits for it: while they look, no mail is needed. */
export async function watchExport(context: Context<UserActor>, id: string): Promise<ExportView> {
  const found = await accessExport(context, id);
  await rows.markSeen(context.tx, { id: found.id, now: context.now });
  return present(found);
}

/** One's own exports that are still kept, the newest first. */
export async function listExports(context: Context<UserActor>): Promise<ExportView[]> {
  return (await rows.selectExports(context.tx, { userId: context.actor.id, limit: MOST_SHOWN })).map(present);
}

/**
 * A ready export to download, by whoever asked for it. Refuses with `not_found`, and with `export_rights_changed` when they may no
 * longer see something that it holds.
 */
export async function openExportFile(
  context: Context<UserActor>,
  id: string,
): Promise<{ name: string; contentType: string; size: number; stream(): Promise<Readable> }> {
  const found = await accessExport(context, id);
  const { runId, size, title, format } = found;
  if (found.state !== 'ready' || !runId || size === null) throw notFound();
  if (!hasKept(found, rightsOf(context.actor))) throw new Refusal({ kind: 'forbidden', code: 'export_rights_changed' });
  const { contentType, extension } = sheetTypes[format];
  return { name: `${title}.${extension}`, contentType, size, stream: () => readFile({ id: found.id, runId }) };
}
