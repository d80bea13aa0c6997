/** Limits of one rich text document. Characters are UTF-16 units, as `<textarea maxlength>` counts them. */
export const PROSE_LIMITS = {
  /** Levels below the document: five nested lists, each of which costs two, and their text. */
  depth: 12,
  characters: 20_000,
  nodes: 5_000,
  /** One link's address. */
  href: 2_000,
  /** All link addresses together, so that marks cannot carry what the text may not. */
  hrefs: 100_000,
  /** A document as JSON text, before it is parsed at all. */
  json: 1_000_000,
} as const;
