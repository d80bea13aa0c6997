import type { From, SystemActor, UserActor } from '#kernel/actor.ts';
import { newId } from '#kernel/ids.ts';
import { house } from '#platform/server/house.ts';
import { asActor, type Context } from '#platform/server/unit-of-work.ts';
import type { EventName } from '../event.ts';
import * as rows from './journal.sql.ts';

type Happening = {
  reader: { id: string; accountId: string };
  name: EventName;
  result?: 'success' | 'failure';
  sessionId?: string;
  /** Where it came from; a signed-in actor brings it along. */
  from?: From | undefined;
};

/**
 * Writes one line into a user's history (D-20), inside the deed that it tells of. Every capability may call it. Before
 * sign-in the reader is taken for the one who acts. Returns the line's id.
 */
export async function record(context: Context, happening: Happening): Promise<string> {
  const { actor } = context;
  const by =
    actor.kind === 'user' || actor.kind === 'operator'
      ? { kind: actor.kind, id: actor.id }
      : { kind: actor.kind === 'system' ? ('system' as const) : ('user' as const), id: null };
  const from = happening.from ?? ('from' in actor ? actor.from : undefined);
  const id = newId();
  await rows.insertEvent(context.tx, {
    id,
    accountId: happening.reader.accountId,
    readerId: happening.reader.id,
    name: happening.name,
    result: happening.result ?? 'success',
    actorKind: by.kind,
    actorId: by.id,
    sessionId: happening.sessionId ?? null,
    address: from?.address ?? '',
    agent: from?.agent.slice(0, 300) ?? '',
    at: context.now,
  });
  return id;
}

/** Notes the first look at the home screen in a session; later ones say nothing new. */
export async function recordHomeView(context: Context<UserActor>): Promise<void> {
  const { id, accountId, sessionId } = context.actor;
  if (await rows.hasSessionSeenHome(context.tx, sessionId)) return;
  await record(context, { reader: { id, accountId }, name: 'report.view.homepage', sessionId });
}

/** One line for a job that writes a mail about it. */
export async function eventForJob(context: Context<SystemActor>, id: string): Promise<rows.StoredEvent | undefined> {
  return rows.selectEvent(context.tx, id);
}

/** Forgets what is older than the deployment keeps; run by a job, in small bites. */
export async function sweepJournal(): Promise<void> {
  const before = new Date(house().clock().getTime() - house().config.JOURNAL_DAYS * 86_400_000);
  const bite = () => asActor<SystemActor, number>({ kind: 'system', accountId: null }, ({ tx }) => rows.deleteEventsBefore(tx, { before, most: 5_000 }));
  while ((await bite()) === 5_000);
}
