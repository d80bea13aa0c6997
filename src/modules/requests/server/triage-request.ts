import type { OperatorActor } from '#kernel/actor.ts';
import { releasePoints } from '#modules/points/server/index.ts';
import type { Context } from '#platform/server/unit-of-work.ts';
import { requestChanged } from '../request.refusals.ts';
import type { RequestAction } from '../request.policy.ts';
import type { AskInput, NoteInput, RefuseInput, TriageInput } from '../request.schemas.ts';
import { accessRequest } from './access-request.ts';
import { writeEntry, writeInternal } from './entries.ts';
import { updateAsked, updateClaim, updateDecided, type Request } from './requests.sql.ts';

/** Makes the operator the one in charge, also of what a colleague had claimed. Of two at once the second is told `request_changed`. */
export async function claimRequest(context: Context<OperatorActor>, input: TriageInput): Promise<void> {
  const found = await holdAsSeen(context, input, 'claim');
  orChanged(await updateClaim(context.tx, { ...input, id: found.id, claimedBy: context.actor.id }));
  await writeInternal(context, found, { kind: 'claimed', words: null });
}

/** Gives a claimed request back to everybody. */
export async function returnRequest(context: Context<OperatorActor>, input: TriageInput): Promise<void> {
  const found = await holdAsSeen(context, input, 'return');
  orChanged(await updateClaim(context.tx, { ...input, id: found.id, claimedBy: null }));
  await writeInternal(context, found, { kind: 'returned', words: null });
}

/** Asks the customer something without deciding; the asker stays in charge. Refuses `request_changed`, `request_claimed`, `request_decided`. */
export async function askAboutRequest(context: Context<OperatorActor>, input: AskInput): Promise<void> {
  const found = await holdAsSeen(context, input, 'ask');
  orChanged(await updateAsked(context.tx, { id: found.id, version: input.version, askedBy: context.actor.id, now: context.now }));
  await writeEntry(context, found, { kind: 'question', words: input.words });
}

/** 不受理 (G-4.7-11): its reason goes to the customer, its points are free again, and there is no case. Refuses like {@link askAboutRequest}. */
export async function refuseRequest(context: Context<OperatorActor>, input: RefuseInput): Promise<void> {
  const found = await holdAsSeen(context, input, 'refuse');
  const decision = { id: found.id, version: input.version, state: 'refused' as const, decidedBy: context.actor.id, now: context.now };
  orChanged(await updateDecided(context.tx, { ...decision, reason: input.words, caseId: null }));
  await releasePoints(context, { accountId: found.accountId, requestId: found.id });
  await writeEntry(context, found, { kind: 'refused', words: input.words });
}

/** Writes down what only operators read, whatever the state. */
export async function noteOnRequest(context: Context<OperatorActor>, input: NoteInput): Promise<void> {
  const found = await accessRequest(context, { number: input.number, action: 'note' });
  await writeInternal(context, found, { kind: 'note', words: input.words });
}

/** A request that is held and still what the operator saw. */
export async function holdAsSeen(context: Context<OperatorActor>, seen: { number: string; version: number }, action: RequestAction): Promise<Request> {
  const found = await accessRequest(context, { number: seen.number, action, hold: true });
  if (found.version !== seen.version) throw requestChanged();
  return found;
}

/** Of several at once one is done, the others are told. */
export function orChanged(isDone: boolean): void {
  if (!isDone) throw requestChanged();
}
