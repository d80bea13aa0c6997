import type { OperatorActor, UserActor } from '#kernel/actor.ts';
import { filesOfRequest } from '#modules/attachments/server/index.ts';
import { sayAnswers } from '#modules/catalog/index.ts';
import { readVersion } from '#modules/catalog/server/index.ts';
import { namesOfOperators, namesOfUsers } from '#modules/users/server/index.ts';
import type { Context } from '#platform/server/unit-of-work.ts';
import type { RequestEntry, SentRequest, TriagedRequest } from '../index.ts';
import { isCustomerEntry } from '../request.ts';
import { decideOnRequest, type RequestAction } from '../request.policy.ts';
import { accessRequest } from './access-request.ts';
import { rowOf } from './list-requests.ts';
import { selectEntries, type EntryRow, type Request } from './requests.sql.ts';

/** A request as a contact of its contract sees it, by the version of the form that was filled in. Foreign and unknown numbers are 404. */
export async function readSent(context: Context<UserActor>, number: string): Promise<SentRequest> {
  const { actor, tx } = context;
  const found = await accessRequest(context, { number, action: 'view' });
  const may = judge(context, found);
  const entries = await selectEntries(tx, found);
  const names = await namesOfUsers(context, authorsOf(entries, 'user'));
  return {
    ...(await detailOf(context, found)),
    entries: entries.flatMap(({ kind, ...entry }) =>
      isCustomerEntry(kind) ? [entryOf({ kind, ...entry }, entry.authorKind === 'user' ? names : new Map(), actor.id)] : [],
    ),
    isContractOver: actor.contracts.some((contract) => contract.id === found.contractId && contract.isOver),
    can: { answer: may('answer'), withdraw: may('withdraw') },
  };
}

/** A request as operators see it, with what stays between them. */
export async function readTriaged(context: Context<OperatorActor>, number: string): Promise<TriagedRequest> {
  const { actor, tx } = context;
  const found = await accessRequest(context, { number, action: 'view' });
  const may = judge(context, found);
  const entries = await selectEntries(tx, found);
  const users = await namesOfUsers(context, authorsOf(entries, 'user'));
  const operators = await namesOfOperators(context, [...authorsOf(entries, 'operator'), found.claimedBy]);
  return {
    ...(await detailOf(context, found)),
    entries: entries.map((entry) => entryOf(entry, entry.authorKind === 'user' ? users : operators, actor.id)),
    version: found.version,
    accountName: found.accountName,
    holderName: found.holderName,
    claimedByName: operators.get(found.claimedBy ?? '') ?? null,
    isMine: found.claimedBy === actor.id,
    can: { claim: may('claim'), return: may('return'), ask: may('ask'), accept: may('accept'), refuse: may('refuse'), note: may('note') },
  };
}

async function detailOf(context: Context<UserActor | OperatorActor>, found: Request) {
  const { language } = context.actor;
  const { form } = await readVersion(context, { itemId: found.itemId, version: found.itemVersion });
  return {
    ...rowOf(found, language),
    id: found.id,
    answers: sayAnswers(form, found.answers, language),
    files: await filesOfRequest(context, { accountId: found.accountId, requestId: found.id }),
    reason: found.reason,
    caseNumber: found.caseNumber,
  };
}

const authorsOf = (entries: readonly EntryRow[], kind: EntryRow['authorKind']): string[] =>
  entries.filter((entry) => entry.authorKind === kind).map((entry) => entry.authorId);

const entryOf = <K extends EntryRow['kind']>(entry: EntryRow & { kind: K }, names: Map<string, string>, readerId: string): RequestEntry<K> => ({
  id: entry.id,
  kind: entry.kind,
  author: { kind: entry.authorKind, name: names.get(entry.authorId) ?? null, isMine: entry.authorId === readerId },
  words: entry.words,
  at: entry.at.toISOString(),
});

const judge =
  ({ actor }: Context<UserActor | OperatorActor>, found: Request) =>
  (action: RequestAction) =>
    decideOnRequest(actor, action, found).allowed;
