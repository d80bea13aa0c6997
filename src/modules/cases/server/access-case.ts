import type { OperatorActor, SystemActor, UserActor } from '#kernel/actor.ts';
import { notFound } from '#kernel/refusal.ts';
import { require } from '#kernel/verdict.ts';
import type { Context } from '#platform/server/unit-of-work.ts';
import { isCaseNumber } from '../case.ts';
import { decideOnCase, type CaseAction } from '../case.policy.ts';
import { lockCase, selectById, selectByNumber, type Case } from './cases.sql.ts';

/**
 * Loads a case and decides on the actor's wish: the only way to hold a Case. A malformed, unknown or foreign number is
 * the same 404 (D-24). Writing deeds hold the row until they end, so that they decide on the newest state.
 */
export async function accessCase(context: Context<UserActor | OperatorActor>, input: { number: string; action: CaseAction; hold?: boolean }): Promise<Case> {
  const seen = isCaseNumber(input.number) ? await selectByNumber(context.tx, input.number) : undefined;
  if (!seen) throw notFound();
  require(decideOnCase(context.actor, 'view', seen));
  const found = input.hold ? await lockCase(context.tx, seen.id) : seen;
  if (!found) throw notFound();
  require(decideOnCase(context.actor, input.action, found));
  return found;
}

/** A case for a job of its account. */
export async function caseForJob(context: Context<SystemActor>, id: string): Promise<Case | undefined> {
  const found = await selectById(context.tx, id);
  return found && decideOnCase(context.actor, 'view', found).allowed ? found : undefined;
}
