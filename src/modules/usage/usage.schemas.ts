import { z } from 'zod';
import { normal } from '#kernel/normal.ts';
import { isContractNumber } from '#modules/contracts/index.ts';
import { monthFrom } from './usage.ts';

/** One figure as typed in the form or in a line of a file: any width, with or without thousands separators. */
export const UsageInput = z.strictObject({
  number: z
    .string()
    .transform((typed) => normal(typed).trim().toUpperCase())
    .refine((typed) => typed !== '', 'usage_number_missing')
    .refine(isContractNumber, 'usage_contract_unknown'),
  month: z
    .string()
    .refine((typed) => monthFrom(typed) !== undefined, 'usage_month_malformed')
    .transform((typed) => monthFrom(typed) ?? ''),
  credits: z
    .string()
    .transform((typed) => normal(typed).replace(/[,\s]/g, ''))
    .refine((typed) => /^\d{1,9}$/.test(typed) && Number(typed) <= 100_000_000, 'usage_credits_malformed')
    .transform(Number),
});
export type UsageInput = z.output<typeof UsageInput>;

export const UsageQuery = z.object({
  q: z
    .string()
    .trim()
    .max(100)
    .regex(/^[^\0]*$/)
    .catch('')
    .default(''),
  page: z.coerce.number().int().min(1).max(10_000).catch(1).default(1),
});
export type UsageQuery = z.output<typeof UsageQuery>;
