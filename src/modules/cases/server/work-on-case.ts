import type { OperatorActor } from '#kernel/actor.ts';
import { newId } from '#kernel/ids.ts';
import { attachUploads } from '#modules/attachments/server/index.ts';
import { proseToText } from '#modules/prose/index.ts';
import type { Context } from '#platform/server/unit-of-work.ts';
import type { CommentAndMoveInput, CommentInput, MoveInput } from '../case.schemas.ts';
import { accessCase } from './access-case.ts';
import { assignCase, insertWorkNote } from './cases.sql.ts';
import { makeMove, once, tell, writeComment } from './entries.ts';

type Operator = Context<OperatorActor>;

/** An operator takes a new case: it is theirs, and in progress (D-13). Of two at once, the other is told `case_changed`. */
export async function takeCase(context: Operator, input: MoveInput): Promise<void> {
  const found = await accessCase(context, { number: input.number, action: 'take', hold: true });
  await makeMove(context, found, 'take', input.version);
  await assignCase(context.tx, { id: found.id, operatorId: context.actor.id });
  await context.announce('case_changed', { caseId: found.id, audience: 'customer' });
}

/** An operator asks the customer and waits for the answer (G-4.8.3-4). */
export const askCustomer = (context: Operator, input: CommentAndMoveInput): Promise<void> => writeAndMove(context, input, 'ask', 'asked');

/** An operator proposes the solution; the customer accepts or rejects it (G-4.8.3-5). */
export const proposeSolution = (context: Operator, input: CommentAndMoveInput): Promise<void> => writeAndMove(context, input, 'solve', 'solved');

async function writeAndMove(context: Operator, input: CommentAndMoveInput, move: 'ask' | 'solve', event: 'asked' | 'solved'): Promise<void> {
  // The second of two identical submissions finds the case moved already: it must not be refused for that.
  const found = await accessCase(context, { number: input.number, action: 'comment', hold: true });
  await once(context, 'comment', { accountId: found.accountId, key: input.key, contents: [move, input.number, input.body, input.attachments] }, async () => {
    await accessCase(context, { number: input.number, action: move });
    const activityId = await writeComment(context, found, input);
    await makeMove(context, found, move, input.version);
    await tell(context, found, { event, activityId });
    return activityId;
  });
}

/** An operator's work note: kept in a table that no customer's role can read. Allowed on closed cases too. */
export async function writeWorkNote(context: Operator, input: CommentInput): Promise<void> {
  const { actor, tx, now } = context;
  const found = await accessCase(context, { number: input.number, action: 'note' });
  await once(context, 'note', { accountId: found.accountId, key: input.key, contents: input }, async () => {
    const id = newId();
    await insertWorkNote(tx, {
      id,
      accountId: found.accountId,
      caseId: found.id,
      authorId: actor.id,
      body: input.body,
      bodyText: proseToText(input.body),
      now,
    });
    await attachUploads(context, {
      ids: input.attachments,
      accountId: found.accountId,
      contractId: found.contractId,
      caseId: found.id,
      entry: { workNoteId: id },
    });
    await context.announce('case_changed', { caseId: found.id, audience: 'internal' });
    return id;
  });
}
