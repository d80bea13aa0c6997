import { z } from 'zod';
import type { OperatorActor } from '#kernel/actor.ts';
import { dayOf, isDay, monthOf } from '#kernel/days.ts';
import { normal } from '#kernel/normal.ts';
import { invalid, notFound, submissionChanged } from '#kernel/refusal.ts';
import { require } from '#kernel/verdict.ts';
import type { Context } from '#platform/server/unit-of-work.ts';
import { decideOnLedger } from '../points.policy.ts';
import { pointsTooFew } from '../points.refusals.ts';
import { balanceOf } from './keep-points.ts';
import { brokenRule, insertEntry, selectAdjustment, selectLedger } from './points.sql.ts';

/** An adjustment as typed: how many points more, or with a minus fewer, in which month, and why. Full-width digits are digits. */
export const AdjustPointsInput = z.strictObject({
  /** The form's own: sent twice, it is one adjustment. */
  key: z.uuid(),
  number: z.string().regex(/^[A-Z0-9]{1,20}$/, 'not_found'),
  month: z.string().refine((month) => isDay(month) && month.endsWith('-01'), 'point_month_unknown'),
  points: z
    .string()
    .transform((typed) =>
      normal(typed)
        .replace(/[,\s]/g, '')
        .replace(/^[−ー]/, '-'),
    )
    .refine((typed) => /^[+-]?\d{1,6}$/.test(typed) && Number(typed) !== 0, 'points_not_a_number')
    .transform(Number),
  reason: z.string().trim().min(1, 'point_reason_missing').max(1_000, 'point_reason_too_long'),
});
export type AdjustPointsInput = z.output<typeof AdjustPointsInput>;

/**
 * Adds or takes points of this month or the next by hand (D-17). Service managers only; customers read the reason. The same form sent twice is
 * one adjustment. Refuses `points_too_few`, and `submission_changed` for other words under a form that was sent.
 */
export async function adjustPoints(context: Context<OperatorActor>, input: AdjustPointsInput): Promise<void> {
  require(decideOnLedger(context.actor, 'adjust'));
  const ledger = await selectLedger(context.tx, input.number);
  if (!ledger) throw notFound();
  const month = monthOf(dayOf(context.now));
  if (input.month !== month && input.month !== monthOf(month, 1)) throw invalid('point_month_unknown', { month: 'point_month_unknown' });
  const wanted = { contractId: ledger.contractId, month: input.month, points: input.points, reason: input.reason };
  const earlier = await selectAdjustment(context.tx, input.key);
  if (earlier && JSON.stringify(earlier) !== JSON.stringify(wanted)) throw submissionChanged();
  if (earlier) return;
  const { left } = await balanceOf(context, { contractId: ledger.contractId, month: input.month });
  if (left + input.points < 0) throw pointsTooFew(left);
  const entry = { id: input.key, accountId: ledger.accountId, kind: 'adjust' as const };
  try {
    await insertEntry(context.tx, { ...entry, ...wanted, operatorId: context.actor.id, now: context.now });
  } catch (error) {
    if (brokenRule(error) === 'points_never_negative') throw pointsTooFew(0);
    throw error;
  }
}
