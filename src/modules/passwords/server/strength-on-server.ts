import diceware from '@zxcvbn-ts/language-common/dist/diceware.json.mjs';
import commonWordsEn from '@zxcvbn-ts/language-en/dist/commonWords.json.mjs';
import firstNamesEn from '@zxcvbn-ts/language-en/dist/firstnames.json.mjs';
import { makeEstimate } from '../estimate.ts';
import { everydayWords } from '../everyday-words.ts';

/** Imported when the first password is judged: with its lists it takes some 40 MB. English surnames and Wikipedia are left out for memory. */
export const estimateOnServer = makeEstimate({ ...everydayWords, 'commonWords-en': commonWordsEn, 'diceware-common': diceware, 'firstnames-en': firstNamesEn });
