import { sql } from 'kysely';
import type { Tx } from '#platform/server/database.ts';

export type AttachmentRow = {
  id: string;
  accountId: string;
  caseId: string | null;
  name: string;
  size: number;
  contentType: string;
  audience: 'customer' | 'internal';
  activityId: string | null;
  scan: 'unchecked' | 'clean' | 'infected';
  createdAt: Date;
};

const columns = sql`id, account_id as "accountId", case_id as "caseId", name, size, content_type as "contentType", audience, activity_id as "activityId", scan, created_at as "createdAt"`;

export async function insertUpload(
  tx: Tx,
  upload: {
    id: string;
    accountId: string;
    ownerKind: 'user' | 'operator';
    ownerId: string;
    name: string;
    size: number;
    contentType: string;
    sha256: Buffer;
    now: Date;
  },
): Promise<void> {
  await sql`
    insert into attachments (id, account_id, owner_kind, owner_id, name, size, content_type, sha256, created_at)
    values (${upload.id}, ${upload.accountId}, ${upload.ownerKind}, ${upload.ownerId}, ${upload.name}, ${upload.size}, ${upload.contentType}, ${upload.sha256}, ${upload.now})`.execute(
    tx,
  );
}

/** Bytes of the owner's uploads that are not attached yet. */
export async function sumWaiting(tx: Tx, owner: Owner): Promise<number> {
  const { rows } = await sql<{ bytes: number }>`
    select coalesce(sum(size), 0)::bigint as bytes from attachments
    where contract_id is null and owner_kind = ${owner.ownerKind} and owner_id = ${owner.ownerId}`.execute(tx);
  return rows[0]?.bytes ?? 0;
}

type Owner = { ownerKind: 'user' | 'operator'; ownerId: string };

/** Binds the owner's waiting uploads to an entry that customers see. Returns how many were bound. */
export async function attachToActivity(
  tx: Tx,
  input: Owner & { ids: readonly string[]; accountId: string; contractId: string; caseId: string; activityId: string },
): Promise<number> {
  const { rows } = await sql`
    update attachments set contract_id = ${input.contractId}, case_id = ${input.caseId}, activity_id = ${input.activityId}
    where id = any(${input.ids}::uuid[]) and account_id = ${input.accountId} and contract_id is null
      and owner_kind = ${input.ownerKind} and owner_id = ${input.ownerId}
    returning id`.execute(tx);
  return rows.length;
}

/** Binds waiting uploads to a work note, out of every customer's sight. */
export async function attachToWorkNote(
  tx: Tx,
  input: Owner & { ids: readonly string[]; accountId: string; contractId: string; caseId: string; workNoteId: string },
): Promise<number> {
  const { rows } = await sql`
    update attachments set contract_id = ${input.contractId}, case_id = ${input.caseId}, work_note_id = ${input.workNoteId}, audience = 'internal'
    where id = any(${input.ids}::uuid[]) and account_id = ${input.accountId} and contract_id is null
      and owner_kind = ${input.ownerKind} and owner_id = ${input.ownerId}
    returning id`.execute(tx);
  return rows.length;
}

/** Binds waiting uploads to a request. */
export async function attachToRequest(
  tx: Tx,
  input: Owner & { ids: readonly string[]; accountId: string; contractId: string; requestId: string },
): Promise<number> {
  const { rows } = await sql`
    update attachments set contract_id = ${input.contractId}, request_id = ${input.requestId}
    where id = any(${input.ids}::uuid[]) and account_id = ${input.accountId} and contract_id is null
      and owner_kind = ${input.ownerKind} and owner_id = ${input.ownerId}
    returning id`.execute(tx);
  return rows.length;
}

/** Gives the files of a request to an entry of the case that it became; returns their ids. */
export async function moveToCase(tx: Tx, input: { accountId: string; requestId: string; caseId: string; activityId: string }): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update attachments set case_id = ${input.caseId}, activity_id = ${input.activityId}
    where account_id = ${input.accountId} and request_id = ${input.requestId} and case_id is null returning id`.execute(tx);
  return rows.map((row) => row.id);
}

export async function selectAttachment(tx: Tx, id: string): Promise<AttachmentRow | undefined> {
  const { rows } = await sql<AttachmentRow>`select ${columns} from attachments where id = ${id}`.execute(tx);
  return rows[0];
}

export async function selectOfCase(tx: Tx, caseId: string): Promise<AttachmentRow[]> {
  const { rows } = await sql<AttachmentRow>`select ${columns} from attachments where case_id = ${caseId} order by created_at desc, id`.execute(tx);
  return rows;
}

export async function selectOfRequest(tx: Tx, wanted: { accountId: string; requestId: string }): Promise<AttachmentRow[]> {
  const { rows } = await sql<AttachmentRow>`
    select ${columns} from attachments where account_id = ${wanted.accountId} and request_id = ${wanted.requestId} order by created_at, id`.execute(tx);
  return rows;
}

/** Work notes' files, which only the console's role can tell apart. */
export async function selectWorkNoteFiles(tx: Tx, caseId: string): Promise<{ id: string; workNoteId: string }[]> {
  const { rows } = await sql<{ id: string; workNoteId: string }>`
    select id, work_note_id as "workNoteId" from attachments where case_id = ${caseId} and work_note_id is not null`.execute(tx);
  return rows;
}

export async function deleteUpload(tx: Tx, input: Owner & { id: string }): Promise<boolean> {
  const { rows } = await sql`
    delete from attachments where id = ${input.id} and contract_id is null and owner_kind = ${input.ownerKind} and owner_id = ${input.ownerId} returning id`.execute(
    tx,
  );
  return rows.length === 1;
}

export async function deleteForgotten(tx: Tx, before: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`delete from attachments where contract_id is null and created_at < ${before} returning id`.execute(tx);
  return rows.map((row) => row.id);
}
