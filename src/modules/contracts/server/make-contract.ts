import type { OperatorActor } from '#kernel/actor.ts';
import { dayOf, monthOf } from '#kernel/days.ts';
import { newId } from '#kernel/ids.ts';
import { invalid, notFound } from '#kernel/refusal.ts';
import { require } from '#kernel/verdict.ts';
import { grantPoints } from '#modules/points/server/index.ts';
import { addAccount } from '#modules/users/server/index.ts';
import type { Context } from '#platform/server/unit-of-work.ts';
import { decideOnContracts } from '../contract.policy.ts';
import { numberTaken } from '../contract.refusals.ts';
import type { CreateAccountInput, CreateContractInput } from '../contract.schemas.ts';
import * as rows from './contracts.sql.ts';

/** A new customer company, without contracts and people. Service managers only. Returns its id. */
export async function createAccount(context: Context<OperatorActor>, input: CreateAccountInput): Promise<string> {
  require(decideOnContracts(context.actor, 'write'));
  const id = newId();
  await addAccount(context, { id, name: input.name });
  return id;
}

/**
 * A new contract of an account, its terms from its first day on, and the points of the month if it has begun. Service managers only. Returns its
 * id. Refuses `contract_number_taken`, `contract_service_missing`, `contract_price_list_missing`; the transaction is then over.
 */
export async function createContract(context: Context<OperatorActor>, input: CreateContractInput): Promise<string> {
  require(decideOnContracts(context.actor, 'write'));
  const { actor, tx, now } = context;
  const { terms, ...contract } = input;
  const place = { accountId: input.accountId, contractId: newId() };
  try {
    await rows.insertContract(tx, { ...contract, id: place.contractId });
    await rows.insertTerms(tx, { ...place, ...terms, id: newId(), fromOn: input.startedOn, operatorId: actor.id, now });
  } catch (error) {
    throw asRefusal(error);
  }
  const { accountId: _, ...made } = contract;
  await rows.insertEvent(tx, { ...place, id: newId(), operatorId: actor.id, name: 'made', before: null, after: { ...made, ...terms }, now });
  await grantThisMonth(context, place, input);
  return place.contractId;
}

async function grantThisMonth(context: Context<OperatorActor>, place: rows.Place, { startedOn, endsOn }: CreateContractInput): Promise<void> {
  const today = dayOf(context.now);
  if (startedOn > today || (endsOn && endsOn < today)) return;
  const month = monthOf(today);
  const points = await rows.selectPointsOf(context.tx, { contractId: place.contractId, month });
  if (points) await grantPoints(context, { ...place, month, points });
}

/** What the database says of a number, service, price list or account that is not to be had. */
export function asRefusal(error: unknown): unknown {
  const rule = rows.brokenRule(error);
  if (rule === 'contracts_number_key') return numberTaken();
  if (rule === 'contracts_service_id_fkey') return invalid('contract_service_missing', { serviceId: 'contract_service_missing' });
  if (rule === 'contract_terms_price_list_id_fkey') return invalid('contract_price_list_missing', { priceListId: 'contract_price_list_missing' });
  if (rule === 'contracts_account_id_fkey') return notFound();
  return error;
}
