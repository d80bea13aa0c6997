import { notFound } from '#kernel/refusal.ts';
import type { Language, OperatorActor, UserActor } from '#kernel/actor.ts';
import { namesOfOperators } from '#modules/users/server/index.ts';
import type { Context } from '#platform/server/unit-of-work.ts';
import type { QueuePage, RequestRow, SentPage } from '../index.ts';
import { PAGE_SIZE } from '../request.ts';
import type { QueuePlace, SentPlace } from '../request.schemas.ts';
import { countQueues, countSent, selectQueue, selectSent, type Request } from './requests.sql.ts';

/**
 * 依頼の一覧: the requests of the contact's contracts, the one that changed last first, with the count of each tab. Without a contract that includes them
 * there is no such page (D-18).
 */
export async function listSent(context: Context<UserActor>, place: SentPlace): Promise<SentPage> {
  const { actor, tx } = context;
  if (!actor.contracts.some((contract) => contract.hasRequests)) throw notFound();
  const counts = { all: 0, open: 0, accepted: 0, refused: 0, withdrawn: 0 };
  for (const { state, count } of await countSent(tx, actor.accountId)) {
    counts[state] = count;
    counts.all += count;
  }
  const total = counts[place.state];
  const pages = Math.max(1, Math.ceil(total / PAGE_SIZE));
  const page = Math.min(place.page, pages);
  const rows = await selectSent(tx, { accountId: actor.accountId, state: place.state, page });
  const before = (page - 1) * PAGE_SIZE;
  return { rows: rows.map((row) => rowOf(row, actor.language)), page, pages, total, from: total === 0 ? 0 : before + 1, to: before + rows.length, counts };
}

/** The requests of every customer: undecided ones in the order in which they came, decided ones with the latest first. Operators only. */
export async function listTriage(context: Context<OperatorActor>, place: QueuePlace): Promise<QueuePage> {
  const { actor, tx } = context;
  const counts = await countQueues(tx, actor.id);
  const pages = place.queue === 'decided' ? place.page : Math.max(1, Math.ceil(counts[place.queue] / PAGE_SIZE));
  const page = Math.min(place.page, pages);
  const rows = await selectQueue(tx, { queue: place.queue, operatorId: actor.id, page });
  const names = await namesOfOperators(
    context,
    rows.map((row) => row.claimedBy),
  );
  return {
    rows: rows.map((row) => ({
      ...rowOf(row, actor.language),
      accountName: row.accountName,
      claimedByName: names.get(row.claimedBy ?? '') ?? null,
      isMine: row.claimedBy === actor.id,
      decidedAt: row.decidedAt?.toISOString() ?? null,
    })),
    page,
    // How many were ever decided nobody asks: a full page says that there may be another.
    pages: place.queue === 'decided' && rows.length === PAGE_SIZE ? page + 1 : pages,
    counts,
  };
}

/** A request as lists show it, in the reader's language. */
export const rowOf = (row: Request, language: Language): RequestRow => ({
  number: row.number,
  itemName: language === 'ja' ? row.nameJa : row.nameEn,
  state: row.state,
  isAsked: row.askedAt !== null,
  contractNumber: row.contractNumber,
  requesterName: row.requesterName,
  points: row.points,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
});
