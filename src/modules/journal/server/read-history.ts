import type { OperatorActor, UserActor } from '#kernel/actor.ts';
import { namesOfOperators, namesOfUsers } from '#modules/users/server/index.ts';
import { house } from '#platform/server/house.ts';
import { asActor, type Context } from '#platform/server/unit-of-work.ts';
import { browserOf } from '../browser.ts';
import { EVENTS_A_PAGE, LAST_EVENTS_PAGE, type EventRow } from '../event.ts';
import type { EventQuery } from '../journal.schemas.ts';
import { dayStart } from '#kernel/days.ts';
import * as rows from './journal.sql.ts';

/** An export reads this many rows at a time. */
const PIECE = 500;

export type HistoryPage = { rows: EventRow[]; page: number; pages: number; total: number; from: number; to: number };

/** Whose history: a contact's own, an administrator's account, or for an operator the user that is looked at (D-20). */
type Subject = { accountId: string; readerId: string | null };
const subjectOf = (actor: UserActor): Subject => ({ accountId: actor.accountId, readerId: actor.role === 'administrator' ? null : actor.id });

/** A page of the sign-in history (G-4.11.1-1, G-4.11.1-4) with its exact count. */
export async function listEvents(context: Context<UserActor>, query: EventQuery): Promise<HistoryPage> {
  return pageOf(context, subjectOf(context.actor), query);
}

/** The history of one user for the console's support. Operators only. */
export async function listEventsOf(context: Context<OperatorActor>, subject: { accountId: string; readerId: string }, query: EventQuery): Promise<HistoryPage> {
  return pageOf(context, subject, query);
}

async function pageOf(context: Context<UserActor | OperatorActor>, subject: Subject, query: EventQuery): Promise<HistoryPage> {
  const filter = filterOf(subject, query, context.actor.timeZone);
  const total = await rows.countEvents(context.tx, filter);
  const pages = Math.max(1, Math.ceil(total / EVENTS_A_PAGE));
  const page = Math.min(query.page, pages, LAST_EVENTS_PAGE);
  const offset = (page - 1) * EVENTS_A_PAGE;
  const found = await rows.selectEvents(context.tx, filter, { oldestFirst: query.sort === 'oldest', limit: EVENTS_A_PAGE, offset });
  return { rows: await present(context, found), page, pages, total, from: found.length === 0 ? 0 : offset + 1, to: offset + found.length };
}

/** Every row that the filter shows, in its order, read in pieces so that a long history needs little memory (D-20). */
export async function* allEvents(actor: UserActor, query: EventQuery): AsyncGenerator<EventRow> {
  const filter = filterOf(subjectOf(actor), query, actor.timeZone);
  const oldestFirst = query.sort === 'oldest';
  // What happens while the export runs is not part of it.
  filter.until = new Date(Math.min(filter.until?.getTime() ?? Infinity, house().clock().getTime() + 1));
  for (let after: { at: Date; id: string } | null = null; ;) {
    const last: { at: Date; id: string } | null = after;
    const piece = await asActor(actor, async (context) => {
      const found = await rows.selectEventsAfter(context.tx, filter, { oldestFirst, limit: PIECE, after: last });
      return { shown: await present(context, found), end: found.at(-1), full: found.length === PIECE };
    });
    yield* piece.shown;
    if (!piece.full || !piece.end) return;
    after = { at: piece.end.at, id: piece.end.id };
  }
}

function filterOf(subject: Subject, query: EventQuery, timeZone: string): rows.EventFilter {
  return {
    ...subject,
    q: query.q,
    event: query.event ?? null,
    result: query.result ?? null,
    from: query.from ? dayStart(query.from, timeZone, 0) : null,
    until: query.to ? dayStart(query.to, timeZone, 1) : null,
  };
}

async function present(context: Context<UserActor | OperatorActor>, found: rows.StoredEvent[]): Promise<EventRow[]> {
  const others = found.filter((event) => event.actorKind === 'user' && event.actorId && event.actorId !== event.readerId).map((event) => event.actorId);
  const users = await namesOfUsers(context, others);
  const { actor } = context;
  // Customers see the team, operators see who of it.
  const operators =
    actor.kind === 'operator'
      ? await namesOfOperators(
          context as Context<OperatorActor>,
          found.filter((event) => event.actorKind === 'operator').map((event) => event.actorId),
        )
      : new Map<string, string>();
  const { config } = house();
  const team = actor.language === 'ja' ? config.TEAM_NAME_JA : config.TEAM_NAME_EN;
  const byOf = (event: rows.StoredEvent): string | null => {
    if (event.actorKind === 'operator') return operators.get(event.actorId ?? '') ?? team;
    return event.actorId && event.actorId !== event.readerId ? (users.get(event.actorId) ?? null) : null;
  };
  const isOwn = (event: rows.StoredEvent) => actor.kind === 'operator' || event.actorKind !== 'operator';
  return found.map((event) => ({
    id: event.id,
    name: event.name,
    readerName: event.readerName,
    readerUserId: event.readerUserId,
    result: event.result,
    by: byOf(event),
    // Where an operator sits is not the customer's to know.
    address: isOwn(event) ? event.address : '',
    agent: isOwn(event) ? browserOf(event.agent) : '',
    at: event.at.toISOString(),
  }));
}
