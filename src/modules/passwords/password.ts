import { normal } from '#kernel/normal.ts';

/** `guide` is the rule of the customers' guide (G-2.3-3); `strict` is length without classes (D-3). */
export type PasswordProfile = 'guide' | 'strict';

export type PasswordRule =
  | { code: 'min' | 'max'; params: { count: number } }
  | { code: 'lower' | 'upper' | 'digit'; params: Record<string, never> }
  | { code: 'symbol'; params: { symbols: string } };

export type RuleCode = PasswordRule['code'];
/** `printable` has no line in the checklist: it breaks only by characters that nobody can see or type. */
export type BrokenRule = RuleCode | 'printable';

/** The twelve symbols of G-2.3-3. Other characters are accepted besides, but do not count as the symbol. */
export const SYMBOLS = '!@#$%^&*?+-=';
/** Longer typed text, in UTF-16 units, is refused unread, so that a megabyte costs nothing. */
export const TYPED_LIMIT = 1000;

const lengths = { guide: { min: 12, max: 40 }, strict: { min: 15, max: 128 } } as const;

const classes: readonly { rule: PasswordRule; pattern: RegExp }[] = [
  { rule: { code: 'lower', params: {} }, pattern: /[a-z]/ },
  { rule: { code: 'upper', params: {} }, pattern: /[A-Z]/ },
  { rule: { code: 'digit', params: {} }, pattern: /[0-9]/ },
  { rule: { code: 'symbol', params: { symbols: SYMBOLS } }, pattern: /[!@#$%^&*?+\-=]/ },
];

// Controls, lone halves of a pair (which encode alike and would make different passwords equal), line separators, and
// invisible format marks that come along with pasted text. The zero-width joiner stays: emoji are made with it.
const unprintable = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]|(?!\u200d)\p{Cf}/u;

const classesOf = (profile: PasswordProfile) => (profile === 'guide' ? classes : []);

/**
 * The form in which a password is judged, hashed and compared: NFKC, so that one typed with a full-width keyboard or
 * another system's way to compose が is the same password. Nothing is trimmed or cut. Use it when setting and when
 * signing in; ASCII is unchanged by it.
 */
export const normalPassword = (typed: string): string => normal(typed);

/** The lines of the checklist, in the guide's order (G-2.3-3, G-4.4-12). */
export function rulesOf(profile: PasswordProfile): readonly PasswordRule[] {
  const { min, max } = lengths[profile];
  return [{ code: 'min', params: { count: min } }, { code: 'max', params: { count: max } }, ...classesOf(profile).map(({ rule }) => rule)];
}

/**
 * Which rules the password breaks, none if it is well formed (G-2.3-3). Characters are Unicode code points of the
 * normal form. One character too many is a broken rule; the password is never cut (D-3).
 */
export function brokenRules(password: string, profile: PasswordProfile): BrokenRule[] {
  if (password.length > TYPED_LIMIT) return ['max'];
  const normal = normalPassword(password);
  const { min, max } = lengths[profile];
  const count = [...normal].length;
  return [
    ...(count < min ? (['min'] as const) : []),
    ...(count > max ? (['max'] as const) : []),
    ...classesOf(profile).flatMap(({ rule, pattern }) => (pattern.test(normal) ? [] : [rule.code])),
    ...(unprintable.test(normal) ? (['printable'] as const) : []),
  ];
}
