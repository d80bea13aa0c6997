import { Refusal } from '#kernel/refusal.ts';

/** Fewer points are left than are needed; `left` is how many. Nothing was held. */
export const pointsShort = (left: number): Refusal => new Refusal({ kind: 'invalid', code: 'points_short', params: { left } });

/** An adjustment would take more than there is. */
export const pointsTooFew = (left: number): Refusal =>
  new Refusal({ kind: 'invalid', code: 'points_too_few', params: { left }, fields: { points: 'points_too_few' } });
