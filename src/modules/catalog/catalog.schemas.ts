import { z } from 'zod';
import { isId } from '#kernel/ids.ts';
import { normal } from '#kernel/normal.ts';
import { MOST_FIELDS, MOST_OPTIONS } from './form.schemas.ts';

// The database's texts hold no NUL.
const text = z.string().transform((typed) => typed.replaceAll('\u0000', ''));
const line = (most: number) => text.pipe(z.string().trim().max(most, 'words_too_long'));
const filled = (most: number) => line(most).refine((typed) => typed.length > 0, 'words_missing');
const name = filled(200);
/** The moment of the draft that its editor saw, or nothing before there was one. */
const seen = z.string().max(40);

const said = z.strictObject({ ja: text, en: text });
const DraftField = z.strictObject({
  key: text,
  kind: z.enum(['text', 'paragraph', 'number', 'date', 'choice', 'choices', 'lines']),
  label: said,
  help: said.optional(),
  required: z.boolean(),
  options: z
    .array(z.strictObject({ value: text, label: said }))
    .max(10 * MOST_OPTIONS)
    .optional(),
  when: z.strictObject({ field: text, is: z.array(text) }).optional(),
  least: z.number().optional(),
  most: z.number().optional(),
});

/** A form while it is edited: of the right shape, and perhaps not yet whole. */
const DraftForm = z
  .string()
  .max(200_000, 'words_too_long')
  .transform((typed, context) => {
    try {
      return z.strictObject({ fields: z.array(DraftField).max(10 * MOST_FIELDS), units: text.optional() }).parse(JSON.parse(typed));
    } catch {
      context.addIssue({ code: 'custom', message: 'malformed' });
      return z.NEVER;
    }
  });

/** The draft of an item as its editor sends it. */
export const SaveDraftInput = z.strictObject({
  key: z.string().max(61),
  seen,
  nameJa: name,
  nameEn: name,
  summaryJa: line(1000),
  summaryEn: line(1000),
  form: DraftForm,
});
export type SaveDraftInput = z.output<typeof SaveDraftInput>;

export const DraftInput = z.strictObject({ key: z.string().max(61), seen });
export type DraftInput = z.output<typeof DraftInput>;

/** A new item of a service; its draft comes first. */
export const NewItemInput = z.strictObject({
  key: z
    .string()
    .trim()
    .regex(/^[a-z][a-z0-9-]{1,60}$/, 'item_key_malformed'),
  serviceId: z.string().max(41),
  nameJa: name,
  nameEn: name,
});
export type NewItemInput = z.output<typeof NewItemInput>;

export const ItemAct = z.strictObject({ key: z.string().max(61), act: z.enum(['offer', 'retire', 'up', 'down']) });
export type ItemAct = z.output<typeof ItemAct>;

const points = z
  .string()
  .transform((typed) => normal(typed).trim())
  .refine((typed) => /^\d{0,5}$/.test(typed), 'price_not_a_number')
  .transform((typed) => (typed === '' ? null : Number(typed)));

/** A price list as a whole: points by item; without points the item is not offered under it. */
export const PriceListInput = z.strictObject({
  id: z.string().refine(isId, 'not_found'),
  version: z.coerce.number().int().min(1),
  name: filled(100),
  prices: z.record(z.string().refine(isId, 'malformed'), points),
});
export type PriceListInput = z.output<typeof PriceListInput>;
export const NewPriceListInput = z.strictObject({ name: filled(100) });
