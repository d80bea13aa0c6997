import type { Language, OperatorActor } from '#kernel/actor.ts';
import { handFilesToCase } from '#modules/attachments/server/index.ts';
import { raiseCase } from '#modules/cases/server/index.ts';
import { settlePoints } from '#modules/points/server/index.ts';
import { proseFromText } from '#modules/prose/index.ts';
import { withSystemChoices } from '#modules/users/server/index.ts';
import { m } from '#messages';
import type { Context } from '#platform/server/unit-of-work.ts';
import type { TriageInput } from '../request.schemas.ts';
import { contentOf } from './content-of-request.ts';
import { writeEntry } from './entries.ts';
import { selectEntries, updateDecided, type Request } from './requests.sql.ts';
import { holdAsSeen, orChanged } from './triage-request.ts';

/**
 * 受理 (G-4.7-10, G-4.7-13, D-15): raises the case with the item's name and the answers in the requester's language, takes the points that were
 * held, and lets the files join the case, or does nothing of it. Returns the case's number. Refuses `request_changed`, `request_claimed`,
 * `request_decided`.
 */
export async function acceptRequest(context: Context<OperatorActor>, input: TriageInput): Promise<string> {
  const found = await holdAsSeen(context, input, 'accept');
  const { language } = withSystemChoices({ language: found.requesterLanguage, timeZone: null });
  const { accountId, contractId } = found;
  const raised = await raiseCase(context, {
    accountId,
    contractId,
    category: 'work_request',
    subject: language === 'ja' ? found.nameJa : found.nameEn,
    body: proseFromText(await bodyOf(context, found, language)),
    contactId: found.requesterId,
    author: { id: found.requesterId },
    isMailed: false,
  });
  const decision = { id: found.id, version: input.version, state: 'accepted' as const, decidedBy: context.actor.id, now: context.now };
  orChanged(await updateDecided(context.tx, { ...decision, reason: null, caseId: raised.id }));
  await settlePoints(context, { accountId, requestId: found.id });
  await handFilesToCase(context, { accountId, requestId: found.id, caseId: raised.id, activityId: raised.activityId });
  await writeEntry(context, found, { kind: 'accepted', words: null });
  return raised.number;
}

/** What was ordered, and what was asked and answered about it since. */
async function bodyOf(context: Context<OperatorActor>, found: Request, locale: Language): Promise<string> {
  const said = (await selectEntries(context.tx, found)).flatMap(({ kind, words }) =>
    words && kind === 'question'
      ? [`${m.request_case_question({}, { locale })}\n${words}`]
      : words && kind === 'answer'
        ? [`${m.request_case_answer({}, { locale })}\n${words}`]
        : [],
  );
  return [`${m.request_number({}, { locale })}: ${found.number}`, await contentOf(context, found, locale), ...said].join('\n\n');
}
