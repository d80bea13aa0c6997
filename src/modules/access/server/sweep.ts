import type { SystemActor } from '#kernel/actor.ts';
import { sweepJournal } from '#modules/journal/server/index.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { sweepLimits } from './limits.sql.ts';

/** Clears what is long over: counters of limits, and history older than the deployment keeps. Run by a job. */
export async function sweepAccess(): Promise<void> {
  await asActor<SystemActor, void>({ kind: 'system', accountId: null }, ({ tx }) => sweepLimits(tx));
  await sweepJournal();
}
