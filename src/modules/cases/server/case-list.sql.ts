import { sql } from 'kysely';
import { wordsIn, fold } from '#kernel/fold.ts';
import type { Condition, Group, Sort } from '#kernel/list-query.ts';
import type { Tx } from '#platform/server/database.ts';
import { beyondSql, choiceSql, codeSql, orderSql, timeSql, whereSql, type OrderKey, type Piece, type Place } from '#platform/server/list-sql.ts';
import { categories, PAGE_SIZE, statuses } from '../case.ts';
import type { Case } from './cases.sql.ts';

/** Whose list it is, as the statements need it. Contracts come with the values that the list shows of them. */
export type Listed = {
  accountId: string;
  userId: string;
  contracts: readonly { id: string; number: string; holderName: string; serviceId: string; serviceName: string }[];
  timeZone: string;
  now: Date;
};

export type Question = { where: Group; sorts: readonly Sort[] };
export type Spot = { offset: number } | { after: Place } | { before: Place };
export type ListedCase = Case & { isUnread: boolean; place: Place };

const once = sql.raw('/* once */ ');
const columns = sql`c.id, c.account_id as "accountId", c.contract_id as "contractId", c.number, c.status, c.category, c.subject,
  c.contact_id as "contactId", c.assignee_id as "assigneeId", c.replied_at as "repliedAt", c.version, c.created_at as "createdAt", c.updated_at as "updatedAt"`;

const mine = (reader: Listed): Piece =>
  sql`c.account_id = ${reader.accountId} and array_position(${reader.contracts.map((contract) => contract.id)}::uuid[], c.contract_id) is not null`;

/** Changed since this reader last looked, by whomever else. */
const unread = (reader: Listed): Piece => sql`(c.updated_at > (select read_until from case_read_marks where user_id = ${reader.userId})
  and not exists (select from case_visits v where v.user_id = ${reader.userId} and v.case_id = c.id and v.seen_at >= c.updated_at))`;

// ── What each field means ──────────────────────────────────────────────────────────────────────────────────────────

function compile(reader: Listed) {
  return (condition: Condition): Piece => {
    const { operator, values } = condition;
    switch (condition.field) {
      case 'keyword':
        return found(wordsIn(values[0] ?? ''), ['subject', 'comment', 'file']);
      case 'number':
        return codeSql(sql`c.number`, condition);
      case 'subject':
        return subjectSql(condition);
      case 'status':
        return choiceSql(sql`c.status`, condition);
      case 'category':
        return choiceSql(sql`c.category`, condition);
      case 'contract':
        return ofContracts(reader, condition, (contract) => contract.number);
      case 'holder':
        return ofContracts(reader, condition, (contract) => contract.holderName);
      case 'service':
        return ofContracts(reader, condition, (contract) => contract.serviceId);
      case 'contact':
        return contactSql(reader, condition);
      case 'updated':
        return timeSql(sql`c.updated_at`, condition, reader);
      case 'created':
        return timeSql(sql`c.created_at`, condition, reader);
      case 'unread':
        return values[0] === 'yes' && operator === 'is' ? unread(reader) : sql`not ${unread(reader)}`;
      default:
        throw new Error(`The case list has no field ${condition.field}.`);
    }
  };
}

/** Cases with every word. A search for nothing but marks finds nothing. */
const found = (words: readonly string[], kinds: readonly string[]): Piece =>
  words.length > 0 ? sql`c.id in (select app.find_cases((select array_agg(app.fold(w)) from unnest(${words}::text[]) w), ${kinds}::text[]))` : sql`false`;

/** The folded index finds the candidates; the subject itself decides. */
function subjectSql({ operator, values: [value = ''] }: Condition): Piece {
  if (operator === 'empty') return sql`c.subject = ''`;
  if (operator === 'filled') return sql`c.subject <> ''`;
  const word = fold(value);
  const holds = found(word ? [word] : [], ['subject']);
  const pattern = word.replace(/[\\%_]/g, '\\$&');
  switch (operator) {
    case 'is':
      return sql`(${holds} and app.fold(c.subject) = app.fold(${value}))`;
    case 'is_not':
      return sql`not (${holds} and app.fold(c.subject) = app.fold(${value}))`;
    case 'starts':
      return sql`(${holds} and app.fold(c.subject) like ${`${pattern}%`})`;
    case 'ends':
      return sql`(${holds} and app.fold(c.subject) like ${`%${pattern}`})`;
    case 'not_contains':
      return sql`not (${holds})`;
    default:
      return holds;
  }
}

function ofContracts(reader: Listed, { operator, values }: Condition, valueOf: (contract: Listed['contracts'][number]) => string): Piece {
  const ids = reader.contracts.filter((contract) => values.includes(valueOf(contract))).map((contract) => contract.id);
  const among = sql`array_position(${ids}::uuid[], c.contract_id) is not null`;
  return operator === 'is' ? among : sql`not (${among})`;
}

function contactSql(reader: Listed, { operator, values }: Condition): Piece {
  const among = (ids: readonly string[]) => sql`c.contact_id = any(${ids}::uuid[])`;
  switch (operator) {
    case 'me':
      return among([reader.userId]);
    case 'not_me':
      return sql`(${among([reader.userId])}) is not true`;
    case 'empty':
      return sql`c.contact_id is null`;
    case 'filled':
      return sql`c.contact_id is not null`;
    case 'is':
      return among(values);
    default:
      return sql`(${among(values)}) is not true`;
  }
}

// ── Order ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The keys of an order, ended by what makes it total. Codes order as the guide lists them, names as Japanese does. */
export function orderOf(reader: Listed, sorts: readonly Sort[]): OrderKey[] {
  const keys = sorts.map((sort): OrderKey => ({ ...keyOf(reader, sort.field), descending: sort.descending }));
  const last = sorts.at(-1);
  const isNearlyTotal = last && ['updated', 'created', 'number', 'subject'].includes(last.field);
  if (!isNearlyTotal) keys.push({ ...keyOf(reader, 'updated'), descending: true });
  keys.push({ expression: sql`c.id`, type: 'uuid', descending: isNearlyTotal ? last.descending : true });
  return keys;
}

type Contract = Listed['contracts'][number];
/** Columns whose value is the contract's. */
const contractValues: Record<string, ((contract: Contract) => string) | undefined> = {
  contract: (contract) => contract.number,
  holder: (contract) => contract.holderName,
  service: (contract) => contract.serviceName,
};

/** The place of each of the reader's contracts when their values are put in order as Japanese does; equal values share one. */
function placesOf(reader: Listed, valueOf: (contract: Contract) => string): number[] {
  const values = [...new Set(reader.contracts.map(valueOf))].sort(new Intl.Collator('ja').compare);
  return reader.contracts.map((contract) => values.indexOf(valueOf(contract)) + 1);
}

function keyOf(reader: Listed, field: string): Omit<OrderKey, 'descending'> {
  const ofContract = contractValues[field];
  if (ofContract) {
    const ids = reader.contracts.map((contract) => contract.id);
    return { expression: sql`(${placesOf(reader, ofContract)}::int[])[array_position(${ids}::uuid[], c.contract_id)]`, type: 'int' };
  }
  switch (field) {
    case 'number':
      return { expression: sql`c.number collate "C"`, type: 'text' };
    case 'subject':
      return { expression: sql`c.subject collate "ja-x-icu"`, type: 'text' };
    case 'status':
      return { expression: sql`array_position(${statuses}::text[], c.status)`, type: 'int' };
    case 'category':
      return { expression: sql`array_position(${categories}::text[], c.category)`, type: 'int' };
    case 'contact':
      return { expression: sql`coalesce(k.place, 2000000000)`, type: 'int' };
    case 'created':
      return { expression: sql`c.created_at`, type: 'timestamptz' };
    default:
      return { expression: sql`c.updated_at`, type: 'timestamptz' };
  }
}

const people = (reader: Listed, sorts: readonly Sort[]): Piece =>
  sorts.some((sort) => sort.field === 'contact')
    ? sql`left join (select id, place from people_in_order where account_id = ${reader.accountId}) k on k.id = c.contact_id`
    : sql``;

// ── Reading ────────────────────────────────────────────────────────────────────────────────────────────────────────

const spotted = (keys: readonly OrderKey[], spot: Spot): { beyond: Piece; order: Piece; offset: Piece } => {
  const backwards = 'before' in spot;
  const place = 'after' in spot ? spot.after : 'before' in spot ? spot.before : undefined;
  return {
    beyond: place ? sql`and ${beyondSql(keys, place, backwards)}` : sql``,
    order: orderSql(keys, backwards),
    offset: 'offset' in spot && spot.offset > 0 ? sql`offset ${spot.offset}::int` : sql``,
  };
};

/**
 * A page of the list when only a view narrows it: places come from the index, the twenty cases from the table. The total is not counted
 * here; tallies know it.
 */
export async function selectPage(tx: Tx, reader: Listed, question: Question, spot: Spot): Promise<ListedCase[]> {
  const keys = orderOf(reader, question.sorts);
  const { beyond, order, offset } = spotted(keys, spot);
  // One column's order is asked for every day; of orders by several there are too many to keep a plan of each.
  const run = runOf(reader, question.sorts);
  const page = run
    ? pageInRuns(reader, question, run, spot)
    : sql`select c.id from listed_cases c ${people(reader, question.sorts)}
      where ${mine(reader)} and ${whereSql(question.where, compile(reader))} ${beyond} order by ${order} limit ${sql.lit(PAGE_SIZE)} ${offset}`;
  const { rows } = await sql<ListedCase>`${question.sorts.length > 1 ? once : sql``}
    with page as (${page})
    ${shown(reader, question, keys, order)}`.execute(tx);
  return 'before' in spot ? rows.reverse() : rows;
}

/** A column of few values, each of which has its cases in an index, newest first, and the place of each value in the order. */
type Run = { column: Piece; type: 'text' | 'uuid'; values: readonly string[]; places: readonly number[]; descending: boolean };

function runOf(reader: Listed, [sort, another]: readonly Sort[]): Run | undefined {
  if (!sort || another) return undefined;
  const { field, descending } = sort;
  const places = (values: readonly string[]) => values.map((_, index) => index + 1);
  if (field === 'status') return { column: sql`c.status`, type: 'text', values: statuses, places: places(statuses), descending };
  if (field === 'category') return { column: sql`c.category`, type: 'text', values: categories, places: places(categories), descending };
  const ofContract = contractValues[field];
  if (!ofContract || reader.contracts.length > MOST_RUNS) return undefined;
  const values = reader.contracts.map((contract) => contract.id);
  return { column: sql`c.contract_id`, type: 'uuid', values, places: placesOf(reader, ofContract), descending };
}
/** With more contracts than this, all cases are put in order at once. */
const MOST_RUNS = 50;

/** In the order of such a column a page is made of the first cases of each code: the others of fifty thousand are never looked at. */
function pageInRuns(reader: Listed, question: Question, run: Run, spot: Spot): Piece {
  const backwards = 'before' in spot;
  const [n, updated, id] = 'after' in spot ? spot.after : 'before' in spot ? spot.before : [];
  const isFalling = run.descending !== backwards;
  const isBeyond = (expression: Piece, bound: Piece, falls: boolean) => (falls ? sql`${expression} < ${bound}` : sql`${expression} > ${bound}`);
  const past = n
    ? sql`and (${isBeyond(sql`v.n`, sql`${n}::int`, isFalling)} or v.n = ${n}::int
        and ${isBeyond(sql`(c.updated_at, c.id)`, sql`(${updated}::timestamptz, ${id}::uuid)`, !backwards)})`
    : sql``;
  const way = (falls: boolean) => (falls ? sql`desc` : sql`asc`);
  const newest = sql`c.updated_at ${way(!backwards)}, c.id ${way(!backwards)}`;
  const offset = 'offset' in spot ? spot.offset : 0;
  return sql`select c.id from unnest(${run.values}::${sql.raw(run.type)}[], ${run.places}::int[]) as v (code, n)
    cross join lateral (select c.id, c.updated_at from listed_cases c
      where ${mine(reader)} and ${run.column} = v.code and ${whereSql(question.where, compile(reader))} ${past}
      order by ${newest} limit ${offset + PAGE_SIZE}::int) c
    order by v.n ${way(isFalling)}, ${newest} limit ${sql.lit(PAGE_SIZE)} offset ${offset}::int`;
}

/** A page of a narrowed list and how many cases it has in all, in one pass over the cases. */
export async function selectFound(tx: Tx, reader: Listed, question: Question, spot: Spot): Promise<{ rows: ListedCase[]; total: number }> {
  const keys = orderOf(reader, question.sorts);
  const { beyond, order, offset } = spotted(keys, spot);
  const { rows } = await sql<ListedCase & { total: number }>`${once}
    with c as materialized (
      select c.id, c.contract_id, c.status, c.category, c.contact_id, c.created_at, c.updated_at ${wide(question.sorts)}
      from listed_cases c where ${mine(reader)} and ${whereSql(question.where, compile(reader))}),
    page as (select c.id from c ${people(reader, question.sorts)} where true ${beyond} order by ${order} limit ${sql.lit(PAGE_SIZE)} ${offset})
    ${shown(reader, question, keys, order, sql`, (select count(*) from c)::int as total`)}`.execute(tx);
  const total = rows[0]?.total ?? (await countFound(tx, reader, question.where));
  return { rows: 'before' in spot ? rows.reverse() : rows, total };
}

/** The cases of a page, each with its place: only these are read and worded. */
const shown = (reader: Listed, question: Question, keys: readonly OrderKey[], order: Piece, total: Piece = sql``): Piece => sql`
  select ${columns}, array[${sql.join(keys.map((key) => sql`(${key.expression})::text`))}] as place, ${unread(reader)} as "isUnread" ${total}
  from page join listed_cases c on c.id = page.id ${people(reader, question.sorts)} order by ${order}`;

/** Columns that no index carries are read only for an order that needs them. */
const wide = (sorts: readonly Sort[]): Piece => {
  const needed = sorts.map((sort) => sort.field).filter((field) => field === 'number' || field === 'subject');
  return needed.length > 0 ? sql`, ${sql.join(needed.map((field) => sql.ref(`c.${field}`)))}` : sql``;
};

export async function countFound(tx: Tx, reader: Listed, where: Group): Promise<number> {
  const { rows } = await sql<{ total: number }>`${once}
    select count(*)::int as total from listed_cases c where ${mine(reader)} and ${whereSql(where, compile(reader))}`.execute(tx);
  return rows[0]?.total ?? 0;
}

/** Every case of the list in its order, as it is at this moment; `only` narrows to chosen numbers. */
export async function selectIds(tx: Tx, reader: Listed, question: Question, input: { only: readonly string[] | null; most: number }): Promise<string[]> {
  const keys = orderOf(reader, question.sorts);
  const chosen = input.only ? sql`and c.number = any(${input.only}::text[])` : sql``;
  const { rows } = await sql<{ id: string }>`${once}
    select c.id from listed_cases c ${people(reader, question.sorts)}
    where ${mine(reader)} and ${whereSql(question.where, compile(reader))} ${chosen} order by ${orderSql(keys)} limit ${input.most}`.execute(tx);
  return rows.map((row) => row.id);
}

/** Some cases of the reader, in the order asked for. */
export async function selectThese(tx: Tx, reader: Listed, ids: readonly string[]): Promise<Case[]> {
  const { rows } = await sql<Case>`
    select ${columns} from unnest(${ids}::uuid[]) with ordinality as t (id, n) join listed_cases c on c.id = t.id where ${mine(reader)} order by t.n`.execute(
    tx,
  );
  return rows;
}

/** Seconds that a search may take, and how many of one person's may run at once. */
const SEARCH_SECONDS = 5;

/** Begins a search, until the transaction ends; false when as many of this reader's are running. */
export async function beginSearch(tx: Tx, userId: string): Promise<boolean> {
  const slot = (n: number) => sql`pg_try_advisory_xact_lock(hashtextextended(${`search:${userId}`}, ${sql.lit(n)}))`;
  const { rows } = await sql<{ begun: boolean }>`
    select case when ${slot(1)} then true when ${slot(2)} then true when ${slot(3)} then true else ${slot(4)} end as begun,
      set_config('statement_timeout', ${sql.lit(`${SEARCH_SECONDS}s`)}, true)`.execute(tx);
  return rows[0]?.begun ?? false;
}

/** Cases of the own account under contracts that the reader does not have, with every word in their subject (D-7). */
export async function countHidden(tx: Tx, words: readonly string[]): Promise<number> {
  const { rows } = await sql<{ hidden: number }>`
    select app.count_hidden_cases((select array_agg(app.fold(w)) from unnest(${words}::text[]) w)) as hidden`.execute(tx);
  return rows[0]?.hidden ?? 0;
}

export type Excerpt = { caseId: string; kind: 'comment' | 'file'; sourceId: string; piece: string };

/** Where the words stand, around the first of them. */
export async function selectExcerpts(tx: Tx, input: { caseIds: readonly string[]; words: readonly string[] }): Promise<Excerpt[]> {
  const { rows } = await sql<Excerpt>`
    select case_id as "caseId", kind, source_id as "sourceId", piece
    from app.case_excerpts(${input.caseIds}::uuid[], (select array_agg(app.fold(w)) from unnest(${input.words}::text[]) w)) where piece is not null`.execute(
    tx,
  );
  return rows;
}

/** People of the account whom the reader may name, in the order of their names. */
export async function selectPeople(tx: Tx, accountId: string): Promise<{ id: string; name: string }[]> {
  const { rows } = await sql<{ id: string; name: string }>`
    select id, display_name as name from people_in_order where account_id = ${accountId} order by place limit 1000`.execute(tx);
  return rows;
}

/** How many cases changed since the reader last looked, up to a number past which nobody counts. */
export async function countUnread(tx: Tx, reader: Listed, most: number): Promise<number> {
  const { rows } = await sql<{ unread: number }>`
    select count(*)::int as unread from (select from listed_cases c where ${mine(reader)} and ${unread(reader)} order by c.updated_at desc limit ${most}) c`.execute(
    tx,
  );
  return rows[0]?.unread ?? 0;
}

/** The reader has seen this case as it was at that time. */
export async function seeCase(tx: Tx, input: { caseId: string; at: Date }): Promise<void> {
  await sql`select app.see_case(${input.caseId}, ${input.at})`.execute(tx);
}

export async function isSeen(tx: Tx, input: { userId: string; caseId: string; since: Date }): Promise<boolean> {
  const { rows } = await sql`select from case_visits where user_id = ${input.userId} and case_id = ${input.caseId} and seen_at >= ${input.since}`.execute(tx);
  return rows.length > 0;
}

/** Everything up to now counts as seen. */
export async function seeAll(tx: Tx, at: Date): Promise<void> {
  await sql`select app.see_all_cases(${at})`.execute(tx);
}
