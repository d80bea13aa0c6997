import type { Marked } from '#kernel/fold.ts';

/** A marked text without its marks. */
export const plainText = (marked: Marked): string => marked.map((piece) => piece.text).join('');
