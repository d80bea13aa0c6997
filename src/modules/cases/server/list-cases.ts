import type { OperatorActor, UserActor } from '#kernel/actor.ts';
import { wordsIn } from '#kernel/fold.ts';
import { conditionsIn, readListQuery, type Group, type ListQuery, type ListShape, type Problem } from '#kernel/list-query.ts';
import { notFound, Refusal } from '#kernel/refusal.ts';
import { namesOfOperators, namesOfUsers } from '#modules/users/server/index.ts';
import { readPlace, writePlace } from '#platform/server/list-sql.ts';
import { asActor, type Context } from '#platform/server/unit-of-work.ts';
import { EXPORT_LIMIT, LAST_NUMBERED_PAGE, PAGE_SIZE, views, type CaseCategory, type CaseQueue, type CaseStatus, type CaseView } from '../case.ts';
import { caseListShape } from '../case-list.ts';
import { CaseViewCode, type CaseListPlace } from '../case.schemas.ts';
import type { CasePage, CaseRow, QueueRow } from '../index.ts';
import * as list from './case-list.sql.ts';
import { countByKind, countQueues, QUEUE_PAGE, selectQueue, type Case } from './cases.sql.ts';
import { excerptsOf } from './excerpts.ts';
import { presentRow } from './read-case.ts';

type KindCount = { status: CaseStatus; category: CaseCategory; count: number };
type Reader = Context<UserActor>;

/** Which list: a view, and the question that narrows and orders it. */
export type CaseList = { view: CaseView; query: ListQuery };

/** Past this many nobody counts what is unread. */
const MOST_UNREAD = 100;

/** What an address asks of the reader's case list, what it may ask at all, and what of it was left out. */
export type AskedList = { list: CaseList; shape: ListShape; people: { id: string; name: string }[]; problems: Problem[] };

/** Reads an address; colleagues are only looked up where they can be named. `columns` are those that the reader keeps. */
export async function readCaseList(
  context: Reader,
  params: URLSearchParams,
  input: { withPeople?: boolean; columns?: readonly string[] | undefined } = {},
): Promise<AskedList> {
  const withPeople = input.withPeople ?? params.get('where')?.includes('contact.') ?? false;
  const people = withPeople ? await list.selectPeople(context.tx, context.actor.accountId) : [];
  const shape = caseListShape({ contracts: context.actor.contracts, people: people.map((person) => person.id), columns: input.columns });
  const { query, problems } = readListQuery(params, shape);
  return { list: { view: CaseViewCode.parse(params.get('view') ?? undefined), query }, shape, people, problems };
}

/**
 * A question with words is a search: it may take a few seconds and not more, and one person has a few at once, so that nobody's searches
 * stand in another's way. Refuses with `searches_at_once`; the database ends what takes too long, which is `took_too_long`.
 */
async function begin(context: Reader, { where }: ListQuery): Promise<void> {
  const isSearch = conditionsIn(where).some((condition) => condition.field === 'keyword' || condition.field === 'subject');
  if (isSearch && !(await list.beginSearch(context.tx, context.actor.id))) throw new Refusal({ kind: 'too_many', code: 'searches_at_once' });
}

/**
 * A page of the reader's case list (G-4.8-1 to G-4.8-14) with exact counts. Only cases of the contracts linked to the reader are listed
 * and counted (G-4.8-10, D-8); of a keyword, `hidden` tells how many cases of the own account it would also find (G-4.8-11, D-7).
 * Pages past the fiftieth need the place that the page before gave.
 */
export async function listCases(context: Reader, input: CaseList & { place: CaseListPlace }): Promise<CasePage> {
  const { tx } = context;
  await begin(context, input.query);
  const reader = listedBy(context);
  const question = questionOf(input);
  const kinds = await countByKind(tx, { accountId: reader.accountId, contractIds: reader.contracts.map((contract) => contract.id) });
  const counts = { all: countOf(kinds, 'all'), action: countOf(kinds, 'action'), monthly: countOf(kinds, 'monthly') };
  const isNarrowed = input.query.where.of.length > 0;
  const { spot, asked } = spotOf(reader, question, input.place, isNarrowed ? undefined : counts[input.view]);
  let found = isNarrowed
    ? await list.selectFound(tx, reader, question, spot)
    : { rows: await list.selectPage(tx, reader, question, spot), total: counts[input.view] };
  const pages = Math.max(1, Math.ceil(found.total / PAGE_SIZE));
  let page = Math.min(asked, pages);
  if (found.rows.length === 0 && found.total > 0) {
    // Cases left the list since its address was made: its last page is nearer to what was wanted than nothing.
    page = Math.min(pages, LAST_NUMBERED_PAGE);
    found = isNarrowed
      ? await list.selectFound(tx, reader, question, { offset: (page - 1) * PAGE_SIZE })
      : { ...found, rows: await list.selectPage(tx, reader, question, { offset: (page - 1) * PAGE_SIZE }) };
  }
  const words = keywordsOf(input.query.where);
  const excerpts = await excerptsOf(context, found.rows, words);
  const from = found.rows.length === 0 ? 0 : (page - 1) * PAGE_SIZE + 1;
  const [first, last] = [found.rows[0], found.rows.at(-1)];
  return {
    rows: (await present(context, found.rows)).map((row, index) => ({
      ...row,
      isUnread: found.rows[index]?.isUnread ?? false,
      excerpts: excerpts.get(found.rows[index]?.id ?? '') ?? [],
    })),
    page,
    pages,
    total: found.total,
    from,
    to: found.rows.length === 0 ? 0 : from + found.rows.length - 1,
    previous: page > 1 && first ? writePlace(first.place) : undefined,
    next: page < pages && last ? writePlace(last.place) : undefined,
    counts,
    unread: await list.countUnread(tx, reader, MOST_UNREAD),
    hidden: words.length > 0 ? await list.countHidden(tx, words) : 0,
    words,
  };
}

/** How many cases a question would list. */
export async function countList(context: Reader, input: CaseList): Promise<number> {
  await begin(context, input.query);
  return list.countFound(context.tx, listedBy(context), questionOf(input).where);
}

/** The figures of the home screen: what waits for the customer, what is being worked on, what changed unseen (up to 100). */
export async function countCases(context: Reader): Promise<{ action: number; working: number; all: number; unread: number }> {
  const reader = listedBy(context);
  const kinds = await countByKind(context.tx, { accountId: reader.accountId, contractIds: reader.contracts.map((contract) => contract.id) });
  const working = kinds.filter((kind) => kind.status === 'new' || kind.status === 'in_progress').reduce((sum, kind) => sum + kind.count, 0);
  return { action: countOf(kinds, 'action'), working, all: countOf(kinds, 'all'), unread: await list.countUnread(context.tx, reader, MOST_UNREAD) };
}

/** How many cases changed since the reader last looked, up to 100. */
export async function countUnread(context: Reader): Promise<number> {
  return list.countUnread(context.tx, listedBy(context), MOST_UNREAD);
}

/** Everything up to now counts as seen by this reader. */
export async function seeAllCases(context: Reader): Promise<void> {
  await list.seeAll(context.tx, context.now);
}

/** An export reads this many cases at a time. */
const PIECE = 500;

/**
 * The whole list in its order, exactly as it is at this moment, for an export; `only` narrows it to chosen case numbers. Which cases
 * belong to it is settled first, so that nothing is missed or doubled while they change; their words are read piece by piece.
 */
export async function openWholeList(
  actor: UserActor,
  input: CaseList & { only: readonly string[] | null },
): Promise<{ total: number; rows: AsyncGenerator<CaseRow> }> {
  const ids = await asActor(actor, async (context) => {
    await begin(context, input.query);
    return list.selectIds(context.tx, listedBy(context), questionOf(input), { only: input.only, most: EXPORT_LIMIT });
  });
  return { total: ids.length, rows: inPieces(actor, ids) };
}

async function* inPieces(actor: UserActor, ids: readonly string[]): AsyncGenerator<CaseRow> {
  for (let at = 0; at < ids.length; at += PIECE)
    yield* await asActor(actor, async (context) => present(context, await list.selectThese(context.tx, listedBy(context), ids.slice(at, at + PIECE))));
}

async function present(context: Reader, found: readonly Case[]): Promise<CaseRow[]> {
  const names = await namesOfUsers(
    context,
    found.map((row) => row.contactId),
  );
  return found.map((row) => presentRow(row, names, partyOf(context.actor, row)));
}

function listedBy({ actor, now }: Reader): list.Listed {
  const contracts = actor.contracts.map(({ id, number, holderName, service }) => ({
    id,
    number,
    holderName,
    serviceId: service.id,
    serviceName: actor.language === 'ja' ? service.nameJa : service.nameEn,
  }));
  return { accountId: actor.accountId, userId: actor.id, contracts, timeZone: actor.timeZone, now };
}

/** A view is one more condition of the question. */
function questionOf({ view, query }: CaseList): list.Question {
  const narrowed: { statuses?: readonly string[]; categories?: readonly string[] } = views[view];
  const own: Group['of'] = [
    ...(narrowed.statuses ? [{ field: 'status', operator: 'is' as const, values: narrowed.statuses }] : []),
    ...(narrowed.categories ? [{ field: 'category', operator: 'is' as const, values: narrowed.categories }] : []),
  ];
  return { where: { join: 'and', of: [...own, ...query.where.of] }, sorts: query.sorts };
}

const keywordsOf = (where: Group): string[] => [
  ...new Set(
    conditionsIn(where)
      .filter((condition) => condition.field === 'keyword')
      .flatMap((condition) => wordsIn(condition.values[0] ?? '')),
  ),
];

/** Where to begin reading: at the place of a neighbouring page, or by counting up to the fiftieth page. */
function spotOf(reader: list.Listed, question: list.Question, place: CaseListPlace, total: number | undefined): { spot: list.Spot; asked: number } {
  const keys = list.orderOf(reader, question.sorts);
  const [after, before] = [readPlace(place.after, keys), readPlace(place.before, keys)];
  if (after && place.page > 1) return { spot: { after }, asked: place.page };
  if (before && place.page > 1) return { spot: { before }, asked: place.page };
  const last = total === undefined ? LAST_NUMBERED_PAGE : Math.min(LAST_NUMBERED_PAGE, Math.max(1, Math.ceil(total / PAGE_SIZE)));
  const asked = place.page <= LAST_NUMBERED_PAGE ? Math.min(place.page, last) : 1;
  return { spot: { offset: (asked - 1) * PAGE_SIZE }, asked };
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
