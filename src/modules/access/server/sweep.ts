import type { SystemActor } from '#kernel/actor.ts';
import { sweepJournal } from '#modules/journal/server/index.ts';
import { sweepDeliveries } from '#modules/notifications/server/index.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { sweepLimits } from './limits.sql.ts';
import { sweepLinks } from './links.sql.ts';
import { sweepSessions } from './sessions.sql.ts';
import { sweepAttempts } from './sign-in.sql.ts';

/**
 * Clears what is long over: counters of limits, ended sessions and attempts, used links, notes of mails, and history older
 * than the deployment keeps. Run by a job.
 */
export async function sweepAccess(): Promise<void> {
  await asActor<SystemActor, void>({ kind: 'system', accountId: null }, async ({ tx }) => {
    await sweepLimits(tx);
    await sweepSessions(tx);
    await sweepAttempts(tx);
    await sweepLinks(tx);
  });
  await sweepDeliveries();
  await sweepJournal();
}
