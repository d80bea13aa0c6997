import { findLinks, isAllowedHref } from './prose.links.ts';
import type { Prose, ProseBlock, ProseInline, ProseListItem, ProseMark, ProseText } from './prose.schemas.ts';

// Control characters other than tab and line feed: terminals print them, databases and mail refuse some of them.
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufffe\uffff]/gu;

/** Text as we keep it: line ends are `\n`, no control characters, no half of a surrogate pair. */
export function cleanText(text: string): string {
  return text.replace(/\r\n?/g, '\n').toWellFormed().replace(CONTROLS, '');
}

/** Turns a plain textarea's text into a document: blank lines part paragraphs, other line ends are kept as breaks. */
export function proseFromText(text: string): Prose {
  const paragraphs: string[][] = [];
  let lines: string[] = [];
  for (const line of [...cleanText(text).split('\n'), '']) {
    if (line.trim() !== '') lines.push(line.trimEnd());
    else if (lines.length > 0) {
      paragraphs.push(lines);
      lines = [];
    }
  }
  if (paragraphs.length === 0) return { type: 'doc', content: [{ type: 'paragraph' }] };
  return {
    type: 'doc',
    content: paragraphs.map((paragraph) => ({
      type: 'paragraph',
      content: paragraph.flatMap((line, index): ProseInline[] =>
        index === 0 ? [{ type: 'text', text: line }] : [{ type: 'hardBreak' }, { type: 'text', text: line }],
      ),
    })),
  };
}

/** The document as plain text for mail, search and the plain textarea; a link shows its address after its words. */
export function proseToText(prose: Prose): string {
  return linesOf(prose.content, true).join('\n').trimEnd();
}

/** The lines of some blocks as plain text, with an empty one between blocks when they stand `apart`. */
export function linesOf(blocks: readonly ProseBlock[], apart: boolean): string[] {
  return blocks.flatMap((block, index) => {
    const lines = linesOfBlock(block);
    return apart && index > 0 ? ['', ...lines] : lines;
  });
}

function linesOfBlock(block: ProseBlock): string[] {
  switch (block.type) {
    case 'paragraph':
      return (block.content ?? []).map(inlineWords).join('').split('\n');
    case 'codeBlock':
      return (block.content ?? [])
        .map((piece) => piece.text)
        .join('')
        .split('\n');
    case 'blockquote':
      return linesOf(block.content, true).map((line) => (line === '' ? '>' : `> ${line}`));
    case 'bulletList':
      return block.content.flatMap((item) => linesOfItem(item, '- '));
    case 'orderedList':
      return block.content.flatMap((item, index) => linesOfItem(item, `${block.attrs.start + index}. `));
  }
}

function linesOfItem(item: ProseListItem, bullet: string): string[] {
  const indent = ' '.repeat(bullet.length);
  return linesOf(item.content, false).map((line, index) => (index === 0 ? bullet : indent) + line);
}

/** What a piece says as plain text; a link shows its address after its words. */
export function inlineWords(inline: ProseInline): string {
  if (inline.type === 'hardBreak') return '\n';
  const href = hrefOf(inline);
  return href === null || href === inline.text || href === `mailto:${inline.text}` ? inline.text : `${inline.text} <${href}>`;
}

/** The first words on one line, at most `limit` characters as a reader counts them, the `…` included. */
export function excerpt(prose: Prose, limit = 200): string {
  const line = prose.content.map(wordsOf).join(' ').replace(/\s+/gu, ' ').trim();
  const kept: string[] = [];
  let length = 0;
  for (const { segment } of new Intl.Segmenter('ja', { granularity: 'grapheme' }).segment(line)) {
    // One grapheme may be piled up without end; what is seen is bounded all the same.
    if (kept.length === limit || length + segment.length > limit * 16) {
      return (
        kept
          .slice(0, Math.max(0, limit - 1))
          .join('')
          .trimEnd() + '…'
      );
    }
    kept.push(segment);
    length += segment.length;
  }
  return line;
}

function wordsOf(block: ProseBlock | ProseListItem): string {
  switch (block.type) {
    case 'paragraph':
    case 'codeBlock':
      return (block.content ?? []).map((inline: ProseInline) => (inline.type === 'text' ? inline.text : ' ')).join('');
    default:
      return block.content.map(wordsOf).join(' ');
  }
}

// Format characters and the "fillers" draw nothing, and are typed to pass for an answer.
const VISIBLE = /[^\s\p{Cc}\p{Cf}\p{Mn}\u115f\u1160\u2800\u3164\uffa0]/u;

/** Tells whether nothing in the text can be seen. */
export function isBlankText(text: string): boolean {
  return !VISIBLE.test(text);
}

/** Tells whether the document says nothing, however many empty paragraphs and lists it has. */
export function isBlank(prose: Prose): boolean {
  return prose.content.every((block) => isBlankText(wordsOf(block)));
}

/**
 * The document as HTML: the only HTML that people's words ever become. Every text is escaped, links open apart and
 * lend no authority, bare http(s) addresses become links. There is no whitespace between tags, so the reader may
 * keep typed spaces with `white-space: pre-wrap`.
 */
export function renderProse(prose: Prose): string {
  return prose.content.map(renderBlock).join('');
}

/** One block of {@link renderProse}. */
export function renderBlock(block: ProseBlock): string {
  switch (block.type) {
    case 'paragraph':
      return `<p>${renderInlines(block.content ?? []) || '<br>'}</p>`;
    case 'bulletList':
      return `<ul>${block.content.map(renderItem).join('')}</ul>`;
    case 'orderedList': {
      const start = Math.trunc(Number(block.attrs.start)) || 0;
      return `<ol${start === 1 ? '' : ` start="${start}"`}>${block.content.map(renderItem).join('')}</ol>`;
    }
    case 'blockquote':
      return `<blockquote>${block.content.map(renderBlock).join('')}</blockquote>`;
    case 'codeBlock':
      return `<pre><code>${(block.content ?? []).map((piece) => escapeHtml(piece.text)).join('')}</code></pre>`;
    default:
      return '';
  }
}

const renderItem = (item: ProseListItem): string => `<li>${item.content.map(renderBlock).join('')}</li>`;

/** Words and breaks of {@link renderProse}. Neighbours under one address share one link, so that it is one stop for the keyboard. */
export function renderInlines(inlines: readonly ProseInline[]): string {
  let html = '';
  let open: string | null = null;
  for (const inline of inlines) {
    const href = inline.type === 'text' ? hrefOf(inline) : null;
    if (href !== open) {
      if (open !== null) html += '</a>';
      if (href !== null) html += openLink(href);
      open = href;
    }
    if (inline.type === 'text') html += renderText(inline, href === null);
    else if (inline.type === 'hardBreak') html += '<br>';
  }
  return open === null ? html : `${html}</a>`;
}

const TAGS = [
  ['code', 'code'],
  ['strike', 's'],
  ['underline', 'u'],
  ['italic', 'em'],
  ['bold', 'strong'],
] as const;

function renderText({ text, marks = [] }: ProseText, mayLink: boolean): string {
  const isCode = has(marks, 'code');
  let html =
    mayLink && !isCode
      ? findLinks(text)
          .map((piece) => (piece.href === null ? escapeHtml(piece.text) : `${openLink(piece.href)}${escapeHtml(piece.text)}</a>`))
          .join('')
      : escapeHtml(text);
  for (const [mark, tag] of TAGS) if (has(marks, mark)) html = `<${tag}>${html}</${tag}>`;
  return html;
}

const has = (marks: readonly ProseMark[], type: ProseMark['type']): boolean => marks.some((mark) => mark.type === type);

function hrefOf({ marks = [] }: ProseText): string | null {
  for (const mark of marks) {
    // Asked again here: a document stored by an older rule must not outlive it.
    if (mark.type === 'link') return isAllowedHref(mark.attrs.href) ? mark.attrs.href : null;
  }
  return null;
}

const openLink = (href: string): string => `<a href="${escapeHtml(href)}" target="_blank" rel="noopener noreferrer nofollow">`;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as it stands in HTML, between tags or in a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
