import { z } from 'zod';
import { parseBody } from './body.ts';

// The database's texts hold no NUL.
const line = (most: number) =>
  z
    .string()
    .transform((typed) => typed.replaceAll('\u0000', '').trim())
    .pipe(z.string().max(most, 'words_too_long'));
const filled = (most: number) => line(most).refine((typed) => typed !== '', 'words_missing');
const idOrNone = z.string().transform((typed) => typed || null);

/** A draft as its editor sends it. */
export const DraftInput = z.object({
  title: filled(200),
  note: line(500),
  revision: z.string().transform((typed) => (/^\d{1,9}$/.test(typed) ? Number(typed) : null)),
  isLevel: z.boolean(),
  body: z.string().transform((typed, context) => {
    const read = parseBody(typed);
    if (read.ok) return read.body;
    context.addIssue({ code: 'custom', message: read.code });
    return z.NEVER;
  }),
  attachments: z.array(z.uuid('malformed')).max(50, 'words_too_long'),
  document: z.union([z.uuid(), z.literal('')]).transform((typed) => typed || null),
});

/** A new article; one title is enough. */
export const NewArticleInput = z
  .object({ kind: z.enum(['article', 'document']), place: z.string().max(80), titleJa: line(200), titleEn: line(200) })
  .refine((typed) => typed.titleJa !== '' || typed.titleEn !== '', { path: ['titleJa'], error: 'words_missing' });

/** `base` or `base/category`, as one choice. */
export function placeOf(choice: string): { baseId: string; categoryId: string | null } {
  const [baseId = '', categoryId] = choice.split('/');
  return { baseId, categoryId: categoryId ?? null };
}

const names = { nameJa: filled(100), nameEn: filled(100) };
export const NewBaseInput = z.object({ ...names, serviceId: idOrNone });
export const NewCategoryInput = z.object({ ...names, baseId: z.string() });
export const PlaceInput = z.object({ ...names, kind: z.enum(['base', 'category']), id: z.string(), serviceId: idOrNone });
export const PlaceAct = z.object({ kind: z.enum(['base', 'category']), id: z.string(), act: z.enum(['up', 'down', 'remove']) });

const choice = <T extends string>(values: readonly [T, ...T[]]) => z.enum(values).nullable().catch(null).default(null);
/** What the list of articles is asked for, from an address. */
export const DeskQuery = z.object({
  q: line(100).catch('').default(''),
  base: z.uuid().nullable().catch(null).default(null),
  state: choice(['draft', 'in_review', 'scheduled', 'shown', 'retired']),
  language: choice(['ja', 'en']),
  behind: z
    .literal('1')
    .transform(() => true)
    .catch(false)
    .default(false),
  author: line(200)
    .transform((typed) => typed || null)
    .catch(null)
    .default(null),
  page: z.coerce.number().int().min(1).max(10_000).catch(1).default(1),
});
export type DeskQuery = z.output<typeof DeskQuery>;
