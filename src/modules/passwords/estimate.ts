import { ZxcvbnFactory, type OptionsDictionary } from '@zxcvbn-ts/core';
import graphs from '@zxcvbn-ts/language-common/dist/adjacencyGraphs.json.mjs';

export type StrengthLevel = 0 | 1 | 2 | 3 | 4;
export type Strength = { level: StrengthLevel; tooCommon: boolean; guessesLog10: number };
export type Estimate = (password: string, personal: readonly string[]) => Strength;

// The time of an estimate grows faster than the length; what follows the 64th character cannot make it weaker.
const READ_LENGTH = 64;
const DISGUISES_TRIED = 10;
const LONGEST_WORD = 24;
/**
 * Fewer guesses than 10^9.5 are too few. zxcvbn's own steps are 10^8 and 10^10: the first lets keyboard patterns such as
 * !QAZ2wsx#EDC through, the second refuses a few random passwords of twelve characters.
 */
const ENOUGH = 9.5;
const levels = [6, ENOUGH, 11.5, 13.5] as const;

const levelOf = (guessesLog10: number) => levels.filter((limit) => guessesLog10 >= limit).length as StrengthLevel;

/** The word as written, and with the long vowels of romaji shortened: arigatou, arigato. */
const spellingsOf = (word: string) => new Set([word, word.replace(/ou|oo|oh(?![aeiou])/g, 'o').replace(/uu/g, 'u')]);
const withoutEdges = (password: string) => password.toLowerCase().replace(/^\P{L}+|\P{L}+$/gu, '');

/** Makes the strength meter for a set of word lists. Passwords are expected in normal form; only their first 64 characters are read. */
export function makeEstimate(dictionary: OptionsDictionary): Estimate {
  const meter = new ZxcvbnFactory({ dictionary, graphs, maxLength: READ_LENGTH, l33tMaxSubstitutions: DISGUISES_TRIED });

  const isListed = (word: string) => {
    if (word.length > LONGEST_WORD) return false;
    const { sequence } = meter.check(word);
    return sequence.length === 1 && sequence[0]?.pattern === 'dictionary';
  };
  // zxcvbn counts every character around a word as chosen by chance, though everybody writes Summer2026!!
  const isOneDressedWord = (password: string) => [...spellingsOf(withoutEdges(password.slice(0, READ_LENGTH)))].some(isListed);

  return (password, personal) => {
    const { guessesLog10 } = meter.check(password, [...personal]);
    const tooCommon = guessesLog10 < ENOUGH || isOneDressedWord(password);
    const level = levelOf(guessesLog10);
    return { level: tooCommon && level > 1 ? 1 : level, tooCommon, guessesLog10 };
  };
}
