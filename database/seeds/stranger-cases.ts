import type { DemoCase } from './stories.ts';

/** Cases of other companies. Each carries a mark that must never reach a reader of another account. */
const question = (input: {
  contract: string;
  contact: string;
  mark: string;
  daysAgo: number;
  subject: string;
  text: string;
  answer?: string;
  closed?: boolean;
  category?: DemoCase['category'];
}): DemoCase => ({
  contract: input.contract,
  contact: input.contact,
  category: input.category ?? 'alert',
  subject: `${input.subject}（${input.mark}）`,
  status: input.closed ? 'closed' : input.answer ? 'awaiting_customer' : 'new',
  assignee: input.answer ? 'op03' : null,
  daysAgo: input.daysAgo,
  entries: [
    { after: 0, by: input.contact, kind: 'comment', text: `${input.text}\n\n${input.mark}` },
    ...(input.answer
      ? ([
          { after: 90, by: 'op03', kind: 'status', to: 'in_progress' },
          { after: 200, by: 'op03', kind: 'comment', text: `${input.answer} (${input.mark})`, files: ['guide'] },
          { after: 201, by: 'op03', kind: 'status', to: 'awaiting_customer' },
        ] as const)
      : []),
    ...(input.closed ? ([{ after: 1500, by: input.contact, kind: 'status', to: 'closed' }] as const) : []),
  ],
});

const aCompany = { contract: 'P910000001', contact: 'a-contact' };
const hokuto = { contract: 'H300000001', contact: 'h-contact' };

export const strangerCases: readonly DemoCase[] = [
  question({
    ...aCompany,
    mark: 'CANARY-A-0001',
    daysAgo: 2,
    subject: 'テスト環境のアラートについて',
    text: 'テスト環境のアカウントで検知が続いています。除外の方法を教えてください。',
  }),
  question({
    ...aCompany,
    mark: 'CANARY-A-0002',
    daysAgo: 12,
    subject: '公開バケットの検知',
    text: '公開設定のバケットが検知されました。意図した公開です。',
    answer: '公開を続ける期間をお知らせください。',
  }),
  question({
    ...aCompany,
    mark: 'CANARY-A-0003',
    daysAgo: 40,
    subject: '通知先の変更',
    text: '通知先のメールアドレスを変更したいです。',
    answer: '作業依頼でお送りください。',
    closed: true,
    category: 'service',
  }),
  question({
    ...aCompany,
    mark: 'CANARY-A-0004',
    daysAgo: 75,
    subject: 'レポートの見方',
    text: 'リスクスコアの計算方法を知りたいです。',
    answer: '計算方法をご説明します。',
    closed: true,
    category: 'monthly_report_question',
  }),
  question({
    ...aCompany,
    mark: 'CANARY-A-0005',
    daysAgo: 130,
    subject: '管理画面に入れない',
    text: '昨日から管理画面に入れません。',
    answer: '復旧しました。',
    closed: true,
    category: 'failure',
  }),
  question({
    ...aCompany,
    mark: 'CANARY-A-0006',
    daysAgo: 200,
    subject: '対応クラウドについて',
    text: '対応しているクラウドを教えてください。',
    answer: 'AWS、Azure、Google Cloud に対応しています。',
    closed: true,
    category: 'product',
  }),
  question({
    ...hokuto,
    mark: 'CANARY-H-0001',
    daysAgo: 1,
    subject: 'New account onboarding',
    text: 'We are adding two AWS accounts next week. What do you need from us?',
    category: 'service',
  }),
  question({
    ...hokuto,
    mark: 'CANARY-H-0002',
    daysAgo: 20,
    subject: 'Security group alert',
    text: 'An alert says that port 22 is open to the world, but the group is not attached to anything.',
    answer: 'Could you confirm that the group is unused, so that we can delete it from the scope?',
  }),
  question({
    ...hokuto,
    mark: 'CANARY-H-0003',
    daysAgo: 66,
    subject: 'Report in English',
    text: 'Can we get the monthly report in English?',
    answer: 'Yes, from next month on.',
    closed: true,
    category: 'monthly_report_question',
  }),
  question({
    ...hokuto,
    contract: 'H300000002',
    mark: 'CANARY-H-0004',
    daysAgo: 110,
    subject: 'Patch window',
    text: 'Please move the patch window to Sunday.',
    answer: 'It starts at 02:00 UTC on Sundays now.',
    closed: true,
    category: 'other',
  }),
];
