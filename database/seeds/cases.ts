import { conversations } from './conversations.ts';
import { stories, type DemoCase } from './stories.ts';
import { strangerCases } from './stranger-cases.ts';

export type { DemoCase, DemoEntry } from './stories.ts';

const monthName = (date: Date): string => {
  const before = new Date(date.getFullYear(), date.getMonth() - 1, 1);
  return `${before.getFullYear()}年${before.getMonth() + 1}月 月次レポート`;
};

/** Eleven months of delivered reports; the newest still waits for the customer's approval. */
const reports: DemoCase[] = Array.from({ length: 11 }, (_, index) => ({
  contract: index % 4 === 3 ? 'N100000001' : 'N200000001',
  contact: null,
  category: 'monthly_report',
  subject: monthName,
  status: index === 0 ? 'resolved' : 'closed',
  assignee: 'op02',
  daysAgo: 9 + index * 30.4,
  entries: [
    {
      after: 0,
      by: 'op02',
      kind: 'comment',
      text: '今月の月次レポートをお送りします。\n\n添付のPDFをご確認ください。ご不明な点がありましたら、このケースのコメントでお知らせください。',
      files: ['report'],
    },
    { after: 1, by: 'op02', kind: 'status', to: 'in_progress' },
    { after: 2, by: 'op02', kind: 'status', to: 'resolved' },
    ...(index === 0 ? [] : [{ after: 2400, by: 'sample03', kind: 'status', to: 'closed' } as const]),
  ],
}));

/** Every case of the demo world. */
export const demoCases: readonly DemoCase[] = [...stories, ...conversations, ...reports, ...strangerCases];
