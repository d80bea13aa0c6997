import { areBlank, type TypedAnswers } from '../typed-answers.ts';

/** Names what was typed and not sent yet, kept in this browser for one reader, contract and item. */
export const draftKey = (parts: { readerId: string; itemKey: string; contractNumber: string }): string =>
  ['madoguchi-request', parts.readerId, parts.contractNumber, parts.itemKey].join(':');

/** What was kept, or nothing where there is none that can be read. */
export function readDraft(key: string): TypedAnswers | undefined {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
    if (typeof kept !== 'object' || kept === null) return undefined;
    const draft: TypedAnswers = {};
    for (const [field, values] of Object.entries(kept)) {
      if (Array.isArray(values)) draft[field] = values.filter((value) => typeof value === 'string');
    }
    return areBlank(draft) ? undefined : draft;
  } catch {
    return undefined;
  }
}

/** Keeps a draft, or forgets it when it is blank. Storage that is full or switched off keeps nothing; filling in goes on. */
export function keepDraft(key: string, draft: TypedAnswers): void {
  try {
    if (areBlank(draft)) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(draft));
  } catch {
    // Nothing to do about it.
  }
}

export const dropDraft = (key: string): void => keepDraft(key, {});
