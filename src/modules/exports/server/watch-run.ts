import { setInterval } from 'node:timers/promises';
import type { SystemActor, UserActor } from '#kernel/actor.ts';
import { invalid, isRefusal } from '#kernel/refusal.ts';
import { actorOfUser } from '#modules/users/server/index.ts';
import { errorFields, log } from '#platform/server/log.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { hasKept, rightsOf, type ExportFormat } from '../export.ts';
import { noteProgress } from './exports.sql.ts';

/** One making of an export, by the worker for an account, as the person who asked. */
export type Run = {
  id: string;
  runId: string;
  worker: SystemActor;
  actor: UserActor;
  tries: number;
  list: string;
  search: string;
  format: ExportFormat;
};
export type Progress = { done: number; total: number };

const LOOK_EVERY_MS = 1_000;

/**
 * Once a second, in a transaction of its own: writes down how far a run is, and stops it with `over` when it is no longer its export's
 * run, or with a refusal when its reader lost a right.
 */
export function watchRun(run: Run, progress: Progress, stop: AbortController, over: Error): { end(): Promise<void> } {
  const ending = new AbortController();
  const watching = watch(run, progress, stop, over, ending.signal);
  return {
    end: async () => {
      ending.abort();
      await watching;
    },
  };
}

async function watch(run: Run, progress: Progress, stop: AbortController, over: Error, ending: AbortSignal): Promise<void> {
  try {
    for await (const _ of setInterval(LOOK_EVERY_MS, undefined, { signal: ending })) {
      const reason = await reasonToStop(run, progress, over);
      if (reason) return stop.abort(reason);
    }
  } catch (error) {
    if (!ending.aborted) throw error;
  }
}

async function reasonToStop(run: Run, progress: Progress, over: Error): Promise<Error | undefined> {
  try {
    return await asActor(run.worker, async (context) => {
      if (!(await noteProgress(context.tx, { ...run, done: progress.done, total: Math.max(progress.total, progress.done) }))) return over;
      const actor = await actorOfUser(context, run.actor.id);
      return actor && hasKept(rightsOf(run.actor), rightsOf(actor)) ? undefined : invalid('export_rights_changed');
    });
  } catch (error) {
    // A database that is away for a moment is asked again; the end asks once more in any case.
    if (isRefusal(error)) return undefined;
    log.warn('export.watch', errorFields(error));
    return undefined;
  }
}
