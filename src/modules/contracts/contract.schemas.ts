import { z } from 'zod';
import { isDay } from '#kernel/days.ts';
import { isId } from '#kernel/ids.ts';
import { normal } from '#kernel/normal.ts';
import { inquiryCategories } from '#modules/cases/index.ts';
import { contractKinds, isContractNumber } from './contract.ts';

const line = (most: number, missing: string) =>
  z
    .string()
    .transform((typed) => normal(typed, 'NFC').trim())
    .refine((typed) => !/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/.test(typed), 'text_control')
    .refine((typed) => /[^\s\p{Cf}\p{M}\u115f\u1160\u3164\uffa0]/u.test(typed), missing)
    .refine((typed) => typed.length <= most, 'text_too_long');

/** Digits as people type them: full-width ones and thousands separators too. */
const count = (most: number) =>
  z
    .string()
    .transform((typed) => normal(typed).replace(/[,\s]/g, ''))
    .refine((typed) => /^\d{1,9}$/.test(typed) && Number(typed) <= most, 'contract_count_malformed')
    .transform(Number);

const day = z
  .string()
  .transform((typed) => normal(typed).trim().replaceAll('/', '-'))
  .refine((typed) => isDay(typed) && typed >= '2000-01-01' && typed <= '2099-12-31', 'contract_day_malformed');
const dayOrNone = z.union([z.literal('').transform(() => null), z.null(), day], 'contract_day_malformed');

/** What a contract includes, as typed. */
const termsFields = z.strictObject({
  kind: z.enum(contractKinds, 'contract_kind_missing'),
  plan: line(100, 'contract_plan_missing'),
  credits: count(100_000_000),
  planPoints: count(1_000_000),
  optionPoints: count(1_000_000),
  hasRequests: z.boolean(),
  hasPoints: z.boolean(),
  alertsOpenCases: z.boolean(),
  categories: z.array(z.enum(inquiryCategories)).min(1, 'contract_categories_missing'),
  priceListId: z.union([z.literal('').transform(() => null), z.null(), z.string().refine(isId, 'contract_price_list_missing')]),
});
type Typed = z.output<typeof termsFields>;
const haveWork = (terms: Typed) => !terms.hasPoints || terms.hasRequests;
const havePrices = (terms: Typed) => !terms.hasPoints || terms.priceListId !== null;
/** The ledger takes no grant above it. */
const MOST_POINTS = 1_000_000;
const areFew = (terms: Typed) => terms.planPoints + terms.optionPoints <= MOST_POINTS;
const havePoints = (terms: Typed) => terms.hasPoints || terms.planPoints + terms.optionPoints === 0;
const needWork = { path: ['hasPoints'], message: 'contract_points_without_requests' };
const needPrices = { path: ['priceListId'], message: 'contract_price_list_missing' };
const needFewer = { path: ['optionPoints'], message: 'contract_count_malformed' };
const needPoints = { path: ['hasPoints'], message: 'contract_points_unused' };

export const TermsInput = termsFields.refine(haveWork, needWork).refine(havePrices, needPrices).refine(havePoints, needPoints).refine(areFew, needFewer);
export type TermsInput = z.output<typeof TermsInput>;

const number = z.string().refine(isContractNumber, 'not_found');
const version = z.coerce.number().int().min(1);

/** Terms from a day on. */
export const WriteTermsInput = termsFields
  .extend({ number, version, fromOn: day })
  .refine(haveWork, needWork)
  .refine(havePrices, needPrices)
  .refine(havePoints, needPoints)
  .refine(areFew, needFewer);
export type WriteTermsInput = z.output<typeof WriteTermsInput>;

export const WithdrawTermsInput = z.strictObject({ number, version, fromOn: day });
export type WithdrawTermsInput = z.output<typeof WithdrawTermsInput>;

const HolderName = line(200, 'contract_holder_missing');
type Dates = { startedOn: string; renewsOn: string | null; endsOn: string | null };
const endsAfterStart = (dates: Dates) => !dates.endsOn || dates.endsOn >= dates.startedOn;
const renewsAfterStart = (dates: Dates) => !dates.renewsOn || dates.renewsOn > dates.startedOn;
const endAfterStart = { path: ['endsOn'], message: 'contract_end_before_start' };
const renewalAfterStart = { path: ['renewsOn'], message: 'contract_renewal_before_start' };

/** Holder and days of a contract. */
export const ChangeContractInput = z
  .strictObject({ number, version, holderName: HolderName, startedOn: day, renewsOn: dayOrNone, endsOn: dayOrNone })
  .refine(endsAfterStart, endAfterStart)
  .refine(renewsAfterStart, renewalAfterStart);
export type ChangeContractInput = z.output<typeof ChangeContractInput>;

/** A new account, for whoever brings a customer in. */
export const CreateAccountInput = z.strictObject({ name: line(200, 'contract_account_missing') });
export type CreateAccountInput = z.output<typeof CreateAccountInput>;

/** A new contract of an account that exists; its terms hold from its first day. Numbers are typed with any width and case. */
export const CreateContractInput = z
  .strictObject({
    accountId: z.string().refine(isId, 'not_found'),
    number: z
      .string()
      .transform((typed) => normal(typed).trim().toUpperCase())
      .refine(isContractNumber, 'contract_number_malformed'),
    holderName: HolderName,
    serviceId: z.string().regex(/^[a-z][a-z0-9-]{1,40}$/, 'contract_service_missing'),
    startedOn: day,
    renewsOn: dayOrNone,
    endsOn: dayOrNone,
    terms: TermsInput,
  })
  .refine(endsAfterStart, endAfterStart)
  .refine(renewsAfterStart, renewalAfterStart);
export type CreateContractInput = z.output<typeof CreateContractInput>;

/** What the console's search asks. */
export const ContractQuery = z.object({
  q: z
    .string()
    .trim()
    .max(100)
    .regex(/^[^\0]*$/)
    .catch('')
    .default(''),
  page: z.coerce.number().int().min(1).max(10_000).catch(1).default(1),
});
export type ContractQuery = z.output<typeof ContractQuery>;
