import type { UserActor } from '#kernel/actor.ts';
import { attachToRequest } from '#modules/attachments/server/index.ts';
import { once } from '#modules/cases/server/index.ts';
import { releasePoints } from '#modules/points/server/index.ts';
import type { Context } from '#platform/server/unit-of-work.ts';
import { requestDecided, requestNotAsked } from '../request.refusals.ts';
import type { AnswerInput, WithdrawInput } from '../request.schemas.ts';
import { accessRequest } from './access-request.ts';
import { writeEntry } from './entries.ts';
import { updateAnswered, updateWithdrawn } from './requests.sql.ts';

/**
 * Lets a contact of the contract answer SAC's question, with files; the operator in charge hears of it. The same key is the same answer.
 * Refuses `request_not_asked`, `request_decided`, `contract_over`, `attachment_missing`.
 */
export async function answerQuestion(context: Context<UserActor>, input: AnswerInput): Promise<void> {
  await accessRequest(context, { number: input.number, action: 'view' });
  await once(context, 'comment', { accountId: context.actor.accountId, key: input.key, contents: input }, async () => {
    const found = await accessRequest(context, { number: input.number, action: 'answer', hold: true });
    if (!(await updateAnswered(context.tx, { id: found.id, now: context.now }))) throw requestNotAsked();
    await attachToRequest(context, { ids: input.attachments, accountId: found.accountId, contractId: found.contractId, requestId: found.id });
    return writeEntry(context, found, { kind: 'answer', words: input.words });
  });
}

/** Lets the requester or an administrator withdraw an undecided request (D-15); its points are free again. Refuses `request_decided`, `contract_over`. */
export async function withdrawRequest(context: Context<UserActor>, input: WithdrawInput): Promise<void> {
  const found = await accessRequest(context, { number: input.number, action: 'withdraw', hold: true });
  if (!(await updateWithdrawn(context.tx, { id: found.id, now: context.now }))) throw requestDecided();
  await releasePoints(context, { accountId: found.accountId, requestId: found.id });
  await writeEntry(context, found, { kind: 'withdrawn', words: null });
}
