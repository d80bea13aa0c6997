import { makeEstimate } from '../estimate.ts';
import { everydayWords } from '../everyday-words.ts';

/** Imported only when somebody goes to a password field: a chunk of its own. */
export const estimateInBrowser = makeEstimate(everydayWords);
