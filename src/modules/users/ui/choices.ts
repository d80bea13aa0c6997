import type { Language } from '#kernel/actor.ts';

/** Each language under its own name, whatever the page speaks. */
export const languageNames: Record<Language, string> = { ja: '日本語', en: 'English' };

/** `System (日本語)`: nothing was chosen, so the deployment's choice holds (G-4.13.1-1). The guide writes it so in both languages. */
export const systemChoice = (name: string): string => `System (${name})`;
