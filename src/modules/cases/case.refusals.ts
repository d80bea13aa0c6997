import { Refusal } from '#kernel/refusal.ts';

/** Closed is final for everyone (G-4.8.4-5): a new inquiry is needed. */
export const caseClosed = (): Refusal => new Refusal({ kind: 'conflict', code: 'case_closed' });

/** The move is not offered in this state. */
export const moveRefused = (): Refusal => new Refusal({ kind: 'conflict', code: 'case_move_refused' });

/** Somebody else was faster; the page shows what changed (D-13). */
export const caseChanged = (): Refusal => new Refusal({ kind: 'conflict', code: 'case_changed' });

/** The contract has ended: its customers only read. */
export const contractOver = (): Refusal => new Refusal({ kind: 'conflict', code: 'contract_over' });
