import { normalPassword } from './password.ts';

const WORD_MIN = 4;
/** Numbers are weighed apart: a year in a contract's number must not forbid that year. */
const NUMBER_MIN = 6;
const PERSONAL_LIMIT = 100;
const PERSONAL_LENGTH = 200;

const folded = (text: string) => normalPassword(text).toLowerCase();
const squeezed = (text: string) => text.replace(/[^\p{L}\p{N}]+/gu, '');
const isLongEnough = (word: string) => [...word].length >= (/^\d+$/.test(word) ? NUMBER_MIN : WORD_MIN);

/**
 * The words in names, addresses and identifiers that a password must not contain: whole, without separators, and split
 * where the script changes (株式会社サンプル also gives サンプル). Lower case, ordinary width, four characters or more.
 */
export function personalWords(personal: readonly string[]): string[] {
  const found = personal.slice(0, PERSONAL_LIMIT).flatMap((given) => {
    const text = folded(given.slice(0, PERSONAL_LENGTH));
    const pieces = text.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
    const scripts = text.match(/[\p{Script=Katakana}ー]+|\p{Script=Hiragana}+|\p{Script=Han}+|[a-z]+|\d+/gu) ?? [];
    return [squeezed(text), ...pieces, ...scripts];
  });
  return [...new Set(found)].filter(isLongEnough);
}

const disguises: readonly Record<string, string>[] = [
  { '0': 'o', '1': 'l', '3': 'e', '4': 'a', '5': 's', '7': 't', '@': 'a', $: 's', '!': 'i' },
  { '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't', '@': 'a', $: 's', '!': 'l' },
];
const unmasked = (text: string, disguise: Record<string, string>) => [...text].map((char) => disguise[char] ?? char).join('');

/** True if the password contains a word of its user, account or product, also in another case or width or as `s4mp1e` (D-3). */
export function isPersonal(password: string, personal: readonly string[]): boolean {
  const text = folded(password);
  const readings = [text, squeezed(text), ...disguises.map((disguise) => unmasked(text, disguise))];
  return personalWords(personal).some((word) => readings.some((reading) => reading.includes(word)));
}

const RUN_MIN = 4;
const SAME_MIN = 3;
const FEW_CHARACTERS = 4;

const walks = ['1234567890-=', 'qwertyuiop', 'asdfghjkl;', 'zxcvbnm,./', '1qaz', '2wsx', '3edc', '4rfv', '5tgb', '6yhn', '7ujm', '8ik,', '9ol.', '0p;/'];
const allWalks = walks.flatMap((walk) => [walk, [...walk].reverse().join('')]);
const keyOf: Record<string, string> = { '!': '1', '@': '2', '#': '3', $: '4', '%': '5', '^': '6', '&': '7', '*': '8', '(': '9', ')': '0', _: '-', '+': '=' };

const isLetterOrDigit = (char: string) => /[\p{L}\p{N}]/u.test(char);

/** How far a run with this step between neighbours goes on from `start`: 1 for abcd, -1 for 4321, 0 for aaaa. */
function stepRun(chars: readonly string[], start: number, step: number): number {
  let end = start + 1;
  while (end < chars.length && chars[end]!.codePointAt(0)! - chars[end - 1]!.codePointAt(0)! === step && (step === 0 || isLetterOrDigit(chars[end]!))) end += 1;
  return end - start;
}

function walkRun(text: string, start: number): number {
  let length = RUN_MIN;
  while (start + length <= text.length && allWalks.some((walk) => walk.includes(text.slice(start, start + length)))) length += 1;
  return length - 1;
}

function runAt(text: string, chars: readonly string[], start: number): number {
  const same = stepRun(chars, start, 0);
  const longest = Math.max(stepRun(chars, start, 1), stepRun(chars, start, -1), walkRun(text, start));
  return Math.max(same >= SAME_MIN ? same : 0, longest >= RUN_MIN ? longest : 0);
}

/** How many characters belong to runs: neighbours of the alphabet, of the digits or of the keyboard, or one character again and again. */
function lengthOfRuns(text: string): number {
  // UTF-16 units, so that the walks and the steps count alike.
  const chars = text.split('');
  let total = 0;
  for (let start = 0; start < chars.length;) {
    const run = runAt(text, chars, start);
    total += run;
    start += run || 1;
  }
  return total;
}

/** True if the text is one piece over and over, the last time perhaps only its beginning. */
function isOnePieceRepeated(text: string): boolean {
  for (let piece = 1; piece * 2 <= text.length; piece += 1) if (text.startsWith(text.slice(piece))) return true;
  return false;
}

/** True for Sakura-Sakura-1!: one word again and again, between whatever else. */
function isOneWordRepeated(text: string): boolean {
  const words = text.match(/\p{L}{3,}/gu) ?? [];
  return words.length > 1 && new Set(words).size === 1 && words.join('').length * 2 > text.length;
}

/** True if repeats and runs (aaaa, abcdefgh, 12345678, qwerty, Aa1!Aa1!) make up most of the password (G-2.3-4). Expects a bounded password. */
export function isMostlyRepeats(password: string): boolean {
  const text = folded(password);
  const keys = [...text].map((char) => keyOf[char] ?? char).join('');
  if (new Set(text).size <= FEW_CHARACTERS || isOnePieceRepeated(text) || isOneWordRepeated(text)) return true;
  return lengthOfRuns(keys) * 2 > keys.length;
}
