import type { ContractLink } from '#kernel/actor.ts';
import type { Field, ListShape, Sort } from '#kernel/list-query.ts';
import { categories, statuses } from './case.ts';

/** Newest first (G-4.8-2). */
const NEWEST: readonly Sort[] = [{ field: 'updated', descending: true }];
/** The nine columns of the guide in its order (G-4.8-2). */
export const GUIDE_COLUMNS = ['number', 'status', 'category', 'subject', 'contract', 'holder', 'service', 'contact', 'updated'] as const;

/**
 * What a reader may ask of their case list: the columns of the guide, the time of opening, what they have not seen, and the keyword
 * (G-4.8-6, G-4.8-8). Only their own contracts and colleagues can be named. `columns` are those that they keep instead of the guide's.
 */
export function caseListShape(reader: { contracts: readonly ContractLink[]; people: readonly string[]; columns?: readonly string[] | undefined }): ListShape {
  const column = (code: string, kind: Field['kind'], choices?: readonly string[]): Field => ({
    code,
    kind,
    isColumn: true,
    isSortable: true,
    ...(choices ? { choices } : {}),
  });
  const distinct = (values: string[]) => [...new Set(values)].sort();
  const fields: Field[] = [
    { code: 'keyword', kind: 'keyword', isColumn: false, isSortable: false },
    column('number', 'text'),
    column('status', 'choice', statuses),
    column('category', 'choice', categories),
    column('subject', 'text'),
    column('contract', 'choice', distinct(reader.contracts.map((contract) => contract.number))),
    column('holder', 'choice', distinct(reader.contracts.map((contract) => contract.holderName))),
    column('service', 'choice', distinct(reader.contracts.map((contract) => contract.service.id))),
    column('contact', 'person', reader.people),
    column('updated', 'time'),
    column('created', 'time'),
    { code: 'unread', kind: 'flag', choices: ['yes', 'no'], isColumn: false, isSortable: false },
  ];
  const kept = (reader.columns ?? []).filter((code) => fields.some((field) => field.code === code && field.isColumn));
  return { fields, defaultSorts: NEWEST, defaultColumns: kept.length > 0 ? kept : GUIDE_COLUMNS };
}
