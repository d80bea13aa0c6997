import type { SystemActor } from '#kernel/actor.ts';
import { dayOf, monthOf } from '#kernel/days.ts';
import type { JobPayloads } from '#platform/server/jobs.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { grantPoints } from './keep-points.ts';
import { brokenRule, selectMonthly, selectToGrant } from './points.sql.ts';

/**
 * Queues a grant for each contract that has none for this month (D-17); run by a schedule and at every start. A month in which nothing ran at
 * all is over, and its points with it.
 */
export async function sweepGrants(): Promise<void> {
  const everywhere: SystemActor = { kind: 'system', accountId: null };
  await asActor(everywhere, async (context) => {
    const month = monthOf(dayOf(context.now));
    for (const contract of await selectToGrant(context.tx, month))
      await context.enqueue('grant-contract-points', { ...contract, month }, { key: `${contract.contractId}:${month}` });
  });
}

/** Grants one contract's month. Run twice, even at the same moment, it is one grant: the ledger keeps no second. */
export async function grantContractPoints(job: JobPayloads['grant-contract-points']): Promise<void> {
  const worker: SystemActor = { kind: 'system', accountId: job.accountId };
  try {
    await asActor(worker, async (context) => {
      const points = await selectMonthly(context.tx, job);
      if (points) await grantPoints(context, { ...job, points });
    });
  } catch (error) {
    if (brokenRule(error) !== 'point_entries_one_grant') throw error;
  }
}
