import type { Actor, OperatorActor, UserActor } from '#kernel/actor.ts';
import { notFound, Refusal } from '#kernel/refusal.ts';
import { allow, deny, type Verdict } from '#kernel/verdict.ts';
import type { RequestFacts } from './request.ts';
import { contractOver, requestChanged, requestClaimed, requestDecided, requestNotAsked } from './request.refusals.ts';

export const customerActions = ['answer', 'withdraw'] as const;
export const operatorActions = ['claim', 'return', 'ask', 'accept', 'refuse', 'note'] as const;
export type RequestAction = 'view' | (typeof customerActions)[number] | (typeof operatorActions)[number];

/**
 * Who may do what with a request (D-15). Customers see those of the contracts linked to them; everybody who does answers SAC's question, and
 * the requester or an administrator withdraws it while it is undecided. Every operator triages; what a colleague has claimed is taken
 * over first, so that nobody decides behind somebody's back.
 */
export function decideOnRequest(actor: Actor, action: RequestAction, request: RequestFacts): Verdict {
  if (!canSee(actor, request)) return deny(notFound());
  if (action === 'view') return allow;
  if (actor.kind === 'operator') return decideForOperator(actor, action, request);
  if (actor.kind === 'user') return decideForCustomer(actor, action, request);
  return deny(forbidden());
}

function canSee(actor: Actor, request: RequestFacts): boolean {
  if (actor.kind === 'operator') return true;
  if (actor.kind === 'nobody') return false;
  if (actor.kind === 'system') return actor.accountId === request.accountId;
  return actor.accountId === request.accountId && actor.contracts.some((contract) => contract.id === request.contractId);
}

function decideForCustomer(actor: UserActor, action: RequestAction, request: RequestFacts): Verdict {
  if (action !== 'answer' && action !== 'withdraw') return deny(notFound());
  if (actor.contracts.some((contract) => contract.id === request.contractId && contract.isOver)) return deny(contractOver());
  if (request.state !== 'open') return deny(requestDecided());
  if (action === 'answer') return request.askedAt ? allow : deny(requestNotAsked());
  return actor.id === request.requesterId || actor.role === 'administrator' ? allow : deny(forbidden());
}

function decideForOperator(actor: OperatorActor, action: RequestAction, request: RequestFacts): Verdict {
  if (action === 'note') return allow;
  if (action === 'answer' || action === 'withdraw') return deny(forbidden());
  if (request.state !== 'open') return deny(requestDecided());
  const isMine = request.claimedBy === actor.id;
  if (action === 'claim') return isMine ? deny(requestChanged()) : allow;
  if (action === 'return') return isMine ? allow : deny(requestChanged());
  return isMine || request.claimedBy === null ? allow : deny(requestClaimed());
}

const forbidden = (): Refusal => new Refusal({ kind: 'forbidden', code: 'forbidden' });
