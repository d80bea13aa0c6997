import { createHash } from 'node:crypto';
import type { OperatorActor, UserActor } from '#kernel/actor.ts';
import { newId } from '#kernel/ids.ts';
import { submissionChanged } from '#kernel/refusal.ts';
import { attachUploads } from '#modules/attachments/server/index.ts';
import { isBlank, proseToText, type Prose } from '#modules/prose/index.ts';
import type { JobPayloads } from '#platform/server/jobs.ts';
import type { Context } from '#platform/server/unit-of-work.ts';
import { moves, type Move } from '../case.ts';
import { caseChanged, caseClosed } from '../case.refusals.ts';
import { seeCase } from './case-list.sql.ts';
import { earlierResult, insertActivity, insertSubmission, moveCase, touchCase, type Case } from './cases.sql.ts';

type Writer = Context<UserActor | OperatorActor>;
type Place = { id: string; accountId: string; contractId: string };

/** Writes one comment with its files into the timeline; returns its id. */
export async function writeComment(context: Writer, place: Place, entry: { body: Prose; attachments: readonly string[] }): Promise<string> {
  const id = newId();
  await insertActivity(context.tx, {
    ...authored(context, place),
    id,
    kind: 'comment',
    body: isBlank(entry.body) ? null : entry.body,
    bodyText: proseToText(entry.body),
    fromStatus: null,
    toStatus: null,
  });
  await attachUploads(context, {
    ids: entry.attachments,
    accountId: place.accountId,
    contractId: place.contractId,
    caseId: place.id,
    entry: { activityId: id },
  });
  return id;
}

/** The first mark of every timeline: 開始 (G-4.6-5). */
export async function writeOpening(context: Writer, place: Place): Promise<string> {
  const id = newId();
  await insertActivity(context.tx, { ...authored(context, place), id, kind: 'opened', body: null, bodyText: null, fromStatus: null, toStatus: 'new' });
  return id;
}

/**
 * Moves a case and marks it in the timeline; the guarded update lets one of several at once win, the others are told
 * `case_changed` (D-13). Returns the mark's id.
 */
export async function makeMove(context: Writer, found: Case, move: Move, version: number): Promise<string> {
  if (found.version !== version) throw caseChanged();
  const to = moves[move].to;
  const moved = await moveCase(context.tx, { id: found.id, from: found.status, to, version, repliedAt: waitingSince(context, found, to), now: context.now });
  if (!moved) throw caseChanged();
  const id = newId();
  await insertActivity(context.tx, { ...authored(context, found), id, kind: 'status', body: null, bodyText: null, fromStatus: found.status, toStatus: to });
  return id;
}

/** A case with a new entry and no new state. */
export async function makeNew(context: Writer, found: Case): Promise<void> {
  if (!(await touchCase(context.tx, { id: found.id, repliedAt: waitingSince(context, found), now: context.now }))) throw caseClosed();
}

/** Since when the customer's word waits for an answer: from their first unanswered entry until an operator writes. */
function waitingSince(context: Writer, found: Case, to = found.status): Date | null {
  if (context.actor.kind === 'operator' || to === 'closed') return null;
  if (found.status === 'new') return found.repliedAt;
  return found.repliedAt ?? context.now;
}

/** Tells the people concerned by mail, and every open page at once; both only if the deed is kept. */
export async function tell(context: Writer, place: Place, news: { event: JobPayloads['tell-case-event']['event']; activityId: string }): Promise<void> {
  await context.enqueue('tell-case-event', { accountId: place.accountId, caseId: place.id, ...news });
  await context.announce('case_changed', { caseId: place.id, audience: 'customer' });
  // What somebody does to a case is no news to themselves.
  if (context.actor.kind === 'user') await seeCase(context.tx, { caseId: place.id, at: context.now });
}

/**
 * Runs a submission once, however often its form is sent: a twin waits, then gets the first one's result. The same key
 * with other contents is no twin: it is refused with `submission_changed`, so that no word is lost as if it were saved.
 */
export async function once(
  context: Writer,
  deed: 'open' | 'comment' | 'note' | 'request',
  submission: { accountId: string; key: string; contents: unknown },
  work: () => Promise<string>,
): Promise<string> {
  const mine = { accountId: submission.accountId, senderId: context.actor.id, key: submission.key, deed };
  const fingerprint = createHash('sha256').update(JSON.stringify(submission.contents)).digest();
  const earlier = await earlierResult(context.tx, mine);
  if (earlier && !earlier.fingerprint.equals(fingerprint)) throw submissionChanged();
  if (earlier) return earlier.resultId;
  const resultId = await work();
  await insertSubmission(context.tx, { ...mine, fingerprint, resultId, now: context.now });
  return resultId;
}

const authored = (context: Writer, place: Place) => ({
  accountId: place.accountId,
  contractId: place.contractId,
  caseId: place.id,
  authorKind: context.actor.kind,
  authorId: context.actor.id,
  now: context.now,
});
