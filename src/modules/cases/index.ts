import type { AttachmentView } from '#modules/attachments/index.ts';
import type { Prose } from '#modules/prose/index.ts';
import type { Marked } from '#kernel/fold.ts';
import type { CaseCategory, CaseStatus } from './case.ts';

export { GUIDE_COLUMNS } from './case-list.ts';
export { categories, inquiryCategories, isCaseNumber, LAST_NUMBERED_PAGE, PAGE_SIZE, queues, statuses, turnOf, views } from './case.ts';
export type { CaseCategory, CaseQueue, CaseStatus, CaseView, InquiryCategory } from './case.ts';

/** One row of the list: the nine columns of G-4.8-2. */
export type CaseRow = {
  number: string;
  status: CaseStatus;
  category: CaseCategory;
  subject: string;
  contractNumber: string;
  holderName: string;
  service: { nameJa: string; nameEn: string };
  contactName: string | null;
  createdAt: string;
  updatedAt: string;
};

/** Where the searched words stand in a case. */
export type CaseExcerpt = { kind: 'comment' | 'file'; text: Marked };
export type ListedCaseRow = CaseRow & { isUnread: boolean; excerpts: CaseExcerpt[] };

/** A page of the list with the exact counts of its views; `previous` and `next` are the places of the pages beside it. */
export type CasePage = {
  rows: ListedCaseRow[];
  page: number;
  pages: number;
  total: number;
  from: number;
  to: number;
  previous: string | undefined;
  next: string | undefined;
  counts: { all: number; action: number; monthly: number };
  unread: number;
  hidden: number;
  words: string[];
};

/** One entry of a case's timeline. An author without a name is the answering team, or the program. */
export type TimelineEntry = {
  id: string;
  kind: 'opened' | 'comment' | 'status' | 'work_note';
  author: { kind: 'user' | 'operator' | 'system'; name: string | null; mine: boolean };
  body: Prose | null;
  fromStatus: CaseStatus | null;
  toStatus: CaseStatus | null;
  at: string;
  files: AttachmentView[];
};

/** A case as its reader sees it; `can` is the policy's word, so screens repeat no rule. */
export type CaseDetail = CaseRow & {
  id: string;
  version: number;
  turn: 'provider' | 'customer' | 'nobody';
  timeline: TimelineEntry[];
  files: AttachmentView[];
  can: Record<'comment' | 'close' | 'accept' | 'reject' | 'take' | 'ask' | 'solve' | 'note', boolean>;
};

/** One card of a console queue. */
export type QueueRow = CaseRow & { accountName: string; assigneeName: string | null; repliedAt: string | null };
export { categoryName, statusName } from './case-words.ts';
