/** A contact's order of an item of the catalogue, from its sending to the decision (D-15). Pure. */

export const requestStates = ['open', 'accepted', 'refused', 'withdrawn'] as const;
export type RequestState = (typeof requestStates)[number];

/** What operators may look at: everything undecided, oldest first; what they took; what waits for a customer; what is over. */
export const triageQueues = ['open', 'mine', 'waiting', 'decided'] as const;
export type TriageQueue = (typeof triageQueues)[number];

export const entryKinds = ['submitted', 'question', 'answer', 'accepted', 'refused', 'withdrawn', 'claimed', 'returned', 'note'] as const;
export type EntryKind = (typeof entryKinds)[number];
/** What customers see of a request's history, and are written to about. */
export type CustomerEntryKind = Exclude<EntryKind, 'claimed' | 'returned' | 'note'>;
export const isCustomerEntry = (kind: EntryKind): kind is CustomerEntryKind => kind !== 'claimed' && kind !== 'returned' && kind !== 'note';

export const PAGE_SIZE = 20;
/** Characters of a question, an answer, a reason or a note. */
export const MAX_WORDS = 4000;

export const requestNumber = (serial: number): string => `WR${String(serial).padStart(7, '0')}`;
export const isRequestNumber = (text: string): boolean => /^WR\d{7}$/.test(text);

/** What a decision needs to know of a request. `claimedBy` is null for customers, who are not told. */
export type RequestFacts = {
  accountId: string;
  contractId: string;
  requesterId: string;
  state: RequestState;
  askedAt: Date | null;
  claimedBy: string | null;
};
