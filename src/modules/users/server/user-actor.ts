import type { SystemActor, UserActor } from '#kernel/actor.ts';
import { newId } from '#kernel/ids.ts';
import type { Context } from '#platform/server/unit-of-work.ts';
import { selectUserActor } from './user-actors.sql.ts';
import { withSystemChoices } from './users.ts';

/**
 * Who a job acts for: a user of the job's account with the rights that they have now (D-8, D-11). Undefined unless active. There is no
 * session behind it: its id is nobody's.
 */
export async function actorOfUser(context: Context<SystemActor>, id: string): Promise<UserActor | undefined> {
  const found = await selectUserActor(context.tx, id);
  return found && { ...withSystemChoices(found), kind: 'user', sessionId: newId() };
}
