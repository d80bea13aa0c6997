import { Editor, type ChainedCommands, type JSONContent } from '@tiptap/core';
import Placeholder from '@tiptap/extension-placeholder';
import { TableCell, TableHeader, TableRow } from '@tiptap/extension-table';
import StarterKit from '@tiptap/starter-kit';
import { isAllowedHref } from '#modules/prose/index.ts';
import { filesOf } from '#modules/prose/ui/files.ts';
import type { ArticleBody } from '../body.schemas.ts';
import { ArticleDocument, ArticleHeading, ArticleTable, Callout, Picture } from './article-nodes.ts';
import type { ArticleTool } from './article-tools.ts';

/** The running editor, as little of it as the component needs. */
export interface LiveArticle {
  apply(tool: Exclude<ArticleTool, 'link' | 'picture'>): void;
  /** The address of the link at the selection; empty where there is none. */
  link(): string;
  /** Makes a link of the selection, or lifts it when the address is empty. */
  setLink(href: string): void;
  addPicture(file: string): void;
  replace(body: ArticleBody): void;
  destroy(): void;
}

export interface ArticleSetup {
  readonly element: HTMLElement;
  readonly attributes: Readonly<Record<string, string>>;
  readonly placeholder: string;
  readonly body: ArticleBody;
  pictureHref(file: string): string;
  onchange(body: ArticleBody): void;
  onselect(active: ReadonlySet<string>): void;
  /** Files that were pasted or dropped. */
  onfiles(files: File[]): void;
}

const toneOf = { note: 'note', tip: 'tip', warning: 'warning' } as const;

/** Starts TipTap with exactly the nodes and marks that articles have. The only file of articles that loads it. */
export function startArticleEditor(setup: ArticleSetup): LiveArticle {
  const take = (transfer: DataTransfer | null): boolean => {
    const files = filesOf(transfer);
    if (files.length > 0) setup.onfiles(files);
    return files.length > 0;
  };
  const editor = new Editor({
    element: setup.element,
    extensions: [
      StarterKit.configure({
        document: false,
        heading: false,
        horizontalRule: false,
        codeBlock: { languageClassPrefix: null },
        link: { autolink: false, openOnClick: false, isAllowedUri: (href) => isAllowedHref(href), shouldAutoLink: isAllowedHref },
      }),
      ArticleDocument,
      ArticleHeading,
      ArticleTable,
      TableRow,
      TableHeader,
      TableCell,
      Callout,
      Picture(setup.pictureHref),
      Placeholder.configure({ placeholder: setup.placeholder }),
    ],
    content: setup.body as JSONContent,
    editorProps: {
      attributes: setup.attributes,
      handlePaste: (_view, event) => take(event.clipboardData),
      handleDrop: (_view, event, _slice, moved) => !moved && take(event.dataTransfer),
    },
    injectCSS: false,
    onUpdate: () => setup.onchange(bodyOf(editor)),
    onTransaction: () => setup.onselect(activeTools(editor)),
  });
  return {
    apply: (tool) => (tool === 'table' ? insertSection(editor, blankTable) : void steps[tool](editor.chain().focus()).run()),
    link: () => String(editor.getAttributes('link')['href'] ?? ''),
    setLink: (href) => {
      const chain = editor.chain().focus().extendMarkRange('link');
      if (href === '') chain.unsetLink().run();
      else if (editor.state.selection.empty && !editor.isActive('link'))
        chain.insertContent({ type: 'text', text: href, marks: [{ type: 'link', attrs: { href } }] }).run();
      else chain.setLink({ href }).run();
    },
    addPicture: (file) => insertSection(editor, { type: 'picture', attrs: { file, alt: '' } }),
    replace: (body) => void editor.commands.setContent(body as JSONContent, { emitUpdate: false }),
    destroy: () => editor.destroy(),
  };
}

const blankRow = (type: 'tableHeader' | 'tableCell'): JSONContent => ({
  type: 'tableRow',
  content: Array.from({ length: 3 }, () => ({ type, content: [{ type: 'paragraph' }] })),
});
const blankTable: JSONContent = { type: 'table', content: [blankRow('tableHeader'), blankRow('tableCell'), blankRow('tableCell')] };

/** Puts what stands only at the top level below the block with the caret, or in its place when that is an empty line. */
function insertSection(editor: Editor, section: JSONContent): void {
  const { $from } = editor.state.selection;
  const [start, end] = $from.depth === 0 ? [$from.pos, $from.pos] : [$from.before(1), $from.after(1)];
  const isBlank = $from.depth === 1 && $from.parent.type.name === 'paragraph' && $from.parent.childCount === 0;
  const at = isBlank ? start : end;
  editor
    .chain()
    .insertContentAt(isBlank ? { from: start, to: end } : end, [section, ...(end >= editor.state.doc.content.size ? [{ type: 'paragraph' }] : [])])
    .setTextSelection(section.type === 'table' ? at + 4 : at + 2)
    .focus()
    .run();
}

const callout = (tone: keyof typeof toneOf) => (chain: ChainedCommands) => chain.toggleWrap('callout', { tone });
const heading = (level: 2 | 3) => (chain: ChainedCommands) => chain.toggleNode('heading', 'paragraph', { level });

const steps: Record<Exclude<ArticleTool, 'link' | 'picture' | 'table'>, (chain: ChainedCommands) => ChainedCommands> = {
  heading: heading(2),
  subheading: heading(3),
  bold: (chain) => chain.toggleBold(),
  italic: (chain) => chain.toggleItalic(),
  underline: (chain) => chain.toggleUnderline(),
  strike: (chain) => chain.toggleStrike(),
  inlineCode: (chain) => chain.toggleCode(),
  bullets: (chain) => chain.toggleBulletList(),
  numbers: (chain) => chain.toggleOrderedList(),
  quote: (chain) => chain.toggleBlockquote(),
  code: (chain) => chain.toggleCodeBlock(),
  note: callout('note'),
  tip: callout('tip'),
  warning: callout('warning'),
  undo: (chain) => chain.undo(),
  redo: (chain) => chain.redo(),
  rowBelow: (chain) => chain.addRowAfter(),
  columnAfter: (chain) => chain.addColumnAfter(),
  headerRow: (chain) => chain.toggleHeaderRow(),
  deleteRow: (chain) => chain.deleteRow(),
  deleteColumn: (chain) => chain.deleteColumn(),
  deleteTable: (chain) => chain.deleteTable(),
};

function activeTools(editor: Editor): ReadonlySet<string> {
  const nodes = {
    bold: 'bold',
    italic: 'italic',
    underline: 'underline',
    strike: 'strike',
    inlineCode: 'code',
    link: 'link',
    bullets: 'bulletList',
    numbers: 'orderedList',
  };
  const active = Object.entries({ ...nodes, quote: 'blockquote', code: 'codeBlock', inTable: 'table' }).filter(([, name]) => editor.isActive(name));
  const tones = Object.keys(toneOf).filter((tone) => editor.isActive('callout', { tone }));
  const levels = [...(editor.isActive('heading', { level: 2 }) ? ['heading'] : []), ...(editor.isActive('heading', { level: 3 }) ? ['subheading'] : [])];
  return new Set([...active.map(([tool]) => tool), ...tones, ...levels]);
}

/** What was written, in the stored form: without the empty paragraphs at the end, and with no attributes but ours. */
function bodyOf(editor: Editor): ArticleBody {
  const content = [...(editor.getJSON().content ?? [])];
  const isEmpty = (block: JSONContent | undefined) => block?.type === 'paragraph' && (block.content ?? []).length === 0;
  while (content.length > 1 && isEmpty(content.at(-1))) content.pop();
  return { type: 'doc', content: content.map(withOwnAttributes) } as ArticleBody;
}

function withOwnAttributes({ type, attrs, text, marks, content }: JSONContent): JSONContent {
  const own = attributesOf(type ?? '', attrs ?? {});
  return {
    type: type!,
    ...(own && { attrs: own }),
    ...(text !== undefined && { text }),
    ...(marks &&
      type !== 'hardBreak' && {
        marks: marks.map((mark) => (mark.type === 'link' ? { type: 'link', attrs: { href: mark.attrs?.['href'] } } : { type: mark.type })),
      }),
    ...(content && { content: content.map(withOwnAttributes) }),
  };
}

function attributesOf(type: string, attrs: Record<string, unknown>): Record<string, unknown> | undefined {
  if (type === 'orderedList') return { start: Number.isSafeInteger(attrs['start']) ? attrs['start'] : 1 };
  if (type === 'heading') return { level: attrs['level'] === 3 ? 3 : 2 };
  if (type === 'picture') return { file: attrs['file'], alt: attrs['alt'] };
  if (type === 'callout') return { tone: attrs['tone'] };
  if (type === 'tableCell' || type === 'tableHeader') return { colspan: attrs['colspan'] ?? 1, rowspan: attrs['rowspan'] ?? 1 };
  return undefined;
}
