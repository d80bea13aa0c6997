import type { UserActor } from '#kernel/actor.ts';
import { proseFromText } from '#modules/prose/index.ts';
import type { Context } from '#platform/server/unit-of-work.ts';
import type { MoveInput, RejectInput } from '../case.schemas.ts';
import { accessCase } from './access-case.ts';
import { makeMove, tell, writeComment } from './entries.ts';

/**
 * Lets a contact end their case (ケースをクローズ, G-4.8.4-1). Final: a closed case is never reopened. Not offered while a
 * solution waits for an answer (G-4.8.4-2). Refuses with `case_closed`, `case_move_refused`, `case_changed`.
 */
export const closeCase = (context: Context<UserActor>, input: MoveInput): Promise<void> => end(context, input, 'close');

/** Lets a contact accept the solution (ソリューションを承認, G-4.8.4-3). Final, and asks nothing back. Refuses like {@link closeCase}. */
export const acceptSolution = (context: Context<UserActor>, input: MoveInput): Promise<void> => end(context, input, 'accept');

async function end(context: Context<UserActor>, input: MoveInput, move: 'close' | 'accept'): Promise<void> {
  const found = await accessCase(context, { number: input.number, action: move, hold: true });
  const activityId = await makeMove(context, found, move, input.version);
  await tell(context, found, { event: 'closed', activityId });
}

/** Lets a contact send the solution back with a reason (ソリューションを却下, G-4.8.4-4, D-13): the work goes on. */
export async function rejectSolution(context: Context<UserActor>, input: RejectInput): Promise<void> {
  const found = await accessCase(context, { number: input.number, action: 'reject', hold: true });
  const activityId = await writeComment(context, found, { body: proseFromText(input.reason), attachments: [] });
  await makeMove(context, found, 'reject', input.version);
  await tell(context, found, { event: 'rejected', activityId });
}
