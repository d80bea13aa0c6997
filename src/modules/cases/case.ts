/** The states of a case (G-4.8.3-1, D-12). */
export const statuses = ['new', 'in_progress', 'awaiting_customer', 'resolved', 'closed'] as const;
export type CaseStatus = (typeof statuses)[number];

/** What a contact may choose as お問い合わせ種別 (G-4.8.5-2, D-14). */
export const inquiryCategories = ['service', 'product', 'alert', 'failure', 'monthly_report_question', 'other'] as const;
/** What only the system or an operator raises. */
export const raisedCategories = ['work_request', 'monthly_report', 'alarm', 'health_check', 'credit_overrun'] as const;
export const categories = [...inquiryCategories, ...raisedCategories] as const;
export type InquiryCategory = (typeof inquiryCategories)[number];
export type CaseCategory = (typeof categories)[number];

/** Every way a case changes its state, and who may do it (D-13). */
export const moves = {
  take: { by: 'operator', from: ['new'], to: 'in_progress' },
  ask: { by: 'operator', from: ['in_progress'], to: 'awaiting_customer' },
  answer: { by: 'user', from: ['awaiting_customer'], to: 'in_progress' },
  solve: { by: 'operator', from: ['in_progress', 'awaiting_customer'], to: 'resolved' },
  accept: { by: 'user', from: ['resolved'], to: 'closed' },
  reject: { by: 'user', from: ['resolved'], to: 'in_progress' },
  close: { by: 'user', from: ['new', 'in_progress', 'awaiting_customer'], to: 'closed' },
} as const satisfies Record<string, { by: 'user' | 'operator'; from: readonly CaseStatus[]; to: CaseStatus }>;
export type Move = keyof typeof moves;

/** True when a case in this state can make the move, whoever asks. */
export const canMove = (status: CaseStatus, move: Move): boolean => (moves[move].from as readonly CaseStatus[]).includes(status);

/** Whose turn it is: the word on top of a case's facts. */
export function turnOf(status: CaseStatus): 'provider' | 'customer' | 'nobody' {
  if (status === 'closed') return 'nobody';
  return status === 'awaiting_customer' || status === 'resolved' ? 'customer' : 'provider';
}

/** The views of the case list (G-4.8-3, G-4.8-4). */
export const views = {
  all: {},
  action: { statuses: ['awaiting_customer', 'resolved'] },
  monthly: { categories: ['monthly_report'] },
} as const satisfies Record<string, { statuses?: readonly CaseStatus[]; categories?: readonly CaseCategory[] }>;
export type CaseView = keyof typeof views;

/** The queues of the console. */
export const queues = ['replied', 'new', 'mine', 'awaiting_customer', 'resolved', 'open'] as const;
export type CaseQueue = (typeof queues)[number];

/** `CS` and seven digits (D-24). */
export const isCaseNumber = (text: string): boolean => /^CS\d{7}$/.test(text);
export const caseNumber = (sequence: number): string => `CS${sequence.toString().padStart(7, '0')}`;

/** An inquiry has no field for its subject: its first line serves, cut at a readable length. */
export function subjectOf(text: string): string {
  const line =
    text
      .split('\n')
      .map((part) => part.trim())
      .find(Boolean) ?? '';
  const graphemes = [...new Intl.Segmenter('ja', { granularity: 'grapheme' }).segment(line)].map((part) => part.segment);
  return graphemes.length <= 60 ? line.slice(0, 200) : `${graphemes.slice(0, 59).join('').slice(0, 190)}…`;
}

/** Rows of one page of the list (G-4.8-12), and the last page reachable by its number; later ones by cursor. */
export const PAGE_SIZE = 20;
export const LAST_NUMBERED_PAGE = 50;
/** Cases of one export, at most. */
export const EXPORT_LIMIT = 200_000;

/** What a policy needs to know of a case. */
export type CaseFacts = { accountId: string; contractId: string; status: CaseStatus };
