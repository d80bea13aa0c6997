import type { Language } from '#kernel/actor.ts';
import { m } from '#messages';
import { escapeHtml, inlineWords, linesOf, renderBlock, renderInlines } from '#modules/prose/index.ts';
import type { ArticleBlock, ArticleBody, ArticleCell, ArticleHeading, ArticleRow, Tone } from './body.schemas.ts';

export type { ArticleBlock, ArticleBody } from './body.schemas.ts';
export { BODY_LIMITS, emptyBody, parseBody } from './body.schemas.ts';

const wordsOfHeading = (heading: ArticleHeading): string => (heading.content ?? []).map(inlineWords).join('').replace(/\s+/g, ' ').trim();

/** The words of an article, line by line: what search knows of it, and what versions are compared by. */
export function bodyToText(body: ArticleBody): string {
  return body.content
    .map((block) => textOf(block).join('\n'))
    .join('\n\n')
    .trim();
}

function textOf(block: ArticleBlock): string[] {
  switch (block.type) {
    case 'heading':
      return [wordsOfHeading(block)];
    case 'table':
      return block.content.map((row) => row.content.map((cell) => linesOf(cell.content, false).join(' ')).join('\t'));
    case 'picture':
      return block.attrs.alt === '' ? [] : [block.attrs.alt];
    case 'callout':
      return linesOf(block.content, false);
    default:
      return linesOf([block], false);
  }
}

/** The headings in order, with the ids that {@link renderBody} gives them: the table of contents. */
export function headingsOf(body: ArticleBody): { id: string; level: 2 | 3; text: string }[] {
  return body.content
    .filter((block) => block.type === 'heading')
    .map((heading, index) => ({ id: headingId(index), level: heading.attrs.level, text: wordsOfHeading(heading) }));
}

const headingId = (index: number): string => `section-${index + 1}`;

/** The files that stand in the text as pictures. */
export function picturesOf(body: ArticleBody): string[] {
  return [...new Set(body.content.flatMap((block) => (block.type === 'picture' ? [block.attrs.file] : [])))];
}

type Rendering = { pictureHref: (file: string) => string; language: Language };

/** The article as HTML of our own making, as {@link renderProse} of prose: every word is escaped. `language` is the version's. */
export function renderBody(body: ArticleBody, rendering: Rendering): string {
  let headings = 0;
  return body.content.map((block) => (block.type === 'heading' ? renderHeading(block, headingId(headings++)) : render(block, rendering))).join('');
}

function renderHeading(heading: ArticleHeading, id: string): string {
  const tag = heading.attrs.level === 3 ? 'h3' : 'h2';
  return `<${tag} id="${id}">${renderInlines(heading.content ?? [])}</${tag}>`;
}

function render(block: Exclude<ArticleBlock, ArticleHeading>, { pictureHref, language }: Rendering): string {
  switch (block.type) {
    case 'table':
      return `<div class="table" tabindex="0"><table>${renderRows(block.content)}</table></div>`;
    case 'picture': {
      const [href, alt] = [escapeHtml(pictureHref(block.attrs.file)), escapeHtml(block.attrs.alt)];
      const caption = alt === '' ? '' : `<figcaption>${alt}</figcaption>`;
      return `<figure><a href="${href}"><img src="${href}" alt="${alt || escapeHtml(m.article_picture({}, { locale: language }))}" loading="lazy"></a>${caption}</figure>`;
    }
    case 'callout': {
      const tone = toneWord(block.attrs.tone, language);
      return `<aside class="callout ${block.attrs.tone}"><p class="tone">${escapeHtml(tone)}</p>${block.content.map(renderBlock).join('')}</aside>`;
    }
    default:
      return renderBlock(block);
  }
}

function toneWord(tone: Tone, language: Language): string {
  const words = { note: m.article_tone_note, tip: m.article_tone_tip, warning: m.article_tone_warning };
  return words[tone]({}, { locale: language });
}

/** A first row of heads is the head of the table. */
function renderRows(rows: readonly ArticleRow[]): string {
  const [first, ...rest] = rows;
  if (!first) return '';
  const isHead = first.content.every((cell) => cell.type === 'tableHeader');
  const body = (isHead ? rest : rows).map((row) => renderRow(row, 'row')).join('');
  return `${isHead ? `<thead>${renderRow(first, 'col')}</thead>` : ''}<tbody>${body}</tbody>`;
}

const renderRow = (row: ArticleRow, scope: 'row' | 'col'): string => `<tr>${row.content.map((cell) => renderCell(cell, scope)).join('')}</tr>`;

function renderCell(cell: ArticleCell, scope: 'row' | 'col'): string {
  const span = (name: 'colspan' | 'rowspan') => (cell.attrs[name] > 1 ? ` ${name}="${Math.trunc(cell.attrs[name])}"` : '');
  const tag = cell.type === 'tableHeader' ? 'th' : 'td';
  const attributes = `${tag === 'th' ? ` scope="${scope}"` : ''}${span('colspan')}${span('rowspan')}`;
  return `<${tag}${attributes}>${cell.content.map(renderBlock).join('')}</${tag}>`;
}
