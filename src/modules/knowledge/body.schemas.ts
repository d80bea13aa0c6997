import { z } from 'zod';
import { BlockSchema, cleanText, InlineSchema, measure, type ProseBlock, type ProseInline } from '#modules/prose/index.ts';

/** Limits of one article's text. Characters are UTF-16 units. */
export const BODY_LIMITS = { depth: 16, characters: 300_000, nodes: 40_000, hrefs: 400_000, json: 8_000_000, alt: 300, span: 50 } as const;

export type Tone = 'note' | 'tip' | 'warning';
export type ArticleHeading = { readonly type: 'heading'; readonly attrs: { readonly level: 2 | 3 }; readonly content?: readonly ProseInline[] | undefined };
export type ArticleCell = {
  readonly type: 'tableHeader' | 'tableCell';
  readonly attrs: { readonly colspan: number; readonly rowspan: number };
  readonly content: readonly ProseBlock[];
};
export type ArticleRow = { readonly type: 'tableRow'; readonly content: readonly ArticleCell[] };
export type ArticleTable = { readonly type: 'table'; readonly content: readonly ArticleRow[] };
/** A picture among the article's files; `alt` says what it shows and stands below it. */
export type ArticlePicture = { readonly type: 'picture'; readonly attrs: { readonly file: string; readonly alt: string } };
export type ArticleCallout = { readonly type: 'callout'; readonly attrs: { readonly tone: Tone }; readonly content: readonly ProseBlock[] };
/** Prose, and at the top level what only articles have. */
export type ArticleBlock = ProseBlock | ArticleHeading | ArticleTable | ArticlePicture | ArticleCallout;

/** The text of one version of an article: the stored form, with nothing in it but what our renderer knows. */
export type ArticleBody = { readonly type: 'doc'; readonly content: readonly ArticleBlock[] };

export const emptyBody: ArticleBody = { type: 'doc', content: [{ type: 'paragraph' }] };

const span = z
  .int()
  .min(1)
  .max(BODY_LIMITS.span)
  .nullish()
  .transform((value) => value ?? 1);

const CellSchema = z.strictObject({
  type: z.enum(['tableHeader', 'tableCell']),
  // The editor writes the widths of columns too; a reader's screen has its own.
  attrs: z
    .strictObject({ colspan: span, rowspan: span, colwidth: z.unknown().optional(), align: z.unknown().optional() })
    .optional()
    .transform((attrs) => ({ colspan: attrs?.colspan ?? 1, rowspan: attrs?.rowspan ?? 1 })),
  content: z.array(BlockSchema).min(1),
});

/** What articles have beside prose. */
const OwnBlockSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('heading'),
    attrs: z.strictObject({ level: z.union([z.literal(2), z.literal(3)]) }),
    content: z.array(InlineSchema).optional(),
  }),
  z.strictObject({ type: z.literal('table'), content: z.array(z.strictObject({ type: z.literal('tableRow'), content: z.array(CellSchema).min(1) })).min(1) }),
  z.strictObject({
    type: z.literal('picture'),
    attrs: z.strictObject({ file: z.uuid(), alt: z.string().max(BODY_LIMITS.alt).overwrite(cleanText) }),
  }),
  z.strictObject({
    type: z.literal('callout'),
    attrs: z.strictObject({ tone: z.enum(['note', 'tip', 'warning']) }),
    content: z.array(BlockSchema).min(1),
  }),
]);

const own = new Set(['heading', 'table', 'picture', 'callout']);
const isOwn = (block: unknown): boolean => typeof block === 'object' && block !== null && 'type' in block && own.has(String(block.type));

// Each block by the one schema that fits its type, so that a fault is found where it is.
const TopBlockSchema: z.ZodType<ArticleBlock> = z.unknown().transform((block, context): ArticleBlock => {
  const read = isOwn(block) ? OwnBlockSchema.safeParse(block) : BlockSchema.safeParse(block);
  if (read.success) return read.data;
  context.addIssue({ code: 'custom', message: 'article_malformed', input: block });
  return z.NEVER;
});
const BodySchema = z.strictObject({ type: z.literal('doc'), content: z.array(TopBlockSchema).min(1) });

export type BodyReading = { readonly ok: true; readonly body: ArticleBody } | { readonly ok: false; readonly code: 'article_too_long' | 'article_malformed' };

/**
 * The only way in for an article's text, as JSON from a form or as an object: known nodes, marks and attributes within
 * {@link BODY_LIMITS}. A body without words passes; whether there must be some is the caller's rule.
 */
export function parseBody(input: unknown): BodyReading {
  let value = input;
  if (typeof input === 'string') {
    if (input.length > BODY_LIMITS.json) return { ok: false, code: 'article_too_long' };
    try {
      value = JSON.parse(input);
    } catch {
      return { ok: false, code: 'article_malformed' };
    }
  }
  const problem = measure(value, BODY_LIMITS);
  if (problem) return { ok: false, code: problem === 'prose_too_long' ? 'article_too_long' : 'article_malformed' };
  const read = BodySchema.safeParse(value);
  return read.success ? { ok: true, body: read.data } : { ok: false, code: 'article_malformed' };
}
