import { sql } from 'kysely';
import type { Tx } from '#platform/server/database.ts';
import type { Reading } from './texts/reader.ts';

export async function selectTextState(tx: Tx, attachmentId: string): Promise<Reading['state'] | undefined> {
  const { rows } = await sql<{ state: Reading['state'] }>`select state from attachment_texts where attachment_id = ${attachmentId}`.execute(tx);
  return rows[0]?.state;
}

export async function insertText(tx: Tx, row: { attachmentId: string; accountId: string; state: 'none' | 'failed'; now: Date }): Promise<void> {
  await sql`
    insert into attachment_texts (attachment_id, account_id, state, read_at)
    values (${row.attachmentId}, ${row.accountId}, ${row.state}, ${row.now})`.execute(tx);
}

export async function updateText(tx: Tx, attachmentId: string, reading: Reading, now: Date): Promise<void> {
  const text = reading.state === 'read' ? reading.text : null;
  await sql`update attachment_texts set state = ${reading.state}, text = ${text}, read_at = ${now} where attachment_id = ${attachmentId}`.execute(tx);
}

/** Attached files of every account that nobody has read yet. */
export async function selectUnread(tx: Tx, most: number): Promise<{ accountId: string; attachmentId: string }[]> {
  const { rows } = await sql<{ accountId: string; attachmentId: string }>`
    select account_id as "accountId", attachment_id as "attachmentId" from app.unread_files(${most})`.execute(tx);
  return rows;
}
