import type { OperatorActor } from '#kernel/actor.ts';
import { newId } from '#kernel/ids.ts';
import { isBlank, proseToText, type Prose } from '#modules/prose/index.ts';
import type { Context } from '#platform/server/unit-of-work.ts';
import { caseNumber, subjectOf, type CaseCategory } from '../case.ts';
import { insertActivity, insertCase, nextNumber } from './cases.sql.ts';
import { tell, writeOpening } from './entries.ts';

/** A case that an operator or the program on an operator's word raises. `author`: whose the first entry is; the operator's own when null. */
export type RaiseCaseInput = {
  accountId: string;
  contractId: string;
  category: Exclude<CaseCategory, 'service' | 'product' | 'alert' | 'failure' | 'monthly_report_question' | 'other'>;
  subject: string;
  body: Prose;
  contactId: string | null;
  author: { id: string } | null;
  /** False when the deed that raises it writes to the contact itself. */
  isMailed: boolean;
};

/**
 * Raises one of the five kinds of case that contacts do not open (G-4.7-13, G-4.8.5-1, D-14). For operators, after their own deed was
 * allowed; whoever calls keeps it from happening twice. Returns what the case is and the entry that holds `body`.
 */
export async function raiseCase(context: Context<OperatorActor>, input: RaiseCaseInput): Promise<{ id: string; number: string; activityId: string }> {
  const { actor, tx, now } = context;
  const place = { id: newId(), accountId: input.accountId, contractId: input.contractId };
  const number = caseNumber(await nextNumber(tx));
  await insertCase(tx, { ...place, number, category: input.category, subject: subjectOf(input.subject), contactId: input.contactId, now });
  await writeOpening(context, place);
  const activityId = newId();
  const author = input.author ? { authorKind: 'user' as const, authorId: input.author.id } : { authorKind: 'operator' as const, authorId: actor.id };
  await insertActivity(tx, {
    id: activityId,
    accountId: place.accountId,
    contractId: place.contractId,
    caseId: place.id,
    kind: 'comment',
    ...author,
    body: isBlank(input.body) ? null : input.body,
    bodyText: proseToText(input.body),
    fromStatus: null,
    toStatus: null,
    now,
  });
  if (input.isMailed) await tell(context, place, { event: 'opened', activityId });
  else await context.announce('case_changed', { caseId: place.id, audience: 'customer' });
  return { id: place.id, number, activityId };
}
