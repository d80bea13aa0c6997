import type { OperatorActor, UserActor } from '#kernel/actor.ts';
import type { Context } from '#platform/server/unit-of-work.ts';
import * as cards from './contact-cards.sql.ts';
import * as rows from './users.sql.ts';

type Manager = Context<UserActor | OperatorActor>;

/** Reading contacts, for the capability that manages them; the database shows each actor only what is theirs. */
export const contactCards = {
  page: (context: Manager, filter: cards.CardFilter, page: Parameters<typeof cards.selectCards>[2]) => cards.selectCards(context.tx, filter, page),
  count: (context: Manager, filter: cards.CardFilter) => cards.countCards(context.tx, filter),
  one: (context: Manager, id: string) => cards.selectCard(context.tx, id),
};

/** Writing contacts, for the capability that manages them and decides who may. */
export const contactRows = {
  add: (context: Manager, user: rows.NewUser) => rows.insertUser(context.tx, user),
  change: (context: Manager, user: rows.ChangedUser) => rows.updateUser(context.tx, user),
  setState: (context: Manager, input: Parameters<typeof rows.updateState>[1]) => rows.updateState(context.tx, input),
  ownersOf: (context: Context<OperatorActor>, canonicalUserIds: readonly string[]) => rows.selectOwners(context.tx, canonicalUserIds),
  holdAdministrators: (context: Manager, accountId: string) => rows.holdAdministrators(context.tx, accountId),
  policy: (context: Manager, accountId: string) => rows.selectPolicy(context.tx, accountId),
  setPolicy: (context: Manager, input: Parameters<typeof rows.updatePolicy>[1]) => rows.updatePolicy(context.tx, input),
  links: (context: Manager, userId: string) => rows.selectLinks(context.tx, userId),
  link: (context: Manager, input: Parameters<typeof rows.insertLinks>[1]) => rows.insertLinks(context.tx, input),
  unlink: (context: Manager, input: Parameters<typeof rows.deleteLinks>[1]) => rows.deleteLinks(context.tx, input),
  contractsOf: (context: Manager, accountId: string) => rows.selectContractsOf(context.tx, accountId),
};
