import type { Language, OperatorActor } from '#kernel/actor.ts';
import { newId } from '#kernel/ids.ts';
import { require } from '#kernel/verdict.ts';
import { support } from '#modules/access/server/index.ts';
import { canonicalUserId, displayNameOf, otherUserIds, suggestedUserId } from '#modules/users/index.ts';
import { contactRows } from '#modules/users/server/index.ts';
import type { Context } from '#platform/server/unit-of-work.ts';
import { decideOnInvitation } from '../contact.policy.ts';
import { userIdRefused } from './user-id-refused.ts';

export type UserIdOwner = { userId: string; displayName: string; accountName: string };
/** What is proposed for an address (G-2.2-1, D-9): the rule's user ID, who has it already, and what else is free. */
export type UserIdProposal = { userId: string; owner: UserIdOwner | null; free: string | null };

/** The user ID that the rule makes of a mail address, with its collision. Service managers only: they may know whose it is. */
export async function proposeUserId(context: Context<OperatorActor>, mail: string): Promise<UserIdProposal> {
  const userId = suggestedUserId(mail);
  const others = otherUserIds(mail);
  const owners = await ownersOfUserIds(context, [userId, ...others]);
  const owner = owners.get(canonicalUserId(userId)) ?? null;
  return { userId, owner, free: owner ? (others.find((one) => !owners.has(canonicalUserId(one))) ?? null) : null };
}

/** Who has which of these user IDs, by canonical form. Service managers only. */
export async function ownersOfUserIds(context: Context<OperatorActor>, userIds: readonly string[]): Promise<Map<string, UserIdOwner>> {
  require(decideOnInvitation(context.actor));
  const found = await contactRows.ownersOf(context, userIds.map(canonicalUserId));
  return new Map(found.map(({ canonicalUserId: canonical, ...owner }) => [canonical, owner]));
}

/**
 * Invites an account's administrator: no password yet, linked to the contracts, and the opening notice with the user ID goes out (G-2.2-1,
 * G-5.2-1, D-6). Service managers only. Refuses a user ID that cannot be had with `user_id_refused`.
 */
export async function inviteAdministrator(
  context: Context<OperatorActor>,
  input: {
    accountId: string;
    contractIds: readonly string[];
    userId: string;
    givenName: string;
    familyName: string;
    mail: string;
    language: Language;
  },
): Promise<{ id: string }> {
  require(decideOnInvitation(context.actor));
  const { contractIds, ...person } = input;
  const id = newId();
  const { accountId } = input;
  const isAdded = await contactRows.add(context, {
    ...person,
    id,
    canonicalUserId: canonicalUserId(input.userId),
    displayName: displayNameOf(input),
    timeZone: null,
    role: 'administrator',
    appRequired: false,
  });
  if (!isAdded) throw userIdRefused(context.actor);
  await contactRows.link(context, { accountId, userId: id, contractIds: [...contractIds] });
  const subject = { id, accountId };
  await support.tellSubject(context, subject, { name: 'user.created' });
  await support.mailOpening(context, subject);
  return { id };
}
