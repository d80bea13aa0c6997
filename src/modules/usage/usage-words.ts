import type { Language } from '#kernel/actor.ts';
import type { ImportColumn } from '#modules/imports/index.ts';
import { m } from '#messages';

export const usageFields = ['number', 'month', 'credits'] as const;
export type UsageField = (typeof usageFields)[number];
type Words = (inputs: Record<string, never>, options: { locale?: Language }) => string;
const words: Record<UsageField, Words> = { number: m.case_contract_number, month: m.usage_month, credits: m.usage_credits };

/** How a field is called in the form, in a file's head and in the report of its lines. */
export const usageFieldName = (field: UsageField, locale?: Language): string => words[field]({}, locale ? { locale } : {});

/** The columns of a file of figures, by the names of either language. */
export const usageColumns = (): ImportColumn[] => usageFields.map((key) => ({ key, names: [usageFieldName(key, 'ja'), usageFieldName(key, 'en')] }));
