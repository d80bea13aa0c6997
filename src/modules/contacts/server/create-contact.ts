import type { UserActor } from '#kernel/actor.ts';
import { newId } from '#kernel/ids.ts';
import { require } from '#kernel/verdict.ts';
import { confirmPassword, support } from '#modules/access/server/index.ts';
import { canonicalUserId, displayNameOf } from '#modules/users/index.ts';
import { contactRows } from '#modules/users/server/index.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { decideOnContacts } from '../contact.policy.ts';
import type { CreateContactInput } from './contact.schemas.ts';
import { tellOfAdministrator } from './administrators.ts';
import { userIdRefused } from './user-id-refused.ts';

/**
 * Adds a contact to the administrator's own account (G-5.1.5-3). They have no password yet and get the opening notice
 * (D-6); they are linked to all contracts that the administrator sees (D-8). Making them an administrator asks the
 * password again (D-22). Refuses a user ID that cannot be had with `user_id_refused`, whatever the reason (D-9).
 */
export async function createContact(actor: UserActor, input: CreateContactInput): Promise<{ id: string }> {
  require(decideOnContacts(actor));
  await asActor(actor, (context) => support.countUserIdTry(context));
  if (input.administrator) await confirmPassword(actor, input.password);
  return asActor(actor, async (context) => {
    const { administrator, userId, password: _, ...rest } = input;
    const id = newId();
    const { accountId } = actor;
    const role = administrator ? ('administrator' as const) : ('contact' as const);
    const isAdded = await contactRows.add(context, {
      ...rest,
      id,
      accountId,
      userId,
      canonicalUserId: canonicalUserId(userId),
      displayName: displayNameOf(input),
      role,
    });
    if (!isAdded) throw userIdRefused(actor);
    await support.countAddress(context);
    await contactRows.link(context, { accountId, userId: id, contractIds: actor.contracts.map((contract) => contract.id) });
    const subject = { id, accountId };
    await support.tellSubject(context, subject, { name: 'user.created' });
    await support.mailOpening(context, subject);
    if (administrator) await tellOfAdministrator(context, subject);
    return { id };
  });
}
