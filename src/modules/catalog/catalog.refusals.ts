import { Refusal } from '#kernel/refusal.ts';

/** Somebody else saved this draft, or published it, since it was opened. Nothing was saved. */
export const catalogChanged = (): Refusal => new Refusal({ kind: 'conflict', code: 'catalog_changed' });

/** A form that contradicts itself is not published; the editor shows where. */
export const formFaulty = (): Refusal => new Refusal({ kind: 'invalid', code: 'catalog_form_faulty' });
