import { PROSE_LIMITS } from './prose.limits.ts';

/** A piece of text, and the address it leads to when it is a bare URL. */
export interface TextPiece {
  readonly text: string;
  readonly href: string | null;
}

// Browsers drop tabs and line ends inside an address before they read its scheme, so none may be in there.
const UNSAFE_IN_HREF = /[\s\u0000-\u0020\u007f-\u009f\\<>"`]/u;

/** Tells whether a link may lead there: absolute http, https or mailto, at most 2,000 characters. */
export function isAllowedHref(href: unknown): href is string {
  return (
    typeof href === 'string' &&
    href.length <= PROSE_LIMITS.href &&
    /^(?:https?:\/\/|mailto:)[^/]/i.test(href) &&
    !UNSAFE_IN_HREF.test(href) &&
    href.isWellFormed() &&
    URL.canParse(href)
  );
}

// ASCII only: Japanese is written right up to an address, without a space between.
const BARE_URL = /(?<![A-Za-z0-9])https?:\/\/[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]+/gi;

/** Cuts text into plain pieces and bare http(s) addresses; joined, the pieces are the text again. */
export function findLinks(text: string): TextPiece[] {
  const pieces: TextPiece[] = [];
  let from = 0;
  for (const match of text.matchAll(BARE_URL)) {
    const href = withoutTrailingPunctuation(match[0]);
    if (!isAllowedHref(href)) continue;
    if (match.index > from) pieces.push({ text: text.slice(from, match.index), href: null });
    pieces.push({ text: href, href });
    from = match.index + href.length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from), href: null });
  return pieces;
}

/** A sentence's full stop, or the bracket around an address, is not part of the address. */
function withoutTrailingPunctuation(url: string): string {
  const surplus = { ')': 0, ']': 0 };
  for (const character of url) {
    if (character === ')') surplus[')'] += 1;
    else if (character === '(') surplus[')'] -= 1;
    else if (character === ']') surplus[']'] += 1;
    else if (character === '[') surplus[']'] -= 1;
  }
  let end = url.length;
  for (; end > 0; end -= 1) {
    const last = url[end - 1]!;
    if (last === ')' || last === ']') {
      if (surplus[last] <= 0) break;
      surplus[last] -= 1;
    } else if (!".,;:!?'".includes(last)) break;
  }
  return url.slice(0, end);
}
