import { m } from '#messages';
import type { Language, Service } from '#kernel/actor.ts';
import { categoryName, inquiryCategories } from '#modules/cases/index.ts';
import type { ContractEventName, ContractKind, stageOf } from './contract.ts';

/** 種別 (G-4.10-4); a dash before the first terms. */
export const kindName = (kind: ContractKind | null): string => (kind ? { paid: m.contract_kind_paid, trial: m.contract_kind_trial }[kind]() : '-');

/** A count with its thousands set apart; a dash where there is none. */
export const countText = (count: number | null): string => (count === null ? '-' : count.toLocaleString('en'));

export const serviceName = (service: Service, language: Language): string => (language === 'ja' ? service.nameJa : service.nameEn);

/** オプション「作業依頼ポイント追加」 (G-4.10-4). */
export const optionText = (points: number): string => (points > 0 ? m.contract_option_points({ points: countText(points) }) : m.contract_option_none());

export const stageName = (stage: ReturnType<typeof stageOf>): string =>
  ({ coming: m.contract_stage_coming, running: m.contract_stage_running, ending: m.contract_stage_ending, over: m.contract_stage_over })[stage]();

export const eventName = (name: ContractEventName): string =>
  ({
    made: m.contract_event_made,
    dates_changed: m.contract_event_dates_changed,
    holder_changed: m.contract_event_holder_changed,
    terms_written: m.contract_event_terms_written,
    terms_withdrawn: m.contract_event_terms_withdrawn,
    reminded: m.contract_event_reminded,
  })[name]();

const fields: Record<string, () => string> = {
  number: m.case_contract_number,
  holderName: m.case_holder,
  serviceId: m.case_service,
  startedOn: m.contract_started_on,
  renewsOn: m.contract_renews_on,
  endsOn: m.contract_ends_on,
  fromOn: m.contract_from_on,
  kind: m.contract_kind,
  plan: m.contract_plan,
  credits: m.contract_credits,
  planPoints: m.contract_plan_points,
  optionPoints: m.contract_option,
  hasRequests: m.contract_to_requests,
  hasPoints: m.contract_to_points,
  alertsOpenCases: m.contract_alerts,
  categories: m.contract_categories,
  priceListId: m.contract_price_list,
  daysBefore: m.contract_days_before,
};

/** The label of a contract's field in its history. */
export const fieldName = (field: string): string => fields[field]?.() ?? field;

/** A value of a contract's field in its history; `names` tells those that are ids: services and price lists. */
export function fieldValue(value: unknown, names: ReadonlyMap<string, string>): string {
  if (value === null || value === undefined || value === '') return '-';
  if (typeof value === 'boolean') return value ? m.contract_yes() : m.contract_no();
  if (typeof value === 'number') return countText(value);
  if (Array.isArray(value))
    return inquiryCategories
      .filter((code) => value.includes(code))
      .map((code) => categoryName(code))
      .join(m.say_comma());
  if (value === 'paid' || value === 'trial') return kindName(value);
  return names.get(String(value)) ?? String(value);
}
