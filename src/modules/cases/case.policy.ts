import type { Actor } from '#kernel/actor.ts';
import { notFound, Refusal } from '#kernel/refusal.ts';
import { allow, deny, type Verdict } from '#kernel/verdict.ts';
import { canMove, moves, type CaseFacts, type Move } from './case.ts';
import { caseClosed, contractOver, moveRefused } from './case.refusals.ts';

export type CaseAction = 'view' | 'comment' | 'note' | Move;

/**
 * Who may do what with a case. A customer sees the cases of the contracts linked to them (D-8); anything else does not
 * exist for them. Operators see all, but only customers accept, reject and close. After the end of a contract its customers only read.
 */
export function decideOnCase(actor: Actor, action: CaseAction, subject: CaseFacts): Verdict {
  if (!canSee(actor, subject)) return deny(notFound());
  if (action === 'view') return allow;
  if (action === 'note') return actor.kind === 'operator' ? allow : deny(notFound());
  if (subject.status === 'closed') return deny(caseClosed());
  if (isOver(actor, subject)) return deny(contractOver());
  if (action === 'comment') return allow;
  if (moves[action].by !== actor.kind) return deny(new Refusal({ kind: 'forbidden', code: 'forbidden' }));
  return canMove(subject.status, action) ? allow : deny(moveRefused());
}

function canSee(actor: Actor, subject: CaseFacts): boolean {
  if (actor.kind === 'operator') return true;
  if (actor.kind === 'nobody') return false;
  if (actor.kind === 'system') return actor.accountId === subject.accountId;
  return actor.accountId === subject.accountId && actor.contracts.some((contract) => contract.id === subject.contractId);
}

const isOver = (actor: Actor, subject: CaseFacts): boolean =>
  actor.kind === 'user' && actor.contracts.some((contract) => contract.id === subject.contractId && contract.isOver);
