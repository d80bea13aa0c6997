import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { SystemActor } from '#kernel/actor.ts';
import { newId } from '#kernel/ids.ts';
import { invalid, isRefusal } from '#kernel/refusal.ts';
import { actorOfUser } from '#modules/users/server/index.ts';
import type { JobPayloads } from '#platform/server/jobs.ts';
import { errorFields, log } from '#platform/server/log.ts';
import { PDF_ROW_LIMIT, writeSheet } from '#platform/server/sheets/index.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { hasKept, KEEP_EXPORT_DAYS, rightsOf } from '../export.ts';
import { dropFiles, dropRunFile, openDraft, storeDraft } from './export-files.ts';
import { needsMail } from './export-mail.ts';
import * as rows from './exports.sql.ts';
import type { ListSources } from './list-source.ts';
import { watchRun, type Progress, type Run } from './watch-run.ts';

/** An export that fails by a defect or takes its process down is given up after so many runs. */
const MAX_TRIES = 5;
const DAY = 86_400_000;

/** The run lost its export: it was canceled, deleted, or taken over. Nothing is left to do. */
class RunOver extends Error {}

/**
 * Makes one export's file, as the person who asked and with the rights that they have now. For the job: it may run twice, even at the
 * same time; the later run takes over, and one file and at most one mail come of it. A defect is thrown on, so that the job tries again.
 */
export async function makeExport(job: JobPayloads['make-export'], sources: ListSources, signal?: AbortSignal): Promise<void> {
  const worker: SystemActor = { kind: 'system', accountId: job.accountId };
  const run = await beginRun(worker, job.exportId);
  if (!run) return;
  const draft = await openDraft(run.runId);
  try {
    await dropFiles(run.id);
    const written = await write(run, sources, draft, signal);
    await finish(run, written, await storeDraft(run, draft));
  } catch (error) {
    await endBadly(run, error, signal?.aborted ?? false);
  } finally {
    await rm(draft, { force: true });
  }
}

/** Takes the export, if it is still wanted and its reader may still see all that they asked for. */
async function beginRun(worker: SystemActor, id: string): Promise<Run | undefined> {
  return asActor(worker, async (context) => {
    const { tx, now } = context;
    const runId = newId();
    const taken = await rows.takeExport(tx, { id, runId, now });
    if (!taken) return undefined;
    const actor = await actorOfUser(context, taken.userId);
    const fault = !actor || !hasKept(taken, rightsOf(actor)) ? 'export_rights_changed' : taken.tries > MAX_TRIES ? 'export_failed' : undefined;
    if (fault || !actor) {
      await rows.failRun(tx, { id, runId, fault: fault ?? 'export_failed', now });
      return undefined;
    }
    await rows.setRights(tx, { id, runId, ...rightsOf(actor) });
    return { id, runId, worker, actor, tries: taken.tries, list: taken.list, search: taken.search, format: taken.format };
  });
}

/** Writes the draft while a watch tells how far it is and stops it; the answer is the number of rows. */
async function write(run: Run, sources: ListSources, draft: string, signal: AbortSignal | undefined): Promise<number> {
  const source = sources[run.list];
  if (!source) throw invalid('export_failed');
  const stop = new AbortController();
  const progress: Progress = { done: 0, total: 0 };
  const watching = watchRun(run, progress, stop, new RunOver());
  try {
    const { sheet, total } = await source(run.actor, new URLSearchParams(run.search));
    if (run.format === 'pdf' && total > PDF_ROW_LIMIT) throw invalid('export_too_long_for_pdf');
    progress.total = total;
    const file = writeSheet({ ...sheet, rows: counted(sheet.rows, progress) }, run.format);
    await pipeline(file, createWriteStream(draft, { mode: 0o600 }), { signal: signal ? AbortSignal.any([signal, stop.signal]) : stop.signal });
    return progress.done;
  } catch (error) {
    // The stream tells only that it was stopped; the watch knows why.
    throw stop.signal.aborted ? stop.signal.reason : error;
  } finally {
    await watching.end();
  }
}

async function* counted(sheetRows: AsyncIterable<readonly string[]>, progress: Progress): AsyncGenerator<readonly string[]> {
  for await (const row of sheetRows) {
    progress.done += 1;
    yield row;
  }
}

/** The file becomes the export's only while its reader still has every right that it was made with. */
async function finish(run: Run, rowCount: number, size: number): Promise<void> {
  await asActor(run.worker, async (context) => {
    const { tx, now } = context;
    const actor = await actorOfUser(context, run.actor.id);
    if (!actor || !hasKept(rightsOf(run.actor), rightsOf(actor))) throw invalid('export_rights_changed');
    const expiresAt = new Date(now.getTime() + KEEP_EXPORT_DAYS * DAY);
    const finished = await rows.finishRun(tx, { id: run.id, runId: run.runId, rows: rowCount, size, now, expiresAt });
    if (!finished) throw new RunOver();
    if (needsMail(finished, now)) await context.enqueue('send-export-mail', { accountId: run.worker.accountId ?? '', exportId: run.id });
  });
}

/** Nothing of a bad end is kept. A refusal is told to the reader; anything else is tried again. */
async function endBadly(run: Run, error: unknown, isStopping: boolean): Promise<void> {
  await dropRunFile(run).catch((fault: unknown) => log.warn('export.not_dropped', errorFields(fault)));
  if (error instanceof RunOver) return;
  const isRefused = isRefusal(error) && error.kind !== 'unavailable';
  const isGivenUp = !isRefused && !isStopping && !isRefusal(error) && run.tries >= MAX_TRIES;
  if (isGivenUp) log.error('export.defect', errorFields(error));
  await asActor(run.worker, ({ tx, now }) =>
    isRefused || isGivenUp
      ? rows.failRun(tx, { ...run, fault: isRefused ? error.code : 'export_failed', now })
      : rows.putBack(tx, { ...run, counts: !isStopping && !isRefusal(error) }),
  );
  if (!isRefused && !isGivenUp) throw error;
}
