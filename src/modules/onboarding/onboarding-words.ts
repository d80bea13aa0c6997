import type { Language } from '#kernel/actor.ts';
import { m } from '#messages';
import type { OnboardingField } from './onboarding.ts';

type Words = (inputs: Record<string, never>, options: { locale?: Language }) => string;
const words: Record<OnboardingField, Words> = {
  accountName: m.onboarding_account_name,
  number: m.onboarding_number,
  holderName: m.onboarding_holder_name,
  serviceId: m.onboarding_service,
  startedOn: m.onboarding_started_on,
  renewsOn: m.onboarding_renews_on,
  endsOn: m.onboarding_ends_on,
  kind: m.onboarding_kind,
  plan: m.onboarding_plan,
  credits: m.onboarding_credits,
  hasRequests: m.onboarding_has_requests,
  hasPoints: m.onboarding_has_points,
  planPoints: m.onboarding_plan_points,
  optionPoints: m.onboarding_option_points,
  priceListId: m.onboarding_price_list,
  alertsOpenCases: m.onboarding_alerts_open_cases,
  familyName: m.onboarding_family_name,
  givenName: m.onboarding_given_name,
  mail: m.onboarding_mail,
  language: m.onboarding_language,
  userId: m.onboarding_user_id,
};

/** How a field is called in the wizard, in a file's head and in the report of its lines. */
export const fieldName = (field: OnboardingField, locale?: Language): string => words[field]({}, locale ? { locale } : {});
