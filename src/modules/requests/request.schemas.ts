import { z } from 'zod';
import { MAX_PER_ENTRY } from '#modules/attachments/index.ts';
import { isBlankText } from '#modules/prose/index.ts';
import { isRequestNumber, MAX_WORDS, requestStates, triageQueues } from './request.ts';

const uuid = z.uuid();
const attachments = z.array(uuid).max(MAX_PER_ENTRY, 'attachments_too_many').default([]);
const number = z.string().refine(isRequestNumber, 'not_found');
const version = z.coerce.number().int().min(1);

/** Plain text of several lines, without the signs that no keyboard types. */
const wordsOr = (missing: string) =>
  z
    .string()
    .transform((typed) =>
      typed
        .replace(/\r\n?/g, '\n')
        .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '')
        .trim(),
    )
    .refine((typed) => !isBlankText(typed), missing)
    .refine((typed) => typed.length <= MAX_WORDS, 'request_words_too_long');

/** What the form of an item sends (G-4.7-5): answers as they were typed, and what its sender was shown of version and points. */
export const SubmitRequestInput = z.strictObject({
  contractNumber: z.string().min(1, 'contract_missing').max(20),
  itemKey: z.string().max(100),
  itemVersion: z.coerce.number().int().min(1),
  points: z.coerce.number().int().min(0).max(1_000_000_000),
  answers: z.record(z.string().max(100), z.array(z.string().max(50_000, 'request_words_too_long')).max(1_000)),
  attachments,
  key: uuid,
});
export type SubmitRequestInput = z.output<typeof SubmitRequestInput>;

/** A contact's answer to SAC's question. */
export const AnswerInput = z.strictObject({ number, words: wordsOr('request_answer_missing'), attachments, key: uuid });
export type AnswerInput = z.output<typeof AnswerInput>;

export const WithdrawInput = z.strictObject({ number });
export type WithdrawInput = z.output<typeof WithdrawInput>;

/** What an operator does without words, from the version that they saw. */
export const TriageInput = z.strictObject({ number, version });
export type TriageInput = z.output<typeof TriageInput>;

export const AskInput = z.strictObject({ number, version, words: wordsOr('request_question_missing') });
export type AskInput = z.output<typeof AskInput>;

/** 不受理 needs its reason, which the customer reads. */
export const RefuseInput = z.strictObject({ number, version, words: wordsOr('request_reason_missing') });
export type RefuseInput = z.output<typeof RefuseInput>;

export const NoteInput = z.strictObject({ number, words: wordsOr('request_note_missing') });
export type NoteInput = z.output<typeof NoteInput>;

const page = z.coerce.number().int().min(1).max(500).catch(1).default(1);
/** Where in one's own list: a tab and a page; what no list has shows the beginning. */
export const SentPlace = z.object({
  state: z
    .enum(['all', ...requestStates])
    .catch('all')
    .default('all'),
  page,
});
export type SentPlace = z.output<typeof SentPlace>;
export const QueuePlace = z.object({ queue: z.enum(triageQueues).catch('open').default('open'), page });
export type QueuePlace = z.output<typeof QueuePlace>;
