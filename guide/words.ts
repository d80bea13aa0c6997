import type { Language } from '#kernel/actor.ts';
import { m } from '#messages';

type Name = keyof typeof m;
type Say = (values: Record<string, unknown>, options: { locale: Language }) => string;

/** Words that stand on screens with something of the installation in them. */
const VALUES = { provider: 'NTT', team: 'SAC' };

export const isWord = (name: string): name is Name => name in m;

/** The product's own word: what a button, a label or a heading says in this language. */
export function wordOf(name: Name, language: Language, values: Record<string, unknown> = {}): string {
  // Each message has a type of its own; the name chooses among them only at run time.
  return (m[name] as unknown as Say)({ ...VALUES, ...values }, { locale: language });
}

/** A text with the product's words in the place of their names. */
export function filled(text: string, language: Language): string {
  return text.replace(/\{([a-z_0-9]+)\}/g, (_, name: string) => {
    if (!isWord(name)) throw new Error(`There is no word {${name}}.`);
    return wordOf(name, language);
  });
}

export type Word = Name;
