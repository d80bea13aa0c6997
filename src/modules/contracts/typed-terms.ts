import type { ContractTerms } from './contract.ts';

/** What a form of terms was filled with, before anything of it is judged. */
export type TypedTerms = {
  kind: string;
  plan: string;
  credits: string;
  planPoints: string;
  optionPoints: string;
  hasRequests: boolean;
  hasPoints: boolean;
  alertsOpenCases: boolean;
  categories: string[];
  priceListId: string;
};

/** What the fields of TermsFields.svelte were filled with. */
export function typedTerms(form: FormData): TypedTerms {
  const text = (name: string) => String(form.get(name) ?? '');
  return {
    kind: text('kind'),
    plan: text('plan'),
    credits: text('credits'),
    planPoints: text('planPoints'),
    optionPoints: text('optionPoints'),
    hasRequests: form.has('hasRequests'),
    hasPoints: form.has('hasPoints'),
    alertsOpenCases: form.has('alertsOpenCases'),
    categories: form.getAll('categories').map(String),
    priceListId: text('priceListId'),
  };
}

/** The form of terms that follow others, or of the first ones. */
export function termsToType(terms: ContractTerms | null | undefined): TypedTerms {
  return {
    kind: terms?.kind ?? 'paid',
    plan: terms?.plan ?? '',
    credits: String(terms?.credits ?? ''),
    planPoints: String(terms?.planPoints ?? 0),
    optionPoints: String(terms?.optionPoints ?? 0),
    hasRequests: terms?.hasRequests ?? false,
    hasPoints: terms?.hasPoints ?? false,
    alertsOpenCases: terms?.alertsOpenCases ?? false,
    categories: [...(terms?.categories ?? ['service', 'product', 'alert', 'failure', 'monthly_report_question', 'other'])],
    priceListId: terms?.priceListId ?? '',
  };
}
