import { z } from 'zod';
import { isId } from '#kernel/ids.ts';
import { MOST_FIELDS } from './form.schemas.ts';

const line = (most: number) => z.string().trim().max(most, 'words_too_long');
const name = line(200).refine((text) => text.length > 0, 'words_missing');
/** The moment of the draft that its editor saw, or nothing before there was one. */
const seen = z.string().max(40);

/** A form while it is edited: of the right shape, and perhaps not yet whole. */
const DraftForm = z
  .string()
  .max(200_000, 'words_too_long')
  .transform((text, context) => {
    try {
      return z.looseObject({ fields: z.array(z.looseObject({})).max(MOST_FIELDS, 'fields_too_many') }).parse(JSON.parse(text));
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
  .transform((typed) => typed.normalize('NFKC').trim())
  .refine((typed) => /^\d{0,5}$/.test(typed), 'price_not_a_number')
  .transform((typed) => (typed === '' ? null : Number(typed)));

/** A price list as a whole: points by item; without points the item is not offered under it. */
export const PriceListInput = z.strictObject({
  id: z.string().refine(isId, 'not_found'),
  version: z.coerce.number().int().min(1),
  name: z.string().trim().min(1, 'words_missing').max(100, 'words_too_long'),
  prices: z.record(z.string().refine(isId, 'malformed'), points),
});
export type PriceListInput = z.output<typeof PriceListInput>;
export const NewPriceListInput = z.strictObject({ name: z.string().trim().min(1, 'words_missing').max(100, 'words_too_long') });
