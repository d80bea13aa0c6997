import { z } from 'zod';
import { PROSE_LIMITS } from './prose.limits.ts';
import { isAllowedHref } from './prose.links.ts';
import { cleanText, isBlank, proseFromText } from './prose.ts';

export type ProseMark =
  { readonly type: 'bold' | 'italic' | 'underline' | 'strike' | 'code' } | { readonly type: 'link'; readonly attrs: { readonly href: string } };

export interface ProseText {
  readonly type: 'text';
  readonly text: string;
  readonly marks?: readonly ProseMark[] | undefined;
}

export type ProseInline = ProseText | { readonly type: 'hardBreak' };

export interface ProseParagraph {
  readonly type: 'paragraph';
  readonly content?: readonly ProseInline[] | undefined;
}

export interface ProseListItem {
  readonly type: 'listItem';
  readonly content: readonly ProseBlock[];
}

export type ProseBlock =
  | ProseParagraph
  | { readonly type: 'bulletList'; readonly content: readonly ProseListItem[] }
  | {
      readonly type: 'orderedList';
      readonly attrs: { readonly start: number };
      readonly content: readonly ProseListItem[];
    }
  | { readonly type: 'blockquote'; readonly content: readonly ProseBlock[] }
  | {
      readonly type: 'codeBlock';
      readonly content?: readonly { readonly type: 'text'; readonly text: string }[] | undefined;
    };

/** A rich text document: the stored form, with nothing in it but what our renderer knows. */
export interface Prose {
  readonly type: 'doc';
  readonly content: readonly ProseBlock[];
}

/** Codes of refusal; the words come from messages. */
export type ProseProblem = 'prose_too_long' | 'prose_malformed' | 'prose_empty';

export type ProseReading = { readonly ok: true; readonly prose: Prose } | { readonly ok: false; readonly code: ProseProblem };

// What the editor writes beside an attribute of ours: accepted from it, never kept.
const ignored = z.string().max(PROSE_LIMITS.href).nullish();

const MarkSchema: z.ZodType<ProseMark> = z.discriminatedUnion('type', [
  z.strictObject({ type: z.enum(['bold', 'italic', 'underline', 'strike', 'code']) }),
  z.strictObject({
    type: z.literal('link'),
    attrs: z
      .strictObject({
        href: z.string().refine(isAllowedHref),
        target: ignored,
        rel: ignored,
        class: ignored,
        title: ignored,
      })
      .transform(({ href }) => ({ href })),
  }),
]);

const MarksSchema = z.array(MarkSchema).refine((marks) => new Set(marks.map((mark) => mark.type)).size === marks.length);

const words = z.string().overwrite(cleanText).min(1);

/** Words and line breaks, for documents of more kinds of blocks than prose has. They are measured ({@link measure}) before this reads them. */
export const InlineSchema: z.ZodType<ProseInline> = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), text: words, marks: MarksSchema.optional() }),
  z.strictObject({ type: z.literal('hardBreak'), marks: MarksSchema.optional() }).transform(({ type }) => ({ type })),
]);

const ParagraphSchema = z.strictObject({
  type: z.literal('paragraph'),
  content: z.array(InlineSchema).optional(),
});

/** One block of prose; see {@link InlineSchema}. */
export const BlockSchema: z.ZodType<ProseBlock> = z.lazy(() =>
  z.discriminatedUnion('type', [
    ParagraphSchema,
    z.strictObject({ type: z.literal('bulletList'), content: z.array(ListItemSchema).min(1) }),
    z
      .strictObject({
        type: z.literal('orderedList'),
        attrs: z
          .strictObject({
            start: z.int().min(-1_000_000).max(1_000_000).nullish(),
            type: ignored,
          })
          .optional(),
        content: z.array(ListItemSchema).min(1),
      })
      .transform(({ type, attrs, content }) => ({
        type,
        attrs: { start: attrs?.start ?? 1 },
        content,
      })),
    z.strictObject({ type: z.literal('blockquote'), content: z.array(BlockSchema).min(1) }),
    z
      .strictObject({
        type: z.literal('codeBlock'),
        attrs: z.strictObject({ language: ignored }).optional(),
        content: z.array(z.strictObject({ type: z.literal('text'), text: words })).optional(),
      })
      .transform(({ type, content }) => (content ? { type, content } : { type })),
  ]),
);

// The editor refuses to open a list item that starts with anything but a paragraph.
const ListItemSchema: z.ZodType<ProseListItem> = z.lazy(() =>
  z.strictObject({
    type: z.literal('listItem'),
    content: z
      .array(BlockSchema)
      .min(1)
      .refine((blocks) => blocks[0]?.type === 'paragraph'),
  }),
);

const DocumentSchema: z.ZodType<Prose> = z.strictObject({
  type: z.literal('doc'),
  content: z.array(BlockSchema).min(1),
});

/**
 * The only way in for rich text: known nodes, marks and attributes, within {@link PROSE_LIMITS}. The editor's own
 * extra attributes are dropped, everything else unknown is refused. A blank document passes: whether text is
 * needed is the caller's rule (`isBlank`). Issues carry the code (`prose_too_long`, `prose_malformed`) as message.
 */
export const ProseSchema: z.ZodType<Prose> = z.preprocess((input, context) => {
  const problem = measure(input);
  if (!problem) return input;
  context.addIssue({ code: 'custom', message: problem, input });
  return z.NEVER;
}, DocumentSchema);

/**
 * Reads a document from a form field (JSON text) or an API body (parsed). Blank documents answer `prose_empty`, so
 * that a caller who accepts attachments without words can tell them apart.
 */
export function parseProse(input: unknown): ProseReading {
  if (input === undefined || input === null || input === '') return refuse('prose_empty');
  let value = input;
  if (typeof input === 'string') {
    if (input.length > PROSE_LIMITS.json) return refuse('prose_too_long');
    try {
      value = JSON.parse(input);
    } catch {
      return refuse('prose_malformed');
    }
  }
  const problem = measure(value);
  if (problem) return refuse(problem);
  const parsed = DocumentSchema.safeParse(value);
  if (!parsed.success) return refuse('prose_malformed');
  return isBlank(parsed.data) ? refuse('prose_empty') : { ok: true, prose: parsed.data };
}

/** Reads the two fields that `ProseEditor` posts: the document when its script ran, else the plain text. */
export function proseFromForm(prose: unknown, text: unknown): ProseReading {
  if (typeof prose === 'string' && prose !== '') return parseProse(prose);
  if (typeof text !== 'string') return refuse(text == null ? 'prose_empty' : 'prose_malformed');
  if (text.length > PROSE_LIMITS.json) return refuse('prose_too_long');
  return parseProse(proseFromText(text));
}

const refuse = (code: ProseProblem): ProseReading => ({ ok: false, code });

/**
 * Weighs a document without recursion and stops at the first limit passed: the schema recurses, so it must never
 * meet a deep, endless or huge one. Shapes are the schema's business.
 */
export function measure(
  input: unknown,
  limits: { depth: number; characters: number; nodes: number; hrefs: number } = PROSE_LIMITS,
): Exclude<ProseProblem, 'prose_empty'> | null {
  const waiting: { node: unknown; depth: number }[] = [{ node: input, depth: 0 }];
  let nodes = 1;
  let characters = 0;
  let hrefs = 0;
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { node, depth } = next;
    if (!isRecord(node) || depth > limits.depth) return 'prose_malformed';
    if (typeof node.text === 'string') characters += node.text.length;
    if (Array.isArray(node.marks)) {
      if (node.marks.length > 10) return 'prose_malformed';
      for (const mark of node.marks) {
        if (!isRecord(mark)) return 'prose_malformed';
        if (isRecord(mark.attrs) && typeof mark.attrs.href === 'string') {
          hrefs += mark.attrs.href.length;
        }
      }
    }
    if (Array.isArray(node.content)) {
      nodes += node.content.length;
      if (nodes > limits.nodes) return 'prose_too_long';
      for (const child of node.content) waiting.push({ node: child, depth: depth + 1 });
    }
    if (characters > limits.characters || hrefs > limits.hrefs) {
      return 'prose_too_long';
    }
  }
  return null;
}

/** A plain object that brings no prototype of its own, neither really nor as a key. */
function isRecord(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  return !['__proto__', 'constructor', 'prototype'].some((key) => Object.hasOwn(value, key));
}
