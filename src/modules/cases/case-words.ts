import { m } from '#messages';
import type { Language } from '#kernel/actor.ts';
import type { CaseCategory, CaseStatus } from './case.ts';

/** The label of a status (G-4.8.3-1); the provider's short name is a setting (D-12). Without a language, the page's own. */
export function statusName(status: CaseStatus, provider: string, locale?: Language): string {
  const words = {
    new: m.status_new,
    in_progress: m.status_in_progress,
    awaiting_customer: m.status_awaiting_customer,
    resolved: m.status_resolved,
    closed: m.status_closed,
  };
  return words[status]({ provider }, locale && { locale });
}

/** The label of a category (G-4.8.5-1). */
export function categoryName(category: CaseCategory, locale?: Language): string {
  const words = {
    service: m.category_service,
    product: m.category_product,
    alert: m.category_alert,
    failure: m.category_failure,
    monthly_report_question: m.category_monthly_report_question,
    other: m.category_other,
    work_request: m.category_work_request,
    monthly_report: m.category_monthly_report,
    alarm: m.category_alarm,
    health_check: m.category_health_check,
    credit_overrun: m.category_credit_overrun,
  };
  return words[category]({}, locale && { locale });
}
