import type { Form, Words } from './form.ts';

export { checkAnswers, isAsked, pointsOf, sayAnswers, unitsOf } from './answers.ts';
export type { Answer, Answers, FieldKind, Form, FormField, Words } from './form.ts';

/**
 * One item as the list of a contract shows it; `points` are those of one unit, null where the contract has no points. `isPerUnit`: a request may
 * be several units.
 */
export type CatalogEntry = {
  id: string;
  key: string;
  version: number;
  name: Words;
  summary: Words;
  category: string;
  points: number | null;
  isPerUnit: boolean;
};
/** An item with its form. */
export type OpenItem = CatalogEntry & { form: Form };
/** One version of an item, offered or not, as the requests of it are read. */
export type ItemVersion = { name: Words; summary: Words; form: Form };
