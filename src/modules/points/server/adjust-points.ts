import { z } from 'zod';
import type { OperatorActor } from '#kernel/actor.ts';
import { dayOf, isDay, monthOf } from '#kernel/days.ts';
import { newId } from '#kernel/ids.ts';
import { invalid, notFound } from '#kernel/refusal.ts';
import { require } from '#kernel/verdict.ts';
import type { Context } from '#platform/server/unit-of-work.ts';
import { decideOnLedger } from '../points.policy.ts';
import { pointsTooFew } from '../points.refusals.ts';
import { balanceOf } from './keep-points.ts';
import { brokenRule, insertEntry, selectLedger } from './points.sql.ts';

/** An adjustment as typed: how many points more, or with a minus fewer, in which month, and why. Full-width digits are digits. */
export const AdjustPointsInput = z.strictObject({
  number: z.string().max(20),
  month: z.string().refine((month) => isDay(month) && month.endsWith('-01'), 'point_month_unknown'),
  points: z
    .string()
    .transform((typed) =>
      typed
        .normalize('NFKC')
        .replace(/[,\s]/g, '')
        .replace(/^[−ー]/, '-'),
    )
    .refine((typed) => /^[+-]?\d{1,6}$/.test(typed) && Number(typed) !== 0, 'points_not_a_number')
    .transform(Number),
  reason: z.string().trim().min(1, 'point_reason_missing').max(1_000, 'point_reason_too_long'),
});
export type AdjustPointsInput = z.output<typeof AdjustPointsInput>;

/** Adds or takes points of this month or the next by hand (D-17). Service managers only; customers read the reason. Refuses `points_too_few`. */
export async function adjustPoints(context: Context<OperatorActor>, input: AdjustPointsInput): Promise<void> {
  require(decideOnLedger(context.actor, 'adjust'));
  const ledger = await selectLedger(context.tx, input.number);
  if (!ledger) throw notFound();
  const month = monthOf(dayOf(context.now));
  if (input.month !== month && input.month !== monthOf(month, 1)) throw invalid('point_month_unknown', { month: 'point_month_unknown' });
  const { left } = await balanceOf(context, { contractId: ledger.contractId, month: input.month });
  if (left + input.points < 0) throw pointsTooFew(left);
  const entry = { id: newId(), accountId: ledger.accountId, contractId: ledger.contractId, month: input.month, kind: 'adjust' as const };
  try {
    await insertEntry(context.tx, { ...entry, points: input.points, operatorId: context.actor.id, reason: input.reason, now: context.now });
  } catch (error) {
    if (brokenRule(error) === 'points_never_negative') throw pointsTooFew(0);
    throw error;
  }
}
