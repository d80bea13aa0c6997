import { type Refusal } from './refusal.ts';

/** The answer of a policy: yes, or the refusal to throw. */
export type Verdict = { allowed: true } | { allowed: false; refusal: Refusal };

export const allow: Verdict = { allowed: true };
export const deny = (refusal: Refusal): Verdict => ({ allowed: false, refusal });

/** Throws the refusal of a verdict that says no. */
export function require(verdict: Verdict): void {
  if (!verdict.allowed) throw verdict.refusal;
}
