import type { From } from '#kernel/actor.ts';
import type { EventName } from '#modules/journal/index.ts';
import { record } from '#modules/journal/server/index.ts';
import { log } from '#platform/server/log.ts';
import type { Context } from '#platform/server/unit-of-work.ts';
import type { Notice } from '../notice.ts';
import type { Person } from './at-door.ts';

type Telling = { name: EventName; result?: 'success' | 'failure'; from?: From; sessionId?: string; notice?: Notice; changeId?: string };

/**
 * Tells of something that touches a person's access: a line in their history and, where its owner should know, a mail
 * (D-4, D-5, D-10). Inside the deed's transaction. Operators' lines go to the log of the server.
 */
export async function tell(context: Context, person: Person, { notice, changeId, ...happening }: Telling): Promise<void> {
  const { accountId } = person;
  const eventId = accountId ? await record(context, { reader: { id: person.id, accountId }, ...happening }) : null;
  if (!accountId) log.info('operator.access', { operator: person.id, event: happening.name, result: happening.result ?? 'success' });
  if (notice) await notify(context, person, { notice, eventId, ...(changeId ? { changeId } : {}) });
}

/** Queues a notice without a line of its own. */
export async function notify(context: Context, person: Person, input: { notice: Notice; eventId: string | null; changeId?: string }): Promise<void> {
  const { realm, id: readerId, accountId } = person;
  await context.enqueue('send-notice', { realm, accountId, readerId, at: context.now.toISOString(), changeId: null, ...input });
}
