import type { SystemActor, UserActor } from '#kernel/actor.ts';
import { isId } from '#kernel/ids.ts';
import { notFound } from '#kernel/refusal.ts';
import { house } from '#platform/server/house.ts';
import { errorFields, log } from '#platform/server/log.ts';
import { asActor, type Context } from '#platform/server/unit-of-work.ts';
import { accessExport } from './access-export.ts';
import { dropFiles, sweepDrafts } from './export-files.ts';
import * as rows from './exports.sql.ts';

/** Stops one's own export; its run leaves off within two seconds. One that is over already stays as it is. */
export async function cancelExport(context: Context<UserActor>, id: string): Promise<void> {
  const found = await accessExport(context, id);
  await rows.cancelOpen(context.tx, { id: found.id, now: context.now });
}

/** Removes one's own export with its file. Final. */
export async function deleteExport(actor: UserActor, id: string): Promise<void> {
  if (!isId(id)) throw notFound();
  const gone = await asActor(actor, async (context) => {
    await accessExport(context, id);
    return rows.expireExport(context.tx, { id, now: context.now });
  });
  // The sweep comes back for what could not be removed.
  if (gone) await dropFiles(id).catch((error: unknown) => log.warn('export.not_dropped', errorFields(error)));
}

const PIECE = 200;

/** Files first: a row without its file is swept again, a file without its row never. */
async function sweepPiece(worker: SystemActor): Promise<number> {
  const ids = await asActor(worker, ({ tx }) => rows.selectOver(tx, PIECE));
  for (const id of ids) await dropFiles(id);
  await asActor(worker, ({ tx }) => rows.deleteOver(tx, ids));
  return ids.length;
}

/** Removes the files and rows of exports that are over, and what crashed runs left behind; run by a job. */
export async function sweepExports(): Promise<void> {
  const worker: SystemActor = { kind: 'system', accountId: null };
  await asActor(worker, ({ tx, now }) => rows.failStuck(tx, { fault: 'export_failed', now }));
  while ((await sweepPiece(worker)) === PIECE);
  await sweepDrafts(new Date(house().clock().getTime() - 86_400_000));
}
