import { parseDocument } from 'htmlparser2';
import { isAllowedHref, type ProseBlock, type ProseInline, type ProseListItem, type ProseMark } from '#modules/prose/index.ts';
import type { ArticleBlock } from '../../body.ts';

/** A block of an article, or a picture by its place among those of the document. */
export type DraftBlock = ArticleBlock | { readonly type: 'found'; readonly picture: number; readonly alt: string };
type Html = ReturnType<typeof parseDocument>['children'][number];
type Element = Extract<Html, { attribs: unknown }>;
type Found = Extract<DraftBlock, { type: 'found' }>;

/** Lists and quotes in each other, at most; what is deeper comes out flat. */
const MOST_LEVELS = 4;
const marks: Readonly<Record<string, ProseMark>> = {
  strong: { type: 'bold' },
  b: { type: 'bold' },
  em: { type: 'italic' },
  i: { type: 'italic' },
  u: { type: 'underline' },
  s: { type: 'strike' },
  del: { type: 'strike' },
  code: { type: 'code' },
};
const own = new Set(['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'table', 'blockquote', 'pre', 'div', 'section']);

const isElement = (node: Html): node is Element => 'attribs' in node;

/** HTML as blocks that we know: its words, links and structure; everything else falls away with its attributes. */
export function bodyFromHtml(html: string): DraftBlock[] {
  const pictures: Found[] = [];
  const blocks: DraftBlock[] = [];
  for (const group of groups(parseDocument(html).children)) {
    blocks.push(...topBlocks(group, pictures));
    blocks.push(...pictures.splice(0));
  }
  return blocks;
}

type Group = { name: string; children: Html[] };

/** What stands side by side: elements that are blocks, and runs of words between them as paragraphs. */
function groups(nodes: readonly Html[]): Group[] {
  const found: Group[] = [];
  let run: Html[] = [];
  const end = () => {
    if (run.length > 0) found.push({ name: 'p', children: run });
    run = [];
  };
  for (const node of nodes) {
    if (isElement(node) && own.has(node.name)) {
      end();
      found.push({ name: node.name, children: node.children });
    } else run.push(node);
  }
  end();
  return found;
}

function topBlocks({ name, children }: Group, pictures: Found[]): DraftBlock[] {
  if (/^h[1-6]$/.test(name)) {
    const content = inlines(children, [], pictures);
    return content.length > 0 ? [{ type: 'heading', attrs: { level: name === 'h1' || name === 'h2' ? 2 : 3 }, content }] : [];
  }
  if (name === 'table') return tableOf(children, pictures);
  if (name === 'div' || name === 'section') return groups(children).flatMap((group) => topBlocks(group, pictures));
  return proseBlocks({ name, children }, 0, pictures);
}

function proseBlocks({ name, children }: Group, level: number, pictures: Found[]): ProseBlock[] {
  const within = () => groups(children).flatMap((group) => proseBlocks(group, level + 1, pictures));
  if (level >= MOST_LEVELS) return paragraph(children, pictures);
  switch (name) {
    case 'ul':
    case 'ol': {
      const content = children.flatMap((child): ProseListItem[] => (isElement(child) && child.name === 'li' ? [itemOf(child.children, level, pictures)] : []));
      if (content.length === 0) return [];
      return [name === 'ul' ? { type: 'bulletList', content } : { type: 'orderedList', attrs: { start: 1 }, content }];
    }
    case 'blockquote': {
      const content = within();
      return content.length > 0 ? [{ type: 'blockquote', content }] : [];
    }
    case 'pre': {
      const text = wordsOf(children);
      return text.trim() === '' ? [] : [{ type: 'codeBlock', content: [{ type: 'text', text }] }];
    }
    case 'div':
    case 'section':
      return within();
    // A table in a cell or list is read line by line.
    case 'table':
      return cellsOf(children).flatMap((row) => row.flatMap((cell) => paragraph(cell.children, pictures)));
    default:
      return paragraph(children, pictures);
  }
}

function itemOf(children: readonly Html[], level: number, pictures: Found[]): ProseListItem {
  const content = groups(children).flatMap((group) => proseBlocks(group, level + 1, pictures));
  return { type: 'listItem', content: content[0]?.type === 'paragraph' ? content : [{ type: 'paragraph' }, ...content] };
}

function paragraph(children: readonly Html[], pictures: Found[]): ProseBlock[] {
  const content = inlines(children, [], pictures);
  return content.some((piece) => piece.type === 'text' && piece.text.trim() !== '') ? [{ type: 'paragraph', content }] : [];
}

function inlines(nodes: readonly Html[], held: readonly ProseMark[], pictures: Found[]): ProseInline[] {
  return nodes.flatMap((node): ProseInline[] => {
    if (node.type === 'text' && 'data' in node) {
      const text = node.data.replace(/[ \t\r\n]+/g, ' ');
      return text === '' ? [] : [{ type: 'text', text, ...(held.length > 0 && { marks: [...held] }) }];
    }
    if (!isElement(node)) return [];
    if (node.name === 'script' || node.name === 'style') return [];
    if (node.name === 'br') return [{ type: 'hardBreak' }];
    if (node.name === 'img') {
      const place = /^picture:(\d+)$/.exec(node.attribs['src'] ?? '')?.[1];
      if (place !== undefined) pictures.push({ type: 'found', picture: Number(place), alt: (node.attribs['alt'] ?? '').slice(0, 300) });
      return [];
    }
    const mark = markOf(node.name, node.attribs['href']);
    return inlines(node.children, mark && !held.some((one) => one.type === mark.type) ? [...held, mark] : held, pictures);
  });
}

function markOf(name: string, href: string | undefined): ProseMark | undefined {
  if (name !== 'a') return marks[name];
  return href !== undefined && isAllowedHref(href) ? { type: 'link', attrs: { href } } : undefined;
}

const wordsOf = (nodes: readonly Html[]): string =>
  nodes.map((node) => (isElement(node) ? (node.name === 'br' ? '\n' : wordsOf(node.children)) : 'data' in node ? node.data : '')).join('');

type Cell = { name: string; children: Html[]; attribs: Record<string, string> };

function cellsOf(nodes: readonly Html[]): Cell[][] {
  return nodes.flatMap((node): Cell[][] => {
    if (!isElement(node)) return [];
    if (node.name !== 'tr') return cellsOf(node.children);
    const cells = node.children.flatMap((child): Cell[] => (isElement(child) && (child.name === 'td' || child.name === 'th') ? [child] : []));
    return cells.length > 0 ? [cells] : [];
  });
}

function tableOf(nodes: readonly Html[], pictures: Found[]): DraftBlock[] {
  const span = (text: string | undefined) => Math.min(50, Math.max(1, Number.parseInt(text ?? '1', 10) || 1));
  const rows = cellsOf(nodes).map((cells) => ({
    type: 'tableRow' as const,
    content: cells.map((cell) => {
      const content = groups(cell.children).flatMap((group) => proseBlocks(group, 1, pictures));
      return {
        type: cell.name === 'th' ? ('tableHeader' as const) : ('tableCell' as const),
        attrs: { colspan: span(cell.attribs['colspan']), rowspan: span(cell.attribs['rowspan']) },
        content: content.length > 0 ? content : [{ type: 'paragraph' as const }],
      };
    }),
  }));
  return rows.length > 0 ? [{ type: 'table', content: rows }] : [];
}
