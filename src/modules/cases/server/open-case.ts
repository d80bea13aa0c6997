import type { UserActor } from '#kernel/actor.ts';
import { newId } from '#kernel/ids.ts';
import { invalid, notFound } from '#kernel/refusal.ts';
import { proseToText } from '#modules/prose/index.ts';
import type { Context } from '#platform/server/unit-of-work.ts';
import { caseNumber, subjectOf } from '../case.ts';
import type { OpenCaseInput } from '../case.schemas.ts';
import { insertCase, nextNumber, selectById } from './cases.sql.ts';
import { once, tell, writeComment, writeOpening } from './entries.ts';

/**
 * Opens a case from a contact's inquiry (G-4.6-4, D-14) under one of the contracts linked to them. The same key gives
 * the same case. Returns its number. Refuses with `contract_missing`, `contract_over`, `category_missing` where the contract does not include it,
 * `attachment_missing`.
 */
export async function openCase(context: Context<UserActor>, input: OpenCaseInput): Promise<string> {
  const { actor, tx, now } = context;
  const contract = actor.contracts.find((linked) => linked.number === input.contractNumber);
  if (!contract) throw invalid('contract_missing', { contractNumber: 'contract_missing' });
  if (contract.isOver) throw invalid('contract_over', { contractNumber: 'contract_over' });
  if (!contract.categories.includes(input.category)) throw invalid('category_missing', { category: 'category_missing' });
  const id = await once(context, 'open', { accountId: actor.accountId, key: input.key, contents: input }, async () => {
    const place = { id: newId(), accountId: actor.accountId, contractId: contract.id };
    const number = caseNumber(await nextNumber(tx));
    await insertCase(tx, { ...place, number, category: input.category, subject: subjectOf(proseToText(input.body)), contactId: actor.id, now });
    await writeOpening(context, place);
    const activityId = await writeComment(context, place, input);
    await tell(context, place, { event: 'opened', activityId });
    return place.id;
  });
  const opened = await selectById(tx, id);
  if (!opened) throw notFound();
  return opened.number;
}
