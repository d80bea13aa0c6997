import type { Language } from '#kernel/actor.ts';
import type { Form } from './form.ts';

/** What one version of a form asks otherwise than another: labels of its fields. */
export type FormChanges = { added: string[]; removed: string[]; changed: string[] };

/** Compares the fields of two versions by their keys. */
export function changesOfForm(before: Form, after: Form, language: Language): FormChanges {
  const labels = (fields: Form['fields']) => fields.map((field) => field.label[language]);
  const earlier = new Map(before.fields.map((field) => [field.key, JSON.stringify(field)]));
  const keys = new Set(after.fields.map((field) => field.key));
  return {
    added: labels(after.fields.filter((field) => !earlier.has(field.key))),
    removed: labels(before.fields.filter((field) => !keys.has(field.key))),
    changed: labels(after.fields.filter((field) => earlier.has(field.key) && earlier.get(field.key) !== JSON.stringify(field))),
  };
}
