import type { Service } from '#kernel/actor.ts';
import type { InquiryCategory } from '#modules/cases/index.ts';

export const contractKinds = ['paid', 'trial'] as const;
export type ContractKind = (typeof contractKinds)[number];

/** What a contract includes; the same from one day until the next terms begin. */
export type TermsFields = {
  kind: ContractKind;
  plan: string;
  /** Contracted credits of a month. */
  credits: number;
  /** Points of a month: those of the plan, and those of the option 作業依頼ポイント追加. */
  planPoints: number;
  optionPoints: number;
  hasRequests: boolean;
  hasPoints: boolean;
  /** CSPM ケース連携 (G-R-6): off unless agreed. */
  alertsOpenCases: boolean;
  /** The kinds of inquiry that contacts may choose (D-14). */
  categories: readonly InquiryCategory[];
  priceListId: string | null;
};
export type ContractTerms = TermsFields & { id: string; fromOn: string };

/** A contract as operators see it. Days are the provider's, `2026-11-23`; `endsOn` is its last. `terms`: today's, null before its first day. */
export type ContractCard = {
  id: string;
  accountId: string;
  accountName: string;
  number: string;
  holderName: string;
  service: Service;
  startedOn: string;
  renewsOn: string | null;
  endsOn: string | null;
  isOver: boolean;
  version: number;
  terms: ContractTerms | null;
};

export const contractEvents = ['made', 'dates_changed', 'holder_changed', 'terms_written', 'terms_withdrawn', 'reminded'] as const;
export type ContractEventName = (typeof contractEvents)[number];

/** What was done to a contract; each side has the fields that differ. `operatorName` null: the program. */
export type ContractEvent = {
  id: string;
  name: ContractEventName;
  operatorName: string | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  at: string;
};

/** A line of サービス設定情報 (G-4.10-1). */
export type ContractLine = { number: string; holderName: string; service: Service; startedOn: string; isOver: boolean };

/** お客様サービス利用情報 (G-4.10-3, G-4.10-4), for the customer. */
export type ServiceUse = ContractLine & {
  renewsOn: string | null;
  endsOn: string | null;
  kind: ContractKind | null;
  plan: string | null;
  credits: number | null;
  optionPoints: number;
  hasRequests: boolean;
  hasPoints: boolean;
};

export const CONTRACTS_A_PAGE = 20;
/** Days before a renewal on which it is reminded of. */
export const reminderDays = [60, 30] as const;

/** A capital letter and eight or nine digits. */
export const isContractNumber = (text: string): boolean => /^[A-Z]\d{8,9}$/.test(text);

/** Where a contract stands on a day. */
export function stageOf(contract: { startedOn: string; endsOn: string | null }, today: string): 'coming' | 'running' | 'ending' | 'over' {
  if (contract.endsOn && contract.endsOn < today) return 'over';
  if (contract.startedOn > today) return 'coming';
  return contract.endsOn ? 'ending' : 'running';
}
