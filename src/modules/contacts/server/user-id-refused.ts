import type { OperatorActor, UserActor } from '#kernel/actor.ts';
import { invalid, type Refusal } from '#kernel/refusal.ts';
import { log } from '#platform/server/log.ts';

/** One sentence for every user ID that cannot be had, and a line for the server's operator, who may see somebody guessing (D-9). */
export function userIdRefused(actor: UserActor | OperatorActor): Refusal {
  log.info('contact.user_id_refused', actor.kind === 'user' ? { account: actor.accountId, user: actor.id } : { operator: actor.id });
  return invalid('user_id_refused', { userId: 'user_id_refused' });
}
