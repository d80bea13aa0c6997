import { isBlankText, proseToText } from '../prose.ts';
import type { Prose } from '../prose.schemas.ts';

/** Unsent words of this tab: plain text, and the document when the editor had been running. */
export interface Draft {
  readonly text: string;
  readonly prose: Prose | null;
}

/** The draft under that key, or null when there is none that can be read. */
export function readDraft(key: string | undefined): Draft | null {
  if (!key) return null;
  try {
    const kept = JSON.parse(sessionStorage.getItem(key) ?? 'null') as Partial<Draft> | null;
    if (typeof kept?.text !== 'string' || isBlankText(kept.text)) return null;
    // Renders the document once, so that one kept by an older page cannot break this one.
    const prose = kept.prose && proseToText(kept.prose) === kept.text ? kept.prose : null;
    return { text: kept.text, prose };
  } catch {
    return null;
  }
}

/** Keeps the draft for this tab, or forgets it when it is blank; tells whether one is kept. */
export function keepDraft(key: string | undefined, draft: Draft): boolean {
  if (!key) return false;
  try {
    if (isBlankText(draft.text)) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(draft));
    return !isBlankText(draft.text);
  } catch {
    // Storage is full or switched off: writing goes on without a draft, and without a note that claims one.
    return false;
  }
}
