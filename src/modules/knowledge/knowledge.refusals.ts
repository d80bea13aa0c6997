import { Refusal } from '#kernel/refusal.ts';

/** Somebody else saved, sent or published this version since it was opened. */
export const versionChanged = (): Refusal => new Refusal({ kind: 'conflict', code: 'article_version_changed' });
/** What was asked does not fit the state that the version is in now. */
export const versionMoveRefused = (): Refusal => new Refusal({ kind: 'conflict', code: 'article_move_refused' });
export const versionReviewedByAuthor = (): Refusal => new Refusal({ kind: 'forbidden', code: 'article_reviewed_by_author' });
/** An earlier version is still to come out later than this one would. */
export const versionOutOfOrder = (): Refusal => new Refusal({ kind: 'conflict', code: 'article_out_of_order' });
/** Only what holds nothing is taken away. */
export const placeNotEmpty = (): Refusal => new Refusal({ kind: 'conflict', code: 'article_place_not_empty' });
