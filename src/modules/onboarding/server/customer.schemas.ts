import { z } from 'zod';
import { inquiryCategories } from '#modules/cases/index.ts';
import { UserId } from '#modules/contacts/server/index.ts';
import { CreateAccountInput, CreateContractInput } from '#modules/contracts/server/index.ts';
import { MailAddress, NameLine } from '#modules/users/server/index.ts';
import { onboardingFields, type TypedCustomer } from '../onboarding.ts';

const Administrator = z.strictObject({
  familyName: NameLine.refine((text) => text.length > 0, 'family_name_missing'),
  givenName: NameLine.refine((text) => text.length > 0, 'given_name_missing'),
  mail: MailAddress,
  language: z.enum(['ja', 'en'], 'malformed'),
  userId: UserId,
});

export type Customer = {
  account: CreateAccountInput;
  contract: Omit<CreateContractInput, 'accountId'>;
  administrator: z.output<typeof Administrator>;
};
export type CustomerReading = { customer: Customer; problems: null } | { customer: null; problems: Record<string, string> };

/** The account is made in the same deed: its id is not typed by anybody. */
const NOBODYS = '00000000-0000-7000-8000-000000000000';

/** One customer as typed in the wizard or in a line of a file; otherwise the code of what is wrong by field. */
export function readCustomer(typed: TypedCustomer): CustomerReading {
  const account = CreateAccountInput.safeParse({ name: typed.accountName });
  const contract = CreateContractInput.safeParse(contractOf(typed));
  const { familyName, givenName, mail, language, userId } = typed;
  const administrator = Administrator.safeParse({ familyName, givenName, mail, language, userId });
  if (account.success && contract.success && administrator.success) {
    const { accountId: _, ...rest } = contract.data;
    return { customer: { account: account.data, contract: rest, administrator: administrator.data }, problems: null };
  }
  const problems: Record<string, string> = {};
  if (!account.success) problems['accountName'] = codeOf(account.error.issues[0]?.message);
  for (const issue of [...(contract.error?.issues ?? []), ...(administrator.error?.issues ?? [])]) {
    problems[String(issue.path.at(-1) ?? 'line')] ??= codeOf(issue.message);
  }
  return { customer: null, problems };
}

const contractOf = (typed: TypedCustomer) => ({
  accountId: NOBODYS,
  number: typed.number,
  holderName: typed.holderName,
  serviceId: typed.serviceId,
  startedOn: typed.startedOn,
  renewsOn: typed.renewsOn,
  endsOn: typed.endsOn,
  terms: {
    kind: typed.kind,
    plan: typed.plan,
    credits: typed.credits,
    planPoints: typed.planPoints,
    optionPoints: typed.optionPoints,
    hasRequests: typed.hasRequests === 'yes',
    hasPoints: typed.hasPoints === 'yes',
    alertsOpenCases: typed.alertsOpenCases === 'yes',
    categories: [...inquiryCategories],
    priceListId: typed.hasPoints === 'yes' ? typed.priceListId : '',
  },
});

const codeOf = (message: string | undefined): string => (message && /^[a-z][a-z_]+$/.test(message) ? message : 'malformed');

/** The wizard's fields out of a form; what is missing is empty. */
export const typedCustomer = (form: FormData): TypedCustomer =>
  Object.fromEntries(onboardingFields.map((field) => [field, String(form.get(field) ?? '').slice(0, 1000)])) as TypedCustomer;
