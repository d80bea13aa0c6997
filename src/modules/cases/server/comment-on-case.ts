import type { OperatorActor, UserActor } from '#kernel/actor.ts';
import type { Context } from '#platform/server/unit-of-work.ts';
import { canMove } from '../case.ts';
import type { CommentInput } from '../case.schemas.ts';
import { accessCase } from './access-case.ts';
import { makeMove, makeNew, once, tell, writeComment } from './entries.ts';

/**
 * Adds an entry to a case (G-4.8.2-1). Contacts linked to the contract and operators may call it. A contact's entry
 * answers a waiting question: the case goes back to work (D-13). Refuses with `case_closed`, `attachment_missing`.
 */
export async function commentOnCase(context: Context<UserActor | OperatorActor>, input: CommentInput): Promise<void> {
  const found = await accessCase(context, { number: input.number, action: 'comment', hold: true });
  await once(context, 'comment', { accountId: found.accountId, key: input.key, contents: input }, async () => {
    const activityId = await writeComment(context, found, input);
    const answers = context.actor.kind === 'user' && canMove(found.status, 'answer');
    await (answers ? makeMove(context, found, 'answer', found.version) : makeNew(context, found));
    await tell(context, found, { event: 'commented', activityId });
    return activityId;
  });
}
