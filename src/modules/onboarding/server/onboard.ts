import type { OperatorActor } from '#kernel/actor.ts';
import { isId } from '#kernel/ids.ts';
import { invalid, submissionChanged } from '#kernel/refusal.ts';
import { require } from '#kernel/verdict.ts';
import { categoryName } from '#modules/cases/index.ts';
import { raiseCase } from '#modules/cases/server/index.ts';
import { inviteAdministrator } from '#modules/contacts/server/index.ts';
import { createAccount, createContract } from '#modules/contracts/server/index.ts';
import { proseFromText } from '#modules/prose/index.ts';
import { m } from '#messages';
import type { Context } from '#platform/server/unit-of-work.ts';
import { decideOnOnboarding } from '../onboarding.policy.ts';
import type { Customer } from './customer.schemas.ts';
import { insertOnboarding, lockForm, selectOnboarding, type StoredOnboarding } from './onboardings.sql.ts';

/**
 * Brings a customer in, all or nothing: account, contract with its first points, first administrator with the opening notice (G-2.2-1,
 * G-5.2-1), and the case 正常性確認依頼(利用開始時) in their language (G-4.8.5-1). Service managers only. `id` is the form's own: sent twice, it is
 * one customer; with other words it is `submission_changed`. Refuses `contract_number_taken`, `user_id_refused` and what `createContract` refuses.
 */
export async function onboard(context: Context<OperatorActor>, input: { id: string; customer: Customer }): Promise<{ id: string }> {
  require(decideOnOnboarding(context.actor, 'onboard'));
  const { id, customer } = input;
  if (!isId(id)) throw invalid('malformed');
  await lockForm(context.tx, id);
  const earlier = await selectOnboarding(context.tx, id);
  if (earlier && !isOf(earlier, customer)) throw submissionChanged();
  if (earlier) return { id };
  const accountId = await createAccount(context, customer.account);
  const contractId = await createContract(context, { ...customer.contract, accountId });
  const { language } = customer.administrator;
  const administrator = await inviteAdministrator(context, { ...customer.administrator, accountId, contractIds: [contractId] });
  const raised = await raiseCase(context, {
    accountId,
    contractId,
    category: 'health_check',
    subject: categoryName('health_check', language),
    body: proseFromText(m.onboarding_case_body({ number: customer.contract.number }, { locale: language })),
    contactId: administrator.id,
    author: null,
    // Nobody can sign in before the opening notice, which says where to begin.
    isMailed: false,
  });
  await insertOnboarding(context.tx, {
    id,
    accountId,
    contractId,
    userId: administrator.id,
    caseId: raised.id,
    operatorId: context.actor.id,
    at: context.now,
  });
  return { id };
}

/** Whether a form that was sent before said the same customer; another's words must not pass for saved. */
const isOf = (earlier: StoredOnboarding, { account, contract }: Customer): boolean =>
  earlier.accountName === account.name && earlier.contract.number === contract.number && earlier.contract.holderName === contract.holderName;
