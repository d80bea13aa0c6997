import type { OperatorActor, SystemActor } from '#kernel/actor.ts';
import { namesOfOperators } from '#modules/users/server/index.ts';
import type { Context } from '#platform/server/unit-of-work.ts';
import { accessCase, caseForJob } from './access-case.ts';
import {
  deleteViewer,
  insertViewer,
  renewViewer,
  selectActivity,
  selectParticipants,
  selectParty,
  selectViewers,
  type ActivityRow,
  type Case,
} from './cases.sql.ts';

/** Notes that an operator has a case open; colleagues see it. */
export async function enterCase(context: Context<OperatorActor>, input: { number: string; streamId: string }): Promise<void> {
  const found = await accessCase(context, { number: input.number, action: 'view' });
  await insertViewer(context.tx, { streamId: input.streamId, caseId: found.id, operatorId: context.actor.id });
  await context.announce('case_changed', { caseId: found.id, audience: 'internal' });
}

/** Keeps the mark of {@link enterCase} alive while the page is open. */
export const stayInCase = (context: Context<OperatorActor>, streamId: string): Promise<void> => renewViewer(context.tx, streamId);

/** Takes the mark away when the page closes. */
export async function leaveCase(context: Context<OperatorActor>, input: { caseId: string; streamId: string }): Promise<void> {
  await deleteViewer(context.tx, input.streamId);
  await context.announce('case_changed', { caseId: input.caseId, audience: 'internal' });
}

/** Names of the other operators who have the case open now. */
export async function othersInCase(context: Context<OperatorActor>, caseId: string): Promise<string[]> {
  const ids = (await selectViewers(context.tx, caseId)).filter((id) => id !== context.actor.id);
  return [...(await namesOfOperators(context, ids)).values()].sort();
}

export type CaseNews = { found: Case; entry: ActivityRow; participants: string[]; serviceNames: { nameJa: string; nameEn: string } };

/** What a mail about an entry needs; only for jobs of the case's account. */
export async function caseNews(context: Context<SystemActor>, input: { caseId: string; activityId: string }): Promise<CaseNews | undefined> {
  const found = await caseForJob(context, input.caseId);
  const entry = found && (await selectActivity(context.tx, input.activityId));
  if (!found || !entry) return undefined;
  const party = await selectParty(context.tx, found.contractId);
  return {
    found,
    entry,
    participants: await selectParticipants(context.tx, found.id),
    serviceNames: { nameJa: party?.nameJa ?? '', nameEn: party?.nameEn ?? '' },
  };
}
