import { Refusal } from '#kernel/refusal.ts';

/** Somebody else changed or ended this announcement since it was opened. Nothing was saved. */
export const announcementChanged = (): Refusal => new Refusal({ kind: 'conflict', code: 'announcement_changed' });
