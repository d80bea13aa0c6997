import type { OperatorActor, SystemActor, UserActor } from '#kernel/actor.ts';
import { notFound } from '#kernel/refusal.ts';
import { require } from '#kernel/verdict.ts';
import type { Context } from '#platform/server/unit-of-work.ts';
import { isRequestNumber } from '../request.ts';
import { decideOnRequest, type RequestAction } from '../request.policy.ts';
import { lockRequest, selectById, selectByNumber, type Request } from './requests.sql.ts';

/**
 * Loads a request and decides on the actor's wish: the only way to hold one. Malformed, unknown and foreign numbers are the same 404. Writing
 * deeds hold the row until they end, so that they decide on the newest state.
 */
export async function accessRequest(
  context: Context<UserActor | OperatorActor>,
  wanted: { number: string; action: RequestAction; hold?: boolean },
): Promise<Request> {
  const { actor, tx } = context;
  const seen = isRequestNumber(wanted.number) ? await selectByNumber(tx, actor.kind, wanted.number) : undefined;
  if (!seen) throw notFound();
  require(decideOnRequest(actor, 'view', seen));
  if (wanted.hold) await lockRequest(tx, seen.id);
  const found = wanted.hold ? await selectById(tx, actor.kind, seen.id) : seen;
  if (!found) throw notFound();
  require(decideOnRequest(actor, wanted.action, found));
  return found;
}

/** A request for a job of its account. */
export async function requestForJob(context: Context<SystemActor>, id: string): Promise<Request | undefined> {
  const found = await selectById(context.tx, context.actor.kind, id);
  return found && decideOnRequest(context.actor, 'view', found).allowed ? found : undefined;
}
