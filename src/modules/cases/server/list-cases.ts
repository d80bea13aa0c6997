import type { OperatorActor, UserActor } from '#kernel/actor.ts';
import { notFound } from '#kernel/refusal.ts';
import { isId } from '#kernel/ids.ts';
import { namesOfOperators, namesOfUsers } from '#modules/users/server/index.ts';
import type { Context } from '#platform/server/unit-of-work.ts';
import type { CasePage, QueueRow } from '../index.ts';
import { LAST_NUMBERED_PAGE, PAGE_SIZE, views, type CaseCategory, type CaseQueue, type CaseStatus, type CaseView } from '../case.ts';
import type { CaseListQuery } from '../case.schemas.ts';
import { countByKind, countQueues, QUEUE_PAGE, selectPage, selectQueue, type Case } from './cases.sql.ts';
import { presentRow } from './read-case.ts';

type KindCount = { status: CaseStatus; category: CaseCategory; count: number };

/**
 * A page of the reader's case list (G-4.8-2), newest first, with exact counts (G-4.8-12). Only cases of the contracts
 * linked to the reader are listed and counted (D-7, D-8). Pages past the fiftieth need the cursor of the page before.
 */
export async function listCases(context: Context<UserActor>, query: CaseListQuery): Promise<CasePage> {
  const { actor, tx } = context;
  const filter = { accountId: actor.accountId, contractIds: actor.contracts.map((contract) => contract.id) };
  const kinds = await countByKind(tx, filter);
  const counts = { all: countOf(kinds, 'all'), action: countOf(kinds, 'action'), monthly: countOf(kinds, 'monthly') };
  const total = counts[query.view];
  const pages = Math.max(1, Math.ceil(total / PAGE_SIZE));
  const after = readCursor(query.after);
  const page = after || query.page <= LAST_NUMBERED_PAGE ? Math.min(query.page, pages) : 1;
  const found = await selectPage(tx, { ...filter, ...views[query.view] }, after ? { after } : { offset: (page - 1) * PAGE_SIZE });
  const names = await namesOfUsers(
    context,
    found.map((row) => row.contactId),
  );
  const from = (page - 1) * PAGE_SIZE;
  return {
    rows: found.map((row) => presentRow(row, names, partyOf(actor, row))),
    page,
    pages,
    total,
    counts,
    from: found.length === 0 ? 0 : from + 1,
    to: from + found.length,
    next: page < pages ? cursorAfter(found.at(-1)) : undefined,
  };
}

/** The figures of the home screen: what waits for the customer, and what is being worked on. */
export async function countCases(context: Context<UserActor>): Promise<{ action: number; working: number; all: number }> {
  const { actor, tx } = context;
  const kinds = await countByKind(tx, { accountId: actor.accountId, contractIds: actor.contracts.map((contract) => contract.id) });
  const working = kinds.filter((kind) => kind.status === 'new' || kind.status === 'in_progress').reduce((sum, kind) => sum + kind.count, 0);
  return { action: countOf(kinds, 'action'), working, all: countOf(kinds, 'all') };
}

/** A console queue, and the counts of all of them (up to 1,000 each). Operators only. */
export async function listQueue(
  context: Context<OperatorActor>,
  input: { queue: CaseQueue; page: number },
): Promise<{ rows: QueueRow[]; counts: Record<CaseQueue, number>; pageSize: number }> {
  const found = await selectQueue(context.tx, input.queue, { operatorId: context.actor.id, offset: (input.page - 1) * QUEUE_PAGE });
  const users = await namesOfUsers(
    context,
    found.map((row) => row.contactId),
  );
  const operators = await namesOfOperators(
    context,
    found.map((row) => row.assigneeId),
  );
  const rows = found.map((row) => ({
    ...presentRow(row, users, { contractNumber: row.contractNumber, holderName: row.holderName, service: { nameJa: row.nameJa, nameEn: row.nameEn } }),
    accountName: row.accountName,
    assigneeName: row.assigneeId ? (operators.get(row.assigneeId) ?? null) : null,
    repliedAt: row.repliedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  }));
  return { rows, counts: await countQueues(context.tx, context.actor.id), pageSize: QUEUE_PAGE };
}

function countOf(kinds: readonly KindCount[], view: CaseView): number {
  const filter: { statuses?: readonly string[]; categories?: readonly string[] } = views[view];
  const fits = (kind: KindCount) => (filter.statuses?.includes(kind.status) ?? true) && (filter.categories?.includes(kind.category) ?? true);
  return kinds.filter(fits).reduce((sum, kind) => sum + kind.count, 0);
}

function partyOf(actor: UserActor, row: Case) {
  const contract = actor.contracts.find((linked) => linked.id === row.contractId);
  if (!contract) throw notFound();
  return { contractNumber: contract.number, holderName: contract.holderName, service: contract.service };
}

const cursorAfter = (row: Case | undefined): string | undefined => row && `${row.updatedAt.getTime()}-${row.id}`;

function readCursor(text: string | undefined): { updatedAt: Date; id: string } | undefined {
  const [, time, id] = /^(\d+)-(.+)$/.exec(text ?? '') ?? [];
  return time && isId(id) ? { updatedAt: new Date(Number(time)), id } : undefined;
}
