/** The people and contracts of the demo world, which is also the test world. All of them are invented. */
export type DemoLanguage = 'ja' | 'en';

export const accounts = [
  { key: 'sample', name: '株式会社サンプル' },
  { key: 'a-company', name: 'A会社' },
  { key: 'hokuto', name: 'Hokuto Logistics Ltd.' },
] as const;

export const services = [
  { id: 'managed-cspm', nameJa: 'WideAngle プロフェッショナルサービス マネージドCSPM', nameEn: 'WideAngle Professional Services Managed CSPM' },
  { id: 'endpoint-hygiene', nameJa: 'WideAngle プロフェッショナルサービス エンドポイント衛生管理', nameEn: 'WideAngle Professional Services Endpoint Hygiene' },
] as const;

export const contracts = [
  { number: 'N200000001', account: 'sample', holderName: 'csアカウント01', service: 'managed-cspm', startedOn: '2022-09-01' },
  { number: 'N100000001', account: 'sample', holderName: '株式会社サンプル', service: 'endpoint-hygiene', startedOn: '2021-12-01' },
  { number: 'P910000001', account: 'a-company', holderName: 'A会社', service: 'managed-cspm', startedOn: '2024-04-01' },
  { number: 'H300000001', account: 'hokuto', holderName: 'Hokuto Logistics Ltd.', service: 'managed-cspm', startedOn: '2025-02-01' },
  { number: 'H300000002', account: 'hokuto', holderName: 'Hokuto Logistics Ltd.', service: 'endpoint-hygiene', startedOn: '2025-06-01' },
] as const;

/** What each contract includes, from its first day on. */
export const terms: readonly DemoTerms[] = [
  { contract: 'N200000001', kind: 'paid', plan: 'スタンダード', credits: 1000, planPoints: 45, optionPoints: 10, hasRequests: true, renewsOn: '2027-09-01' },
  { contract: 'N100000001', kind: 'paid', plan: 'ライト', credits: 300, planPoints: 0, optionPoints: 0, hasRequests: false, renewsOn: '2026-12-01' },
  { contract: 'P910000001', kind: 'paid', plan: 'スタンダード', credits: 500, planPoints: 30, optionPoints: 0, hasRequests: true, renewsOn: '2027-04-01' },
  { contract: 'H300000001', kind: 'paid', plan: 'スタンダード', credits: 2000, planPoints: 60, optionPoints: 20, hasRequests: true, renewsOn: '2027-02-01' },
  { contract: 'H300000002', kind: 'trial', plan: 'ライト', credits: 100, planPoints: 0, optionPoints: 0, hasRequests: false, renewsOn: '2027-06-01' },
];
export type DemoTerms = {
  contract: string;
  kind: 'paid' | 'trial';
  plan: string;
  credits: number;
  planPoints: number;
  optionPoints: number;
  hasRequests: boolean;
  renewsOn: string;
};

/** The price list of every demo contract with points. */
export const PRICE_LIST = '標準価格表';

export type DemoUser = {
  key: string;
  account: (typeof accounts)[number]['key'];
  userId: string;
  displayName: string;
  mail: string;
  language: DemoLanguage;
  timeZone: string;
  role: 'contact' | 'administrator';
  contracts: 'all' | readonly string[];
};

const sample = (number: string, more: Partial<DemoUser> = {}): DemoUser => ({
  key: `sample${number}`,
  account: 'sample',
  userId: `sample${number}@sample.example.cs`,
  displayName: `Ex Sample${number}`,
  mail: `sample${number}@sample.example`,
  language: 'ja',
  timeZone: 'Asia/Tokyo',
  role: 'contact',
  contracts: 'all',
  ...more,
});

export const users: readonly DemoUser[] = [
  sample('01'),
  sample('02'),
  sample('03', { role: 'administrator' }),
  sample('04', { contracts: ['N100000001'] }),
  sample('05', { language: 'en' }),
  {
    key: 'a-contact',
    account: 'a-company',
    userId: 'kokyaku@a-company.example.cs',
    displayName: 'A会社 顧客',
    mail: 'kokyaku@a-company.example',
    language: 'ja',
    timeZone: 'Asia/Tokyo',
    role: 'contact',
    contracts: 'all',
  },
  {
    key: 'a-administrator',
    account: 'a-company',
    userId: 'kanri@a-company.example.cs',
    displayName: 'A会社 顧客管理者',
    mail: 'kanri@a-company.example',
    language: 'ja',
    timeZone: 'Asia/Tokyo',
    role: 'administrator',
    contracts: 'all',
  },
  {
    key: 'h-contact',
    account: 'hokuto',
    userId: 'ops@hokuto.example.cs',
    displayName: 'Ex Hokuto01',
    mail: 'ops@hokuto.example',
    language: 'en',
    timeZone: 'Europe/London',
    role: 'contact',
    contracts: 'all',
  },
  {
    key: 'h-administrator',
    account: 'hokuto',
    userId: 'admin@hokuto.example.cs',
    displayName: 'Ex Hokuto02',
    mail: 'admin@hokuto.example',
    language: 'en',
    timeZone: 'Asia/Tokyo',
    role: 'administrator',
    contracts: 'all',
  },
];

export type DemoOperator = {
  key: string;
  userId: string;
  displayName: string;
  mail: string;
  language: DemoLanguage;
  duty: 'operator' | 'service_manager';
};

export const operators: readonly DemoOperator[] = [
  { key: 'op01', userId: 'op01@sac.example', displayName: 'OP-01', mail: 'op01@sac.example', language: 'ja', duty: 'service_manager' },
  { key: 'op02', userId: 'op02@sac.example', displayName: 'OP-02', mail: 'op02@sac.example', language: 'ja', duty: 'operator' },
  { key: 'op03', userId: 'op03@sac.example', displayName: 'OP-03', mail: 'op03@sac.example', language: 'en', duty: 'operator' },
];
