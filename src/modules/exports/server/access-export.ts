import type { UserActor } from '#kernel/actor.ts';
import { isId } from '#kernel/ids.ts';
import { notFound } from '#kernel/refusal.ts';
import type { Context } from '#platform/server/unit-of-work.ts';
import type { ExportView } from '../export.ts';
import { selectExport, type StoredExport } from './exports.sql.ts';

/** One's own export; unknown, foreign, a colleague's and a deleted one are the same 404. */
export async function accessExport(context: Context<UserActor>, id: string): Promise<StoredExport> {
  const found = isId(id) ? await selectExport(context.tx, id) : undefined;
  if (!found || found.userId !== context.actor.id) throw notFound();
  return found;
}

export const present = (row: StoredExport): ExportView => ({
  id: row.id,
  list: row.list,
  search: row.search,
  format: row.format,
  title: row.title,
  state: row.state,
  rowsTotal: row.rowsTotal,
  rowsDone: row.rowsDone,
  size: row.size,
  fault: row.fault,
  createdAt: row.createdAt.toISOString(),
  startedAt: row.startedAt?.toISOString() ?? null,
  expiresAt: row.expiresAt.toISOString(),
});
