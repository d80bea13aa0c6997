import type { OperatorActor } from '#kernel/actor.ts';
import { dayOf } from '#kernel/days.ts';
import { newId } from '#kernel/ids.ts';
import { invalid } from '#kernel/refusal.ts';
import type { Context } from '#platform/server/unit-of-work.ts';
import type { ContractCard, ContractTerms, TermsFields } from '../contract.ts';
import { contractChanged } from '../contract.refusals.ts';
import type { ChangeContractInput, WithdrawTermsInput, WriteTermsInput } from '../contract.schemas.ts';
import * as rows from './contracts.sql.ts';
import { asRefusal } from './make-contract.ts';
import { accessContract } from './read-contracts.ts';

/**
 * Changes holder and days of a contract; from the day after `endsOn` its customer only reads, and an end taken back opens it again. Service
 * managers only. Refuses `contract_changed`, `contract_start_before_terms`.
 */
export async function changeDates(context: Context<OperatorActor>, input: ChangeContractInput): Promise<void> {
  const found = await holdContract(context, input);
  const { startedOn, renewsOn, endsOn, holderName } = input;
  const terms = await rows.selectTerms(context.tx, placeOf(found));
  if (terms.length > 0 && !terms.some((one) => one.fromOn <= startedOn)) throw badStart();
  await rows.updateContract(context.tx, { id: found.id, holderName, startedOn, renewsOn, endsOn });
  await note(
    context,
    found,
    'dates_changed',
    different({ startedOn: found.startedOn, renewsOn: found.renewsOn, endsOn: found.endsOn }, { startedOn, renewsOn, endsOn }),
  );
  await note(context, found, 'holder_changed', different({ holderName: found.holderName }, { holderName }));
}

/**
 * Writes what a contract includes from a day on: today, or one to come; what was is never rewritten. Service managers only. Refuses
 * `contract_changed`, `contract_terms_past`, `contract_terms_after_end`, `contract_terms_taken`, `contract_price_list_missing`.
 */
export async function writeTerms(context: Context<OperatorActor>, input: WriteTermsInput): Promise<void> {
  const found = await holdContract(context, input);
  const { number: _, version: __, fromOn, ...terms } = input;
  const today = dayOf(context.now);
  if (fromOn < today || fromOn < found.startedOn) throw invalid('contract_terms_past', { fromOn: 'contract_terms_past' });
  if (found.endsOn && fromOn > found.endsOn) throw invalid('contract_terms_after_end', { fromOn: 'contract_terms_after_end' });
  const all = await rows.selectTerms(context.tx, placeOf(found));
  if (all.some((one) => one.fromOn === fromOn)) throw invalid('contract_terms_taken', { fromOn: 'contract_terms_taken' });
  const before = all.find((one) => one.fromOn < fromOn);
  try {
    await rows.insertTerms(context.tx, { ...placeOf(found), ...terms, id: newId(), fromOn, operatorId: context.actor.id, now: context.now });
  } catch (error) {
    throw asRefusal(error);
  }
  const change = different(before ? fieldsOf(before) : {}, terms);
  await note(context, found, 'terms_written', { before: change?.before ?? {}, after: { fromOn, ...change?.after } });
}

/** Takes terms back whose day has not come. Service managers only. Refuses `contract_changed`, `contract_terms_begun`. */
export async function withdrawTerms(context: Context<OperatorActor>, input: WithdrawTermsInput): Promise<void> {
  const found = await holdContract(context, input);
  const all = await rows.selectTerms(context.tx, placeOf(found));
  const isFirst = all.at(-1)?.fromOn === input.fromOn;
  if (input.fromOn <= dayOf(context.now) || isFirst || !all.some((one) => one.fromOn === input.fromOn)) throw invalid('contract_terms_begun');
  await rows.deleteTerms(context.tx, { ...placeOf(found), fromOn: input.fromOn });
  await note(context, found, 'terms_withdrawn', { before: { fromOn: input.fromOn }, after: {} });
}

/** The contract, in the version that the actor saw and held until the transaction ends. */
async function holdContract(context: Context<OperatorActor>, input: { number: string; version: number }): Promise<ContractCard> {
  const found = await accessContract(context, { number: input.number, action: 'write' });
  if (!(await rows.countChange(context.tx, { id: found.id, version: input.version }))) throw contractChanged();
  return found;
}

type Change = { before: object; after: object };

/** The fields that differ, on both sides; nothing when none does. */
export function different(before: object, after: object): Change | undefined {
  const old = new Map(Object.entries(before));
  const changed = Object.entries(after).filter(([key, value]) => JSON.stringify(old.get(key)) !== JSON.stringify(value));
  if (changed.length === 0) return undefined;
  const kept = changed.filter(([key]) => old.has(key)).map(([key]) => [key, old.get(key)]);
  return { before: Object.fromEntries(kept), after: Object.fromEntries(changed) };
}

async function note(
  context: Context<OperatorActor>,
  found: ContractCard,
  name: 'dates_changed' | 'holder_changed' | 'terms_written' | 'terms_withdrawn',
  change: Change | undefined,
): Promise<void> {
  if (!change) return;
  await rows.insertEvent(context.tx, { ...placeOf(found), ...change, id: newId(), operatorId: context.actor.id, name, now: context.now });
}

function fieldsOf({ id: _, fromOn: __, ...fields }: ContractTerms): TermsFields {
  return fields;
}

const placeOf = (found: ContractCard): rows.Place => ({ accountId: found.accountId, contractId: found.id });
const badStart = () => invalid('contract_start_before_terms', { startedOn: 'contract_start_before_terms' });
