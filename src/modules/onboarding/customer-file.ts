import type { Service } from '#kernel/actor.ts';
import { normal } from '#kernel/normal.ts';
import type { ImportColumn } from '#modules/imports/index.ts';
import { suggestedUserId } from '#modules/users/index.ts';
import { fieldName } from './onboarding-words.ts';
import { emptyCustomer, onboardingFields, type OnboardingField, type TypedCustomer } from './onboarding.ts';

const optional: readonly OnboardingField[] = [
  'renewsOn',
  'endsOn',
  'kind',
  'hasRequests',
  'hasPoints',
  'planPoints',
  'optionPoints',
  'priceListId',
  'alertsOpenCases',
  'language',
  'userId',
];

/** The columns of a file of customers, by the names of either language. */
export const customerColumns = (): ImportColumn[] =>
  onboardingFields.map((key) => ({ key, names: [fieldName(key, 'ja'), fieldName(key, 'en')], isOptional: optional.includes(key) }));

/** What a file's words mean: codes, ids and names of either language. */
export type FileWords = { services: readonly Service[]; priceLists: readonly { id: string; name: string }[]; today: string };

/** A line in the fields of the wizard. What is not understood stays as it is, and is refused there. */
export function customerOfLine(cells: Record<string, string>, known: FileWords): TypedCustomer {
  const empty = emptyCustomer(known.today);
  const cell = (field: OnboardingField): string => (cells[field] ?? '').trim();
  const typed = Object.fromEntries(onboardingFields.map((field) => [field, cell(field)])) as TypedCustomer;
  const service = known.services.find((one) => [one.id, one.nameJa, one.nameEn].some((name) => same(name, cell('serviceId'))));
  const prices = known.priceLists.find((one) => same(one.name, cell('priceListId')));
  return {
    ...typed,
    serviceId: service?.id ?? '',
    priceListId: prices?.id ?? '',
    kind: meaning(kinds, cell('kind')) ?? (cell('kind') === '' ? empty.kind : cell('kind')),
    language: meaning(languages, cell('language')) ?? (cell('language') === '' ? empty.language : cell('language')),
    planPoints: cell('planPoints') || '0',
    optionPoints: cell('optionPoints') || '0',
    hasRequests: yesOrNo(cell('hasRequests')),
    hasPoints: yesOrNo(cell('hasPoints')),
    alertsOpenCases: yesOrNo(cell('alertsOpenCases')),
    userId: cell('userId') || suggestedUserId(cell('mail')),
  };
}

const folded = (text: string): string => normal(text).trim().toLowerCase();
const same = (one: string, other: string): boolean => folded(one) === folded(other);
const meaning = (words: Record<string, readonly string[]>, text: string): string | undefined =>
  Object.entries(words).find(([, names]) => names.includes(folded(text)))?.[0];

const kinds = { paid: ['paid', '有償', '有料'], trial: ['trial', 'トライアル', '無償トライアル', '無償'] };
const languages = { ja: ['ja', '日本語', 'japanese'], en: ['en', '英語', 'english'] };
const yes = ['yes', 'y', '1', 'true', 'あり', '有', '有り', 'はい', '○', '〇', '◯'];
const no = ['', 'no', 'n', '0', 'false', 'なし', '無', '無し', 'いいえ', '×', '-'];

/** What is neither stays as typed. */
const yesOrNo = (text: string): string => (yes.includes(folded(text)) ? 'yes' : no.includes(folded(text)) ? '' : text);
/** The fields of a line that must be one or the other. */
export const yesFields: readonly OnboardingField[] = ['hasRequests', 'hasPoints', 'alertsOpenCases'];

/** A line that shows what belongs where. */
export const sampleOf = ({ services, priceLists, today }: FileWords): TypedCustomer => ({
  accountName: '株式会社サンプル商事',
  number: 'N300000001',
  holderName: '株式会社サンプル商事',
  serviceId: services[0]?.nameJa ?? '',
  startedOn: today,
  renewsOn: '',
  endsOn: '',
  kind: '有償',
  plan: 'スタンダード',
  credits: '1000',
  hasRequests: 'あり',
  hasPoints: 'あり',
  planPoints: '45',
  optionPoints: '0',
  priceListId: priceLists[0]?.name ?? '',
  alertsOpenCases: 'なし',
  familyName: '山田',
  givenName: '太郎',
  mail: 'taro.yamada@example.co.jp',
  language: '日本語',
  userId: '',
});
