import type { Locator } from '@playwright/test';
import type { Stage } from './stage.ts';

/**
 * The same said in both languages. `{menu_cases}` stands for the product's own word of that name in `messages/`, so that the guide
 * says what the screen says.
 */
export type Both = { readonly ja: string; readonly en: string };

/** What a reader sees at this point: `of` is what the picture is cut to (the window when there is none), `mark` is framed in it. */
export type Shot = { readonly caption: Both; readonly of?: readonly Locator[]; readonly mark?: readonly Locator[] };

/** Brings the product to where the step ends. Whatever does not work on the way throws, and the guide is not made. */
export type Act = (stage: Stage) => Promise<Shot | void>;

export type Part =
  | { readonly kind: 'text'; readonly text: Both }
  | { readonly kind: 'step'; readonly text: Both; readonly act: Act }
  | { readonly kind: 'list'; readonly items: readonly Both[] }
  | { readonly kind: 'table'; readonly head: readonly Both[]; readonly rows: readonly (readonly Both[])[] }
  | { readonly kind: 'callout'; readonly tone: 'note' | 'tip' | 'warning'; readonly text: Both }
  /** Proves what the text around it says, without a picture and without words of its own. */
  | { readonly kind: 'proof'; readonly act: Act };

/** A chapter under its number in the guide: `4`, `4.8` or `4.8.1`. */
export type Chapter = { readonly number: string; readonly title: Both; readonly parts: readonly Part[] };

export const both = (ja: string, en: string): Both => ({ ja, en });
export const text = (ja: string, en: string): Part => ({ kind: 'text', text: both(ja, en) });
export const step = (ja: string, en: string, act: Act): Part => ({ kind: 'step', text: both(ja, en), act });
export const list = (...items: readonly (readonly [ja: string, en: string])[]): Part => ({ kind: 'list', items: items.map(([ja, en]) => both(ja, en)) });
export const note = (ja: string, en: string): Part => ({ kind: 'callout', tone: 'note', text: both(ja, en) });
export const tip = (ja: string, en: string): Part => ({ kind: 'callout', tone: 'tip', text: both(ja, en) });
export const warning = (ja: string, en: string): Part => ({ kind: 'callout', tone: 'warning', text: both(ja, en) });
export const proof = (act: Act): Part => ({ kind: 'proof', act });
export const chapter = (number: string, ja: string, en: string, ...parts: readonly Part[]): Chapter => ({ number, title: both(ja, en), parts });

/** A table; each line is cells with `|` between them, Japanese first. */
export function table(head: readonly [ja: string, en: string], ...rows: readonly (readonly [ja: string, en: string])[]): Part {
  const cells = ([ja, en]: readonly [string, string]): Both[] => {
    const [left, right] = [ja.split('|'), en.split('|')];
    return left.map((cell, at) => both(cell.trim(), right[at]?.trim() ?? ''));
  };
  return { kind: 'table', head: cells(head), rows: rows.map(cells) };
}

/** Every text of a chapter, for those who check words. */
export function wordsOf({ title, parts }: Chapter): Both[] {
  return [
    title,
    ...parts.flatMap((part) => {
      switch (part.kind) {
        case 'list':
          return part.items;
        case 'table':
          return [...part.head, ...part.rows.flat()];
        case 'proof':
          return [];
        default:
          return [part.text];
      }
    }),
  ];
}
