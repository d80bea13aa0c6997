import type { AttachmentView } from '#modules/attachments/index.ts';
import type { CustomerEntryKind, EntryKind, RequestState, TriageQueue } from './request.ts';
import type { customerActions, operatorActions } from './request.policy.ts';

export { MAX_WORDS, PAGE_SIZE, requestStates, triageQueues, type CustomerEntryKind, type EntryKind, type RequestState, type TriageQueue } from './request.ts';
export { stateName } from './request-words.ts';
export { answersIn, answersTyped, type TypedAnswers } from './typed-answers.ts';
export type { FormChanges } from '#modules/catalog/index.ts';

/** One row of a list. `isAsked`: a question waits for the customer. */
export type RequestRow = {
  number: string;
  itemName: string;
  state: RequestState;
  isAsked: boolean;
  contractNumber: string;
  requesterName: string | null;
  points: number;
  createdAt: string;
  updatedAt: string;
};
/** One card of the console's queue. */
export type TriageRow = RequestRow & { accountName: string; claimedByName: string | null; isMine: boolean; decidedAt: string | null };

export type SentPage = {
  rows: RequestRow[];
  page: number;
  pages: number;
  total: number;
  from: number;
  to: number;
  counts: Record<RequestState | 'all', number>;
};
export type QueuePage = { rows: TriageRow[]; page: number; pages: number; counts: Record<Exclude<TriageQueue, 'decided'>, number> };

/** One entry of a request's history. Customers see operators as the answering team, without a name. */
export type RequestEntry<K extends EntryKind = EntryKind> = {
  id: string;
  kind: K;
  author: { kind: 'user' | 'operator'; name: string | null; isMine: boolean };
  words: string | null;
  at: string;
};

type Detail<K extends EntryKind> = RequestRow & {
  id: string;
  answers: { label: string; value: string }[];
  entries: RequestEntry<K>[];
  files: AttachmentView[];
  reason: string | null;
  caseNumber: string | null;
};

/** A request as its customer sees it; `can` is the policy's word. */
export type SentRequest = Detail<CustomerEntryKind> & { isContractOver: boolean; can: Record<(typeof customerActions)[number], boolean> };
/** A request as operators see it. */
export type TriagedRequest = Detail<EntryKind> & {
  /** Counts every change, claims too, of which customers are not told. */
  version: number;
  accountName: string;
  holderName: string;
  claimedByName: string | null;
  isMine: boolean;
  can: Record<(typeof operatorActions)[number], boolean>;
};
