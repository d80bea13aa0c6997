import { Editor, Extension, type JSONContent } from '@tiptap/core';
import Placeholder from '@tiptap/extension-placeholder';
import type { Node as DocumentNode } from '@tiptap/pm/model';
import { Plugin } from '@tiptap/pm/state';
import StarterKit from '@tiptap/starter-kit';
import { PROSE_LIMITS } from '../prose.limits.ts';
import { isAllowedHref } from '../prose.links.ts';
import type { Prose } from '../prose.schemas.ts';
import { proseFromText } from '../prose.ts';
import type { Tool } from './tools.ts';

/** The running editor, as little of it as the component needs. */
export interface LiveEditor {
  /** Applies or lifts one of the toolbar's formats at the selection. */
  apply(tool: Tool): void;
  focus(): void;
  replace(prose: Prose): void;
  destroy(): void;
}

export interface EditorSetup {
  readonly element: HTMLElement;
  readonly attributes: Readonly<Record<string, string>>;
  readonly placeholder: string;
  readonly prose: Prose;
  /** What stands before the caret in the plain text that the document was made of; null for the end. */
  readonly textBeforeCaret: string | null;
  onchange(prose: Prose): void;
  /** Tells which formats hold at the selection. */
  onselect(active: ReadonlySet<Tool>): void;
}

const MARK_AND_NODE: Readonly<Record<Tool, string>> = {
  bold: 'bold',
  italic: 'italic',
  underline: 'underline',
  bullets: 'bulletList',
  numbers: 'orderedList',
  quote: 'blockquote',
  code: 'codeBlock',
};

/** Levels below the document, counted as the schema counts them. */
function depthOf(node: DocumentNode): number {
  let deepest = 0;
  node.forEach((child) => {
    deepest = Math.max(deepest, 1 + depthOf(child));
  });
  return deepest;
}

/** What is nested deeper than may be stored never gets in: keys do nothing there, pasted text comes in flat. */
const ShallowNesting = Extension.create({
  name: 'shallowNesting',
  addProseMirrorPlugins() {
    let flattening = false;
    return [
      new Plugin({
        filterTransaction: (transaction) => !transaction.docChanged || depthOf(transaction.doc) <= PROSE_LIMITS.depth,
        props: {
          handlePaste(view, event, slice) {
            let deepest = 0;
            slice.content.forEach((node) => {
              deepest = Math.max(deepest, 1 + depthOf(node));
            });
            const text = event.clipboardData?.getData('text/plain') ?? '';
            const isDeep = view.state.selection.$from.depth + deepest > PROSE_LIMITS.depth;
            if (flattening || !isDeep || text === '') return false;
            flattening = true;
            try {
              return view.pasteText(text);
            } finally {
              flattening = false;
            }
          },
        },
      }),
    ];
  },
});

/** Starts TipTap with exactly the nodes and marks that our schema knows. The only file that loads it. */
export function startEditor(setup: EditorSetup): LiveEditor {
  const editor = new Editor({
    element: setup.element,
    extensions: [
      StarterKit.configure({
        heading: false,
        horizontalRule: false,
        dropcursor: false,
        codeBlock: { languageClassPrefix: null },
        link: {
          // Bare addresses become links when shown, by a rule that knows Japanese follows without a space.
          autolink: false,
          openOnClick: false,
          isAllowedUri: (href) => isAllowedHref(href),
          shouldAutoLink: isAllowedHref,
        },
      }),
      Placeholder.configure({ placeholder: setup.placeholder }),
      ShallowNesting,
    ],
    content: setup.prose as JSONContent,
    editorProps: { attributes: setup.attributes },
    // Logs and commands are pasted here: their asterisks and underscores are not formatting.
    enablePasteRules: false,
    injectCSS: false,
    onUpdate: () => setup.onchange(proseOf(editor)),
    onTransaction: () => setup.onselect(activeTools(editor)),
  });
  const caret = caretAfter(editor, setup.textBeforeCaret);
  editor.commands.setTextSelection(caret);
  setup.onselect(activeTools(editor));
  return {
    apply: (tool) => apply(editor, tool),
    focus: () => {
      editor.view.focus();
      editor.commands.scrollIntoView();
    },
    replace: (prose) => editor.commands.setContent(prose as JSONContent, { emitUpdate: false }),
    destroy: () => editor.destroy(),
  };
}

function apply(editor: Editor, tool: Tool): void {
  const chain = editor.chain().focus();
  const steps = {
    bold: () => chain.toggleBold(),
    italic: () => chain.toggleItalic(),
    underline: () => chain.toggleUnderline(),
    bullets: () => chain.toggleBulletList(),
    numbers: () => chain.toggleOrderedList(),
    quote: () => chain.toggleBlockquote(),
    code: () => chain.toggleCodeBlock(),
  } satisfies Record<Tool, () => typeof chain>;
  steps[tool]().run();
}

function activeTools(editor: Editor): ReadonlySet<Tool> {
  const tools = Object.keys(MARK_AND_NODE) as Tool[];
  return new Set(tools.filter((tool) => editor.isActive(MARK_AND_NODE[tool])));
}

function caretAfter(editor: Editor, text: string | null): number {
  const { doc, schema } = editor.state;
  const end = doc.content.size - 1;
  if (text === null) return end;
  if (text.trim() === '') return 1;
  return Math.min(end, schema.nodeFromJSON(proseFromText(text)).content.size - 1);
}

/**
 * What was written, in the stored form. The editor's nodes and marks are ours by its set-up; its own attributes go,
 * and so does the empty paragraph that it keeps to type on after a list or a code block.
 */
function proseOf(editor: Editor): Prose {
  const content = [...(editor.getJSON().content ?? [])];
  const isEmpty = (block: JSONContent | undefined) => block?.type === 'paragraph' && (block.content ?? []).length === 0;
  while (content.length > 1 && isEmpty(content.at(-1))) content.pop();
  return { type: 'doc', content: content.map(withOwnAttributes) } as Prose;
}

function withOwnAttributes({ type, attrs, text, marks, content }: JSONContent): JSONContent {
  return {
    type: type!,
    // Pasted lists may start at what is no number.
    ...(type === 'orderedList' && { attrs: { start: Number.isSafeInteger(attrs?.start) ? attrs?.start : 1 } }),
    ...(text !== undefined && { text }),
    ...(marks && type !== 'hardBreak' && { marks: marks.map(withOwnAttribute) }),
    ...(content && { content: content.map(withOwnAttributes) }),
  };
}

const withOwnAttribute = (mark: NonNullable<JSONContent['marks']>[number]) =>
  mark.type === 'link' ? { type: 'link', attrs: { href: mark.attrs?.href } } : { type: mark.type };
