import type { Language } from '#kernel/actor.ts';

/** The steps of the wizard and the fields that each asks for. */
export const onboardingSteps = ['customer', 'contract', 'administrator', 'confirm'] as const;
export type OnboardingStep = (typeof onboardingSteps)[number];

export const fieldsOfStep = {
  customer: ['accountName'],
  contract: [
    'number',
    'holderName',
    'serviceId',
    'startedOn',
    'renewsOn',
    'endsOn',
    'kind',
    'plan',
    'credits',
    'hasRequests',
    'hasPoints',
    'planPoints',
    'optionPoints',
    'priceListId',
    'alertsOpenCases',
  ],
  administrator: ['familyName', 'givenName', 'mail', 'language', 'userId'],
  confirm: [],
} as const satisfies Record<OnboardingStep, readonly string[]>;

export const onboardingFields = [...fieldsOfStep.customer, ...fieldsOfStep.contract, ...fieldsOfStep.administrator] as const;
export type OnboardingField = (typeof onboardingFields)[number];
/** What the wizard or a line of a file says of one customer: text by field, `yes` or nothing for what is or is not. */
export type TypedCustomer = Record<OnboardingField, string>;

export const emptyCustomer = (today: string): TypedCustomer => ({
  ...(Object.fromEntries(onboardingFields.map((field) => [field, ''])) as TypedCustomer),
  startedOn: today,
  kind: 'paid',
  planPoints: '0',
  optionPoints: '0',
  language: 'ja',
});

/** A customer who was brought in. */
export type OnboardingView = {
  id: string;
  at: string;
  operatorName: string;
  accountName: string;
  contract: { number: string; holderName: string; serviceJa: string; serviceEn: string; startedOn: string; renewsOn: string | null; endsOn: string | null };
  administrator: { id: string; userId: string; displayName: string; mail: string; language: Language };
  caseNumber: string;
};
export type OnboardingLine = Pick<OnboardingView, 'id' | 'at' | 'operatorName' | 'accountName'> & { number: string; userId: string };
export type OnboardingPage = { rows: OnboardingLine[]; page: number; pages: number; total: number; from: number; to: number };
export const ONBOARDINGS_A_PAGE = 20;
