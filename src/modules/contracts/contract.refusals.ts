import { invalid, Refusal } from '#kernel/refusal.ts';

/** Another contract has this customer number. */
export const numberTaken = (): Refusal => invalid('contract_number_taken', { number: 'contract_number_taken' });

/** Somebody else changed the contract since its page was opened. */
export const contractChanged = (): Refusal => new Refusal({ kind: 'conflict', code: 'contract_changed' });
