import { AsyncLocalStorage } from 'node:async_hooks';
import type { Language } from '#kernel/actor.ts';
import { overwriteGetLocale } from '#runtime';

const current = new AsyncLocalStorage<Language>();
overwriteGetLocale(() => current.getStore() ?? 'ja');

/** Runs a request in its reader's language; every message inside speaks it. */
export const inLanguage = <T>(language: Language, work: () => T): T => current.run(language, work);

/** Before sign-in: the language chosen here, else the browser's first one that we speak, else Japanese. */
export function guessLanguage(input: { chosen: string | undefined; accepted: string | null }): Language {
  if (input.chosen === 'ja' || input.chosen === 'en') return input.chosen;
  for (const part of (input.accepted ?? '').split(',').slice(0, 10)) {
    const tag = part.trim().slice(0, 2).toLowerCase();
    if (tag === 'ja' || tag === 'en') return tag;
  }
  return 'ja';
}
