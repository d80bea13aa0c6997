import { Refusal } from '#kernel/refusal.ts';

const conflict = (code: string, params?: Record<string, number>): Refusal => new Refusal({ kind: 'conflict', code, ...(params ? { params } : {}) });

/** A decision is final, whoever made it (G-4.7-9). */
export const requestDecided = (): Refusal => conflict('request_decided');

/** Somebody else was faster; the page shows what changed. */
export const requestChanged = (): Refusal => conflict('request_changed');

/** A colleague works on it: whoever wants to decide takes it over first. */
export const requestClaimed = (): Refusal => conflict('request_claimed');

/** No question waits for an answer. */
export const requestNotAsked = (): Refusal => conflict('request_not_asked');

/** The item's form was changed while it was filled in. */
export const formChanged = (): Refusal => conflict('request_form_changed');

/** The item costs another number of points than was quoted. */
export const pointsChanged = (points: number): Refusal => conflict('request_points_changed', { points });

/** After the end of its contract a customer only reads. */
export const contractOver = (): Refusal => conflict('contract_over');
