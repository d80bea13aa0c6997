import type { OperatorActor, UserActor } from '#kernel/actor.ts';
import type { AttachmentView } from '#modules/attachments/index.ts';
import { filesOfCase } from '#modules/attachments/server/index.ts';
import { record } from '#modules/journal/server/index.ts';
import { namesOfOperators, namesOfUsers } from '#modules/users/server/index.ts';
import type { Context } from '#platform/server/unit-of-work.ts';
import type { CaseDetail, CaseRow, TimelineEntry } from '../index.ts';
import { turnOf } from '../case.ts';
import { decideOnCase } from '../case.policy.ts';
import { accessCase } from './access-case.ts';
import { isSeen, seeCase } from './case-list.sql.ts';
import { selectActivities, selectParty, selectWorkNotes, type ActivityRow, type Case } from './cases.sql.ts';

type Reader = UserActor | OperatorActor;

/**
 * A case with its timeline, newest first (G-4.6-5, G-4.8.1-2). Customers see the team instead of its people, and no work
 * note; a monthly report that a customer opens is a line in their history (G-4.11.1-2).
 */
export async function readCase(context: Context<Reader>, number: string): Promise<CaseDetail & { accountId: string }> {
  const found = await accessCase(context, { number, action: 'view' });
  const isOperator = context.actor.kind === 'operator';
  if (context.actor.kind === 'user' && found.category === 'monthly_report') await record(context, { reader: context.actor, name: 'report.view' });
  if (context.actor.kind === 'user') await markSeen({ ...context, actor: context.actor }, found);
  const entries = await selectActivities(context.tx, found.id);
  const notes = isOperator ? await selectWorkNotes(context.tx, found.id) : [];
  const files = await filesOfCase(context, found.id);
  const all = [...entries, ...notes].sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime() || (a.id < b.id ? 1 : -1));
  const names = await namesOf(context, found, all);
  return {
    ...(await rowOf(context, found, names)),
    id: found.id,
    accountId: found.accountId,
    version: found.version,
    turn: turnOf(found.status),
    timeline: all.map((entry) => presentEntry(context.actor, entry, names, files)),
    files,
    can: rightsOn(context.actor, found),
  };
}

/** From now on the case is unread again only when it changes; a look at what was seen writes nothing. */
async function markSeen({ tx, actor, now }: Context<UserActor>, found: Case): Promise<void> {
  if (!(await isSeen(tx, { userId: actor.id, caseId: found.id, since: found.updatedAt }))) await seeCase(tx, { caseId: found.id, at: now });
}

async function namesOf(context: Context<Reader>, found: Case, entries: readonly ActivityRow[]): Promise<Map<string, string>> {
  const by = (kind: ActivityRow['authorKind']) => entries.filter((entry) => entry.authorKind === kind).map((entry) => entry.authorId);
  const users = await namesOfUsers(context, [...by('user'), found.contactId]);
  if (context.actor.kind !== 'operator') return users;
  const operators = await namesOfOperators({ ...context, actor: context.actor }, [...by('operator'), found.assigneeId]);
  return new Map([...users, ...operators]);
}

async function rowOf(context: Context<Reader>, found: Case, names: Map<string, string>): Promise<CaseRow> {
  const linked = context.actor.kind === 'user' ? context.actor.contracts.find((contract) => contract.id === found.contractId) : undefined;
  const party = linked ? undefined : await selectParty(context.tx, found.contractId);
  return presentRow(found, names, {
    contractNumber: linked?.number ?? party?.contractNumber ?? '',
    holderName: linked?.holderName ?? party?.holderName ?? '',
    service: { nameJa: linked?.service.nameJa ?? party?.nameJa ?? '', nameEn: linked?.service.nameEn ?? party?.nameEn ?? '' },
  });
}

/** The nine columns of a case. */
export function presentRow(found: Case, names: Map<string, string>, party: Pick<CaseRow, 'contractNumber' | 'holderName' | 'service'>): CaseRow {
  const { number, status, category, subject } = found;
  return {
    number,
    status,
    category,
    subject,
    ...party,
    contactName: found.contactId ? (names.get(found.contactId) ?? null) : null,
    createdAt: found.createdAt.toISOString(),
    updatedAt: found.updatedAt.toISOString(),
  };
}

function presentEntry(actor: Reader, entry: ActivityRow, names: Map<string, string>, files: readonly AttachmentView[]): TimelineEntry {
  return {
    id: entry.id,
    kind: entry.kind,
    author: { kind: entry.authorKind, name: entry.authorId ? (names.get(entry.authorId) ?? null) : null, mine: entry.authorId === actor.id },
    body: entry.body,
    fromStatus: entry.fromStatus,
    toStatus: entry.toStatus,
    at: entry.createdAt.toISOString(),
    files: files.filter((file) => (entry.kind === 'work_note' ? file.workNoteId : file.activityId) === entry.id),
  };
}

function rightsOn(actor: Reader, found: Case): CaseDetail['can'] {
  const may = (action: Parameters<typeof decideOnCase>[1]) => decideOnCase(actor, action, found).allowed;
  return {
    comment: may('comment'),
    close: may('close'),
    accept: may('accept'),
    reject: may('reject'),
    take: may('take'),
    ask: may('ask'),
    solve: may('solve'),
    note: may('note'),
  };
}
