import { conversations } from './conversations.ts';
import { stories, type DemoCase } from './stories.ts';
import { strangerCases } from './stranger-cases.ts';

export type { DemoCase, DemoEntry } from './stories.ts';

const DAYS_BETWEEN = 30.4;

/** The report of the month before the newest one's delivery, or of as many months earlier as it is older. */
const monthName =
  (index: number) =>
  (openedAt: Date): string => {
    const newest = new Date(openedAt.getTime() + index * DAYS_BETWEEN * 86_400_000);
    const before = new Date(newest.getFullYear(), newest.getMonth() - 1 - index, 1);
    return `${before.getFullYear()}年${before.getMonth() + 1}月 月次レポート`;
  };

/** Eleven months of delivered reports; the newest still waits for the customer's approval. */
const reports: DemoCase[] = Array.from({ length: 11 }, (_, index) => ({
  contract: index % 4 === 3 ? 'N100000001' : 'N200000001',
  contact: null,
  category: 'monthly_report',
  subject: monthName(index),
  status: index === 0 ? 'resolved' : 'closed',
  assignee: 'op02',
  daysAgo: 9 + index * DAYS_BETWEEN,
  entries: [
    {
      after: 0,
      by: 'op02',
      kind: 'comment',
      text: '先月分の月次レポートをお送りします。\n\n添付のPDFをご確認ください。ご不明な点がありましたら、このケースのコメントでお知らせください。',
      files: ['report'],
    },
    { after: 1, by: 'op02', kind: 'status', to: 'in_progress' },
    { after: 2, by: 'op02', kind: 'status', to: 'resolved' },
    ...(index === 0 ? [] : [{ after: 2400, by: 'sample03', kind: 'status', to: 'closed' } as const]),
  ],
}));

/** Every case of the demo world. */
export const demoCases: readonly DemoCase[] = [...stories, ...conversations, ...reports, ...strangerCases];
