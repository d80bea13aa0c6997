/**
 * What search takes for the same, as the database folds it (`app.fold`): half and full width, capital and small letters, katakana and
 * hiragana, a long vowel mark at the end of a katakana word, kinds of dashes, any run of blanks. For splitting and marking words; what
 * is found is the database's word.
 */
export function fold(words: string): string {
  return foldPlain(
    words
      .normalize('NFKC')
      .toLowerCase()
      .replace(/\s+/g, ' ')
      .replace(/^ +| +$/g, ''),
  );
}

const dashes = /[‐‑‒–—―−]/g;

function foldPlain(plain: string): string {
  return plain
    .replace(/(?<![ぁ-ゖ])ー+(?![ァ-ヺー])/g, '')
    .replace(/ー+(?![ぁ-ゖァ-ヺー])/g, '')
    .replace(/[ァ-ヶヽヾ]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60))
    .replace(dashes, '-')
    .replaceAll('〜', '~');
}

/** Words of one search, at most; more are left out. */
const MAX_WORDS = 8;

/** The words of what was typed: parted by blanks, unless between double quotes. Words of nothing but marks fall away. */
export function wordsIn(typed: string): string[] {
  const parts = [...typed.matchAll(/["“”＂]([^"“”＂]*)["“”＂]?|[^\s"“”＂]+/g)].map((match) => match[1] ?? match[0]);
  return [...new Set(parts.map(fold))].filter((word) => word !== '').slice(0, MAX_WORDS);
}

/** A text in pieces, of which the marked ones hold a word. */
export type Marked = { text: string; isMark: boolean }[];

/**
 * Marks where folded words stand in a text as it was written. One letter may fold to several and several to one, so every place of
 * the folded text remembers the letter that it came from.
 */
export function markWords(text: string, words: readonly string[]): Marked {
  const { folded, from } = foldWithPlaces(text);
  const hit = new Array<boolean>(text.length).fill(false);
  for (const word of words)
    for (let at = folded.indexOf(word); at >= 0 && word; at = folded.indexOf(word, at + word.length))
      hit.fill(true, from[at], from[at + word.length] ?? text.length);
  const pieces: Marked = [];
  let start = 0;
  for (let at = 1; at <= text.length; at += 1)
    if (at === text.length || hit[at] !== hit[start]) {
      pieces.push({ text: text.slice(start, at), isMark: hit[start] ?? false });
      start = at;
    }
  return pieces;
}

/** Folds letter by letter with its combining marks; what depends on neighbours is folded over the whole afterwards. */
function foldWithPlaces(text: string): { folded: string; from: number[] } {
  let plain = '';
  const places: number[] = [];
  for (const match of text.matchAll(/[\s\S][\u0300-\u036f\u3099\u309a\uff9e\uff9f]*/gu)) {
    const one = match[0].normalize('NFKC').toLowerCase();
    for (const unit of /^\s+$/.test(one) ? (plain.endsWith(' ') ? '' : ' ') : one) {
      plain += unit;
      for (let n = 0; n < unit.length; n += 1) places.push(match.index);
    }
  }
  const dropped = new Set<number>();
  for (const pattern of [/(?<![ぁ-ゖ])ー+(?![ァ-ヺー])/g, /ー+(?![ぁ-ゖァ-ヺー])/g])
    for (const match of plain.matchAll(pattern)) for (let n = 0; n < match[0].length; n += 1) dropped.add(match.index + n);
  const kept = [...plain.split('').keys()].filter((at) => !dropped.has(at));
  return { folded: foldPlain(kept.map((at) => plain[at]).join('')), from: [...kept.map((at) => places[at] as number), text.length] };
}
