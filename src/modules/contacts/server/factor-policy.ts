import type { UserActor } from '#kernel/actor.ts';
import { require } from '#kernel/verdict.ts';
import type { FactorPolicy } from '#modules/access/index.ts';
import { support } from '#modules/access/server/index.ts';
import { record } from '#modules/journal/server/index.ts';
import { contactRows } from '#modules/users/server/index.ts';
import type { Context } from '#platform/server/unit-of-work.ts';
import { decideOnContacts } from '../contact.policy.ts';

/** What follows the password in the administrator's account (D-1). */
export async function readFactorPolicy(context: Context<UserActor>): Promise<FactorPolicy> {
  require(decideOnContacts(context.actor));
  return contactRows.policy(context, context.actor.accountId);
}

/** Decides what follows the password for everybody of the account, from their next sign-in on (D-1). Asks for a fresh proof. */
export async function chooseFactorPolicy(context: Context<UserActor>, policy: FactorPolicy): Promise<void> {
  const { actor } = context;
  require(decideOnContacts(actor));
  await support.requireFresh(context);
  await contactRows.setPolicy(context, { accountId: actor.accountId, policy });
  await record(context, { reader: actor, name: 'policy.changed' });
}
