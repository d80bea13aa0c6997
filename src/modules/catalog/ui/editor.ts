import { m } from '#messages';
import type { FieldKind, Form, FormField } from '../index.ts';

export const fieldKinds: readonly FieldKind[] = ['text', 'paragraph', 'number', 'date', 'choice', 'choices', 'lines'];

export function kindName(kind: FieldKind): string {
  const names: Record<FieldKind, () => string> = {
    text: m.catalog_kind_text,
    paragraph: m.catalog_kind_paragraph,
    number: m.catalog_kind_number,
    date: m.catalog_kind_date,
    choice: m.catalog_kind_choice,
    choices: m.catalog_kind_choices,
    lines: m.catalog_kind_lines,
  };
  return names[kind]();
}

type Options = NonNullable<FormField['options']>;

/** Options as lines `value | Japanese | English`, and back; a line without all parts keeps what it has. */
export const optionsText = (options: Options | undefined): string =>
  (options ?? []).map(({ value, label }) => `${value} | ${label.ja} | ${label.en}`).join('\n');
export const readOptions = (text: string): Options =>
  text
    .split('\n')
    .map((line) => line.split('|').map((part) => part.trim()))
    .filter(([value]) => value !== undefined && value !== '')
    .map(([value = '', ja = '', en = '']) => ({ value, label: { ja, en } }));

/** A field that nobody has worded yet, with a key that the form does not have. */
export function freshField(form: Form): FormField {
  let n = form.fields.length + 1;
  while (form.fields.some((field) => field.key === `field_${n}`)) n += 1;
  return { key: `field_${n}`, kind: 'text', label: { ja: '', en: '' }, required: true };
}

/** As much of a form as can be shown while it is typed: of two fields or options of one name the first. */
export const showable = (form: Form): Form => ({
  ...form,
  fields: distinct(form.fields, ({ key }) => key).map((field) =>
    field.options ? { ...field, options: distinct(field.options, ({ value }) => value) } : field,
  ),
});
const distinct = <T>(all: readonly T[], nameOf: (one: T) => string): T[] =>
  [...new Map(all.toReversed().map((one) => [nameOf(one), one])).values()].toReversed();

/** What is wrong with a form, in words. */
export function sayFault(code: string): string {
  const words: Record<string, () => string> = {
    words_missing: m.catalog_fault_words_missing,
    words_too_long: m.catalog_fault_words_too_long,
    key_malformed: m.refusal_key_malformed,
    keys_twice: m.catalog_fault_keys_twice,
    condition_unknown: m.catalog_fault_condition_unknown,
    units_unknown: m.catalog_fault_units_unknown,
    options_missing: m.refusal_options_missing,
    options_twice: m.catalog_fault_options_twice,
    options_too_many: m.catalog_fault_options_too_many,
    bounds_crossed: m.catalog_fault_bounds_crossed,
    fields_missing: m.refusal_fields_missing,
    fields_too_many: m.catalog_fault_fields_too_many,
  };
  return (words[code] ?? m.catalog_fault_malformed)();
}
