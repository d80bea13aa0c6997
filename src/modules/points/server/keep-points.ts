import type { OperatorActor, SystemActor, UserActor } from '#kernel/actor.ts';
import { newId } from '#kernel/ids.ts';
import type { Context } from '#platform/server/unit-of-work.ts';
import { balanceFrom, EMPTY, type Balance } from '../points.ts';
import { pointsShort } from '../points.refusals.ts';
import { brokenRule, hasGrant, insertEntry, selectHeld, selectMonth } from './points.sql.ts';

/** The sums of a contract's month, for whoever may see the contract; nothing where there are no entries. */
export async function balanceOf(context: Context<UserActor | OperatorActor | SystemActor>, input: { contractId: string; month: string }): Promise<Balance> {
  const sums = await selectMonth(context.tx, input);
  return sums ? balanceFrom(sums) : EMPTY;
}

/**
 * Holds the points of a request that was just written (D-15), on the contact's own contract. Of any number at once only so many are held as
 * there are points; the others are refused with `points_short`, and their request with them.
 */
export async function holdPoints(context: Context<UserActor>, input: { contractId: string; requestId: string; month: string; points: number }): Promise<void> {
  const { left } = await balanceOf(context, input);
  if (left < input.points) throw pointsShort(left);
  try {
    await insertEntry(context.tx, { ...input, id: newId(), accountId: context.actor.accountId, kind: 'hold', now: context.now });
  } catch (error) {
    if (brokenRule(error) === 'points_never_negative') throw pointsShort(0);
    throw error;
  }
}

/** Takes what is held for a request, after an operator accepted it; nothing where nothing is held. */
export async function settlePoints(context: Context<OperatorActor>, input: { accountId: string; requestId: string }): Promise<void> {
  await endHold(context, input, 'settle');
}

/** Gives back what is held for a request, after it was refused or withdrawn; nothing where nothing is held. */
export async function releasePoints(context: Context<UserActor | OperatorActor>, input: { accountId: string; requestId: string }): Promise<void> {
  await endHold(context, input, 'release');
}

async function endHold(
  context: Context<UserActor | OperatorActor>,
  input: { accountId: string; requestId: string },
  kind: 'settle' | 'release',
): Promise<void> {
  const held = await selectHeld(context.tx, input);
  if (held) await insertEntry(context.tx, { ...input, ...held, id: newId(), kind, now: context.now });
}

/** Grants a contract a month's points, once however often it is asked (D-17); for the job, and for whoever makes a contract. */
export async function grantPoints(
  context: Context<OperatorActor | SystemActor>,
  input: { accountId: string; contractId: string; month: string; points: number },
): Promise<void> {
  if (input.points <= 0 || (await hasGrant(context.tx, input))) return;
  await insertEntry(context.tx, { ...input, id: newId(), kind: 'grant', now: context.now });
}
