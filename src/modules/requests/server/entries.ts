import type { OperatorActor, UserActor } from '#kernel/actor.ts';
import { newId } from '#kernel/ids.ts';
import type { Context } from '#platform/server/unit-of-work.ts';
import type { CustomerEntryKind } from '../request.ts';
import { insertEntry } from './requests.sql.ts';

type Place = { id: string; accountId: string; contractId: string };

/** Writes into the history what customers see too, and tells it: open pages at once, people concerned by mail, both only if the deed is kept. */
export async function writeEntry(
  context: Context<UserActor | OperatorActor>,
  place: Place,
  entry: { kind: CustomerEntryKind; words: string | null },
): Promise<string> {
  const id = await insert(context, place, entry);
  await context.enqueue('tell-request-entry', { accountId: place.accountId, requestId: place.id, entryId: id });
  await context.announce('request_changed', { requestId: place.id, audience: 'customer' });
  return id;
}

/** Writes what stays between operators. */
export async function writeInternal(
  context: Context<OperatorActor>,
  place: Place,
  entry: { kind: 'claimed' | 'returned' | 'note'; words: string | null },
): Promise<void> {
  await insert(context, place, entry);
  await context.announce('request_changed', { requestId: place.id, audience: 'internal' });
}

async function insert(
  { actor, tx, now }: Context<UserActor | OperatorActor>,
  place: Place,
  entry: { kind: Parameters<typeof insertEntry>[1]['kind']; words: string | null },
): Promise<string> {
  const id = newId();
  const { id: requestId, accountId, contractId } = place;
  await insertEntry(tx, { id, accountId, contractId, requestId, ...entry, authorKind: actor.kind, authorId: actor.id, now });
  return id;
}
