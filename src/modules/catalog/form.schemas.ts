import { z } from 'zod';
import type { Form, FormField } from './form.ts';

export const MOST_FIELDS = 40;
export const MOST_OPTIONS = 60;

const words = (most: number) =>
  z.strictObject({
    ja: z.string().trim().min(1, 'words_missing').max(most, 'words_too_long'),
    en: z.string().trim().min(1, 'words_missing').max(most, 'words_too_long'),
  });
// Answers are kept by key in plain objects, where this one name is taken by what every object has.
const Key = z.string().regex(/^(?!constructor$)[a-z][a-z0-9_]{0,39}$/, 'key_malformed');
const bound = z.number().int().min(-100_000).max(1_000_000).optional();

const Field = z
  .strictObject({
    key: Key,
    kind: z.enum(['text', 'paragraph', 'number', 'date', 'choice', 'choices', 'lines']),
    label: words(200),
    help: words(1_000).optional(),
    required: z.boolean(),
    options: z
      .array(z.strictObject({ value: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,39}$/, 'key_malformed'), label: words(200) }))
      .max(MOST_OPTIONS, 'options_too_many')
      .optional(),
    when: z.strictObject({ field: Key, is: z.array(z.string().max(40)).min(1).max(MOST_OPTIONS) }).optional(),
    least: bound,
    most: bound,
  })
  .refine((field) => (field.kind !== 'choice' && field.kind !== 'choices') || (field.options?.length ?? 0) > 0, 'options_missing')
  .refine((field) => !field.options || new Set(field.options.map((option) => option.value)).size === field.options.length, 'options_twice')
  .refine((field) => field.least === undefined || field.most === undefined || field.least <= field.most, 'bounds_crossed');

/** A form as an operator publishes it and as the database holds it: keys are unique, conditions look back, units can be counted. */
const FormSchema = z
  .strictObject({ fields: z.array(Field).min(1, 'fields_missing').max(MOST_FIELDS, 'fields_too_many'), units: Key.optional() })
  .superRefine((form, context) => {
    const earlier = new Map<string, z.output<typeof Field>>();
    for (const field of form.fields) {
      if (earlier.has(field.key)) context.addIssue({ code: 'custom', message: 'keys_twice' });
      const asked = field.when && earlier.get(field.when.field);
      const isKnown = asked && field.when?.is.every((value) => asked.options?.some((option) => option.value === value));
      if (field.when && !isKnown) context.addIssue({ code: 'custom', message: 'condition_unknown' });
      earlier.set(field.key, field);
    }
    const counted = form.units === undefined ? undefined : earlier.get(form.units);
    if (form.units !== undefined && !(counted && ['number', 'lines', 'choices'].includes(counted.kind)))
      context.addIssue({ code: 'custom', message: 'units_unknown' });
  });

/** A form out of the database or an editor; throws where it is none. */
export const parseForm = (stored: unknown): Form => FormSchema.parse(stored) as Form;

/** What is wrong with a form that is being edited, as codes with their place; empty when it can be published. */
export function judgeForm(form: unknown): { code: string; field: number | null }[] {
  const read = FormSchema.safeParse(form);
  if (read.success) return [];
  return read.error.issues.map(({ message, path }) => ({
    code: /^[a-z_]+$/.test(message) ? message : 'malformed',
    field: path[0] === 'fields' && typeof path[1] === 'number' ? path[1] : null,
  }));
}

export type { FormField };
