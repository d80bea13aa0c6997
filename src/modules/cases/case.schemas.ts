import { z } from 'zod';
import { MAX_PER_ENTRY } from '#modules/attachments/index.ts';
import { isBlank, parseProse, proseFromText, type Prose } from '#modules/prose/index.ts';
import { categories, inquiryCategories, isCaseNumber, statuses } from './case.ts';

const uuid = z.uuid();

/** What was typed: the editor's document, or the plain text of a browser without scripts. */
const body = z
  .strictObject({ prose: z.string().max(150_000, 'prose_too_long').optional(), text: z.string().max(20_000, 'prose_too_long').optional() })
  .transform((typed, context): Prose => {
    if (!typed.prose) return proseFromText(typed.text ?? '');
    const parsed = parseProse(typed.prose);
    if (parsed.ok) return parsed.prose;
    // Blank is a question of the whole entry: with a file it is welcome.
    if (parsed.code === 'prose_empty') return proseFromText('');
    context.addIssue({ code: 'custom', message: parsed.code });
    return z.NEVER;
  });

const attachments = z.array(uuid).max(MAX_PER_ENTRY, 'attachments_too_many').default([]);
const version = z.coerce.number().int().min(1);
const number = z.string().refine(isCaseNumber, 'not_found');
/** The key that the form was rendered with: a form sent twice is one deed. */
const key = uuid;

const content = z.strictObject({ body, attachments });
const notEmpty = (entry: z.output<typeof content>): boolean => !isBlank(entry.body) || entry.attachments.length > 0;

/** A new inquiry (G-4.6-2, D-14): blank text is accepted only with a file. */
export const OpenCaseInput = content
  .extend({ contractNumber: z.string().min(1, 'contract_missing').max(20), category: z.enum(inquiryCategories, 'category_missing'), key })
  .refine(notEmpty, { path: ['body'], message: 'body_missing' });
export type OpenCaseInput = z.output<typeof OpenCaseInput>;

/** One more entry in a case (G-4.8.2-1). */
export const CommentInput = content.extend({ number, key }).refine(notEmpty, { path: ['body'], message: 'body_missing' });
export type CommentInput = z.output<typeof CommentInput>;

/** A question, a proposed solution: an entry that moves the case, from the version that its writer saw. */
export const CommentAndMoveInput = content.extend({ number, version, key }).refine(notEmpty, { path: ['body'], message: 'body_missing' });
export type CommentAndMoveInput = z.output<typeof CommentAndMoveInput>;

/** A move without words. */
export const MoveInput = z.strictObject({ number, version });
export type MoveInput = z.output<typeof MoveInput>;

/** A rejection needs its reason (D-13). */
export const RejectInput = z.strictObject({ number, version, reason: z.string().trim().min(1, 'reason_missing').max(2_000, 'prose_too_long') });
export type RejectInput = z.output<typeof RejectInput>;

/** The view of an address; an unknown one shows everything. */
export const CaseViewCode = z.enum(['all', 'action', 'monthly']).catch('all').default('all');

const place = z.string().max(2_000).optional().catch(undefined);
/** Where in the list: a page, and the place that the page before or after it gave. */
export const CaseListPlace = z.object({ page: z.coerce.number().int().min(1).max(1_000_000).catch(1).default(1), after: place, before: place });
export type CaseListPlace = z.output<typeof CaseListPlace>;

/** Rows that were chosen on a page: their numbers, each once. */
export const ChosenNumbers = z.array(z.string().refine(isCaseNumber)).min(1, 'cases_not_chosen').max(100, 'cases_not_chosen');

export const StatusCode = z.enum(statuses);
export const CategoryCode = z.enum(categories);
