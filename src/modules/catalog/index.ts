import type { Form, Words } from './form.ts';

export { changesOfForm, type FormChanges } from './differences.ts';
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

/** A line of the console's catalogue. */
export type ItemSummary = {
  key: string;
  serviceJa: string;
  serviceEn: string;
  position: number;
  isOffered: boolean;
  publishedVersion: number | null;
  hasDraft: boolean;
  nameJa: string;
  nameEn: string;
};

/** An item in the editor. `form` is a draft's and may contradict itself; `faults` say how. `seen` is the draft's moment, empty before there is one. */
export type EditorView = {
  key: string;
  isOffered: boolean;
  publishedVersion: number | null;
  seen: string;
  words: { nameJa: string; nameEn: string; summaryJa: string; summaryEn: string };
  form: unknown;
  faults: { code: string; field: number | null }[];
  versions: { version: number; nameJa: string; nameEn: string; form: unknown; publishedAt: string; publishedBy: string | null }[];
  can: { change: boolean };
};

export type PriceListView = {
  items: { id: string; nameJa: string; nameEn: string; isOffered: boolean }[];
  lists: { id: string; name: string; version: number; prices: Record<string, number> }[];
  can: { change: boolean };
};
