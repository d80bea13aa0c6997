import passwords from '@zxcvbn-ts/language-common/dist/passwords.json.mjs';
import sequencesEn from '@zxcvbn-ts/language-en/dist/wordSequences.json.mjs';
import commonWordsJa from '@zxcvbn-ts/language-ja/dist/commonWords.json.esm.js';
import firstNamesJa from '@zxcvbn-ts/language-ja/dist/firstnames.json.esm.js';
import lastNamesJa from '@zxcvbn-ts/language-ja/dist/lastnames.json.esm.js';
import wikipediaJa from '@zxcvbn-ts/language-ja/dist/wikipedia.json.esm.js';

/**
 * The lists that a browser can afford: leaked passwords (most everyday English words and names are among them), and romaji. Taken file by file,
 * since the packages' own doors bring every list along. The server adds more, so it is never milder than the browser.
 */
export const everydayWords: Record<string, string[]> = {
  'passwords-common': passwords,
  ...sequencesEn,
  'commonWords-ja': commonWordsJa,
  'firstnames-ja': firstNamesJa,
  'lastnames-ja': lastNamesJa,
  'wikipedia-ja': wikipediaJa,
};
