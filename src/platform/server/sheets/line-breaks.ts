/** Where a text that has no place to break may still break, so that it stays inside its column. Lengths are in em. */

const BREAK = '\u200b';

/** Runs without a natural break: no spaces, and none of the characters between which Japanese breaks anyway. */
const UNBROKEN =
  /[^ \n\u3000\u200b\p{Script=Han}\u3042\u3044\u3046\u3048\u304a-\u3062\u3064-\u3082\u3084\u3086\u3088-\u308d\u308f-\u3094\u30a2\u30a4\u30a6\u30a8\u30aa-\u30c2\u30c4-\u30e2\u30e4\u30e6\u30e8-\u30ed\u30ef-\u30f4]+/gu;

/** Mail addresses and links are easier to read when they break before a dot or an at sign, and after a slash. */
const PIECES = /[@.]?[^@._/?&=:,;-]*[_/?&=:,;-]*/gu;

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The text with invisible places to break inside every run that is wider than the column. */
export function breakable(text: string, column: number): string {
  if (widthOf(text) <= column) return text;
  return text.replace(UNBROKEN, (run) =>
    widthOf(run) + 1 <= column
      ? run
      : piecesOf(run)
          .map((piece) => split(piece, column))
          .join(BREAK),
  );
}

/** How many lines the text takes at most in a column. */
export function linesOf(text: string, column: number): number {
  return text.split('\n').reduce((lines, line) => lines + 1 + Math.floor(widthOf(line) / Math.max(1, column - 1)), 0);
}

const piecesOf = (run: string): string[] => (run.match(PIECES) ?? []).filter(Boolean);

function split(piece: string, column: number): string {
  return widthOf(piece) + 1 <= column ? piece : Array.from(graphemes.segment(piece), ({ segment }) => segment).join(BREAK);
}

/** Never less than Noto Sans JP takes, and little more. */
function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += character > '\u007e' ? 1 : /[mwMW@%]/.test(character) ? 0.96 : /[A-Z&]/.test(character) ? 0.76 : 0.63;
  return width;
}
