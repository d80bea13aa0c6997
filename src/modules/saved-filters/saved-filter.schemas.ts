import { z } from 'zod';
import { isId } from '#kernel/ids.ts';
import { normal } from '#kernel/normal.ts';
import { filterableLists, keptQuery, MAX_FILTER_NAME, MAX_FILTER_QUERY } from './saved-filter.ts';

const list = z.enum(filterableLists, 'malformed');
const id = z.string().refine(isId, 'not_found');

/** One visible line; blanks and invisible letters alone are no name. */
const name = z
  .string()
  .transform((typed) => normal(typed, 'NFC').trim())
  .refine((typed) => !/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/.test(typed), 'text_control')
  .refine((typed) => /[^\s\p{Cf}\p{M}\u115f\u1160\u3164\uffa0]/u.test(typed), 'filter_name_missing')
  .refine((typed) => typed.length <= MAX_FILTER_NAME, 'filter_name_too_long');

/** The search string of a list's address; only what a filter keeps is left of it. */
const query = z
  .string()
  .max(100_000, 'filter_query_too_long')
  .transform(keptQuery)
  .refine((kept) => !/%[01][0-9a-f]|%7f/i.test(kept), 'filter_query_malformed')
  .refine((kept) => kept.length <= MAX_FILTER_QUERY, 'filter_query_too_long');

/** フィルターの保存 (G-4.8-6). */
export const SaveFilterInput = z.strictObject({ list, name, query, isShared: z.boolean() });
export type SaveFilterInput = z.output<typeof SaveFilterInput>;

/** 上書き保存. */
export const ReplaceFilterInput = z.strictObject({ list, id, query });
export type ReplaceFilterInput = z.output<typeof ReplaceFilterInput>;

export const RenameFilterInput = z.strictObject({ list, id, name });
export type RenameFilterInput = z.output<typeof RenameFilterInput>;

export const ShareFilterInput = z.strictObject({ list, id, isShared: z.boolean() });
export type ShareFilterInput = z.output<typeof ShareFilterInput>;

/** The codes of a list's columns in their order; none means the list's own. */
export const KeepColumnsInput = z.strictObject({
  list,
  columns: z
    .array(z.string().regex(/^[a-z][a-z_]{0,39}$/, 'malformed'))
    .max(60, 'malformed')
    .transform((columns) => [...new Set(columns)]),
});
export type KeepColumnsInput = z.output<typeof KeepColumnsInput>;
