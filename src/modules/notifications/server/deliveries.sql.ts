import { sql } from 'kysely';
import type { Tx } from '#platform/server/database.ts';

export type Delivery = { kind: string; mail: string; sentAt: Date | null; fault: string | null; createdAt: Date };

export async function insertDelivery(
  tx: Tx,
  delivery: { id: string; accountId: string; readerId: string; kind: string; mail: string; sentAt: Date | null; fault: string | null },
): Promise<void> {
  await sql`insert into mail_deliveries (id, account_id, reader_id, kind, mail, sent_at, fault)
    values (${delivery.id}, ${delivery.accountId}, ${delivery.readerId}, ${delivery.kind}, ${delivery.mail}, ${delivery.sentAt}, ${delivery.fault})`.execute(
    tx,
  );
}

export async function selectDeliveries(tx: Tx, input: { accountId: string; readerId: string; limit: number }): Promise<Delivery[]> {
  const { rows } = await sql<Delivery>`
    select kind, mail, sent_at as "sentAt", fault, created_at as "createdAt" from mail_deliveries
    where account_id = ${input.accountId} and reader_id = ${input.readerId} order by created_at desc, id desc limit ${input.limit}`.execute(tx);
  return rows;
}

export async function deleteDeliveriesBefore(tx: Tx, before: Date): Promise<void> {
  await sql`delete from mail_deliveries where created_at < ${before}`.execute(tx);
}
