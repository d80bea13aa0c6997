import { KEPT_CHARACTERS } from './limits.ts';

/** What no search asks for and the database would refuse: control characters and other non-characters. */
const unkept = /[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff]/g;

/** Collects a file's words until there are enough of them. */
export class Words {
  readonly #pieces: string[] = [];
  #length = 0;
  #end = '\n';

  get full(): boolean {
    return this.#length >= KEPT_CHARACTERS;
  }

  /** The last character so far; a line's end when there is none. */
  get end(): string {
    return this.#end;
  }

  /** Adds a piece of running text: a word may go on in the next piece. Long blanks are cut before they are counted. */
  add(piece: string): void {
    if (this.full) return;
    const tidy = piece
      .replace(unkept, '')
      .replace(/[^\S\n]+/g, ' ')
      .replace(/ ?\n\s*/g, '\n');
    const kept = /\s/.test(this.#end) ? tidy.trimStart() : tidy;
    if (kept === '') return;
    this.#pieces.push(kept);
    this.#length += kept.length;
    this.#end = kept.at(-1) ?? '\n';
  }

  /** Ends a word: what follows is another cell, line or paragraph. */
  break(): void {
    this.add('\n');
  }

  toString(): string {
    return this.#pieces.join('').slice(0, KEPT_CHARACTERS).toWellFormed().trim();
  }
}
