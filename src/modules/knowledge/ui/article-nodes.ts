import { mergeAttributes, Node } from '@tiptap/core';
import { Table } from '@tiptap/extension-table';
import { m } from '#messages';

/** Only at the top level: what stands in lists, quotes and cells is prose. */
const SECTION = 'section';

export const ArticleDocument = Node.create({ name: 'doc', topNode: true, content: `(block | ${SECTION})+` });

export const ArticleHeading = Node.create({
  name: 'heading',
  group: SECTION,
  content: 'inline*',
  defining: true,
  addAttributes: () => ({ level: { default: 2, rendered: false } }),
  // A pasted page's own title and its deep levels come as the nearest that articles have.
  parseHTML: () => [1, 2, 3, 4, 5, 6].map((level) => ({ tag: `h${level}`, attrs: { level: level < 3 ? 2 : 3 } })),
  renderHTML: ({ node, HTMLAttributes }) => [node.attrs['level'] === 3 ? 'h3' : 'h2', HTMLAttributes, 0],
});

export const ArticleTable = Table.extend({ group: SECTION }).configure({ resizable: false });

export const Callout = Node.create({
  name: 'callout',
  group: SECTION,
  content: 'block+',
  defining: true,
  addAttributes: () => ({
    tone: {
      default: 'note',
      parseHTML: (element: HTMLElement) => ['tip', 'warning'].find((tone) => element.classList.contains(tone)) ?? 'note',
      rendered: false,
    },
  }),
  parseHTML: () => [{ tag: 'aside' }],
  renderHTML: ({ node, HTMLAttributes }) => ['aside', mergeAttributes(HTMLAttributes, { class: `callout ${String(node.attrs['tone'])}` }), 0],
});

/** A picture with the words that say what it shows, written below it. */
export const Picture = (hrefOf: (file: string) => string) =>
  Node.create({
    name: 'picture',
    group: SECTION,
    atom: true,
    draggable: true,
    addAttributes: () => ({
      file: { default: '', parseHTML: (element: HTMLElement) => element.dataset['file'] ?? '' },
      alt: { default: '', parseHTML: (element: HTMLElement) => element.dataset['alt'] ?? '' },
    }),
    // Only our own: a picture pasted with a page lies on somebody else's server.
    parseHTML: () => [{ tag: 'figure[data-file]' }],
    renderHTML: ({ node }) => ['figure', { 'data-file': String(node.attrs['file']), 'data-alt': String(node.attrs['alt']) }],
    addNodeView:
      () =>
      ({ node, editor, getPos }) => {
        const dom = document.createElement('figure');
        const image = document.createElement('img');
        const words = document.createElement('input');
        let shown = node;
        image.src = hrefOf(String(node.attrs['file']));
        image.alt = String(node.attrs['alt']);
        words.value = image.alt;
        words.maxLength = 300;
        words.placeholder = m.author_picture_words();
        words.setAttribute('aria-label', m.author_picture_words());
        words.oninput = () => {
          const place = getPos();
          if (place === undefined) return;
          editor.view.dispatch(editor.state.tr.setNodeMarkup(place, undefined, { ...shown.attrs, alt: words.value }));
        };
        dom.append(image, words);
        return {
          dom,
          stopEvent: (event) => event.target === words,
          ignoreMutation: () => true,
          update: (next) => {
            if (next.type.name !== 'picture' || next.attrs['file'] !== shown.attrs['file']) return false;
            shown = next;
            image.alt = String(next.attrs['alt']);
            if (document.activeElement !== words) words.value = image.alt;
            return true;
          },
        };
      },
  });
