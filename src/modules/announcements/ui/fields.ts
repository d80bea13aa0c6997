import type { TypedAnnouncement } from '../announcement-form.ts';

/** What every part of the form is given: what was typed, and what is wrong with it by field, in words. */
export type Fields = { typed: TypedAnnouncement; errors: Record<string, string> };
