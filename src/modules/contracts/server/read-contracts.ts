import type { OperatorActor, Service, UserActor } from '#kernel/actor.ts';
import { normal } from '#kernel/normal.ts';
import { notFound } from '#kernel/refusal.ts';
import { require } from '#kernel/verdict.ts';
import { namesOfOperators } from '#modules/users/server/index.ts';
import type { Context } from '#platform/server/unit-of-work.ts';
import { CONTRACTS_A_PAGE, isContractNumber, type ContractCard, type ContractEvent, type ContractTerms, type ServiceUse } from '../contract.ts';
import { decideOnContracts } from '../contract.policy.ts';
import type { ContractQuery } from '../contract.schemas.ts';
import * as rows from './contracts.sql.ts';

type Operator = Context<OperatorActor>;

/** A contract for an operator's wish; malformed and unknown numbers are the same 404. */
export async function accessContract(context: Operator, input: { number: string; action: 'view' | 'write' }): Promise<ContractCard> {
  require(decideOnContracts(context.actor, input.action));
  const found = isContractNumber(input.number) ? await rows.selectCard(context.tx, input.number) : undefined;
  if (!found) throw notFound();
  return found;
}

/** One contract by its customer number, with today's terms; for operators. */
export const contractByNumber = (context: Operator, number: string): Promise<ContractCard> => accessContract(context, { number, action: 'view' });

export type ContractPage = { rows: ContractCard[]; page: number; pages: number; from: number; to: number; total: number };

/** Contracts of every account that the words are in, by account and number; for operators. */
export async function findContracts(context: Operator, query: ContractQuery): Promise<ContractPage> {
  require(decideOnContracts(context.actor, 'view'));
  const offset = (query.page - 1) * CONTRACTS_A_PAGE;
  const found = await rows.selectCards(context.tx, { q: normal(query.q), limit: CONTRACTS_A_PAGE, offset });
  return rangeOf(found.rows, query.page, found.total);
}

/** A contract with its terms, newest day first, and the last 100 things that were done to it; for operators. */
export async function readContract(context: Operator, number: string): Promise<{ contract: ContractCard; terms: ContractTerms[]; events: ContractEvent[] }> {
  const contract = await contractByNumber(context, number);
  const place = { accountId: contract.accountId, contractId: contract.id };
  const terms = await rows.selectTerms(context.tx, place);
  const events = await rows.selectEvents(context.tx, { ...place, limit: 100 });
  const names = await namesOfOperators(
    context,
    events.map((event) => event.operatorId),
  );
  return {
    contract,
    terms,
    events: events.map(({ operatorId, at, ...event }) => ({
      ...event,
      operatorName: operatorId ? (names.get(operatorId) ?? null) : null,
      at: at.toISOString(),
    })),
  };
}

/** The services that are sold; for operators. */
export async function listServices(context: Operator): Promise<Service[]> {
  require(decideOnContracts(context.actor, 'view'));
  return rows.selectServices(context.tx);
}

/** The price lists that a contract may have; for operators. */
export async function listPriceLists(context: Operator): Promise<{ id: string; name: string }[]> {
  require(decideOnContracts(context.actor, 'view'));
  return rows.selectPriceLists(context.tx);
}

export type UsePage = { rows: ServiceUse[]; page: number; pages: number; from: number; to: number; total: number };

/** サービス設定情報 (G-4.10-1): the contracts linked to the reader, the highest number first. */
export async function listOwnContracts(context: Context<UserActor>, input: { page: number }): Promise<UsePage> {
  const ids = context.actor.contracts.map((contract) => contract.id);
  const offset = (input.page - 1) * CONTRACTS_A_PAGE;
  return rangeOf(await rows.selectUse(context.tx, ids.slice(offset, offset + CONTRACTS_A_PAGE)), input.page, ids.length);
}

/** お客様サービス利用情報 (G-4.10-2) of a contract linked to the reader; any other number is a 404. */
export async function readOwnContract(context: Context<UserActor>, number: string): Promise<ServiceUse> {
  const linked = context.actor.contracts.find((contract) => contract.number === number);
  const [found] = linked ? await rows.selectUse(context.tx, [linked.id]) : [];
  if (!found) throw notFound();
  return found;
}

function rangeOf<T>(found: T[], page: number, total: number) {
  const from = found.length === 0 ? 0 : (page - 1) * CONTRACTS_A_PAGE + 1;
  return { rows: found, page, pages: Math.max(1, Math.ceil(total / CONTRACTS_A_PAGE)), from, to: from + Math.max(0, found.length - 1), total };
}
