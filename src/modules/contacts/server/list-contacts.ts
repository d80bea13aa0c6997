import type { OperatorActor, UserActor } from '#kernel/actor.ts';
import { require } from '#kernel/verdict.ts';
import { contactCards, type ContactCard } from '#modules/users/server/index.ts';
import { asActor, type Context } from '#platform/server/unit-of-work.ts';
import { CONTACTS_A_PAGE, type ContactPage, type ContactRow } from '../contact.ts';
import { decideOnContacts } from '../contact.policy.ts';
import type { ContactList } from '../contact-list.ts';

/** An export reads this many at a time. */
const PIECE = 500;

/** 連絡先一覧 (G-5.1.1-1): an administrator's own account, or for an operator every customer's users. */
export async function listContacts(context: Context<UserActor | OperatorActor>, list: ContactList): Promise<ContactPage> {
  require(decideOnContacts(context.actor));
  const filter = filterOf(context, list);
  const total = await contactCards.count(context, filter);
  const pages = Math.max(1, Math.ceil(total / CONTACTS_A_PAGE));
  const page = Math.min(list.page, pages);
  const offset = (page - 1) * CONTACTS_A_PAGE;
  const found = await contactCards.page(context, filter, { sorts: list.query.sorts, limit: CONTACTS_A_PAGE, offset });
  return { rows: found.map(presentContact), page, pages, total, from: found.length === 0 ? 0 : offset + 1, to: offset + found.length };
}

/** How many contacts a question would list. */
export async function countContacts(context: Context<UserActor | OperatorActor>, list: Pick<ContactList, 'q' | 'query'>): Promise<number> {
  require(decideOnContacts(context.actor));
  return contactCards.count(context, filterOf(context, list));
}

/** Every contact that the list shows, in its order, for an export. Administrators only. */
export async function* allContacts(actor: UserActor, list: ContactList): AsyncGenerator<ContactRow> {
  for (let offset = 0; ; offset += PIECE) {
    const piece = await asActor(actor, (context) => {
      require(decideOnContacts(actor));
      return contactCards.page(context, filterOf(context, list), { sorts: list.query.sorts, limit: PIECE, offset });
    });
    yield* piece.map(presentContact);
    if (piece.length < PIECE) return;
  }
}

const filterOf = ({ actor, now }: Context<UserActor | OperatorActor>, { q, query }: Pick<ContactList, 'q' | 'query'>) => ({
  accountId: actor.kind === 'user' ? actor.accountId : null,
  q,
  where: query.where,
  timeZone: actor.timeZone,
  now,
});

export const presentContact = (card: ContactCard): ContactRow => ({
  id: card.id,
  displayName: card.displayName,
  userId: card.userId,
  accountName: card.accountName,
  mail: card.mail,
  workPhone: card.workPhone,
  locked: card.locked,
  state: card.state,
  role: card.role,
  updatedAt: card.updatedAt.toISOString(),
});
