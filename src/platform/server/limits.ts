import { sql } from 'kysely';
import type { Tx } from './database.ts';

/** How many of a kind pass in how many seconds. */
export type Limit = { kind: string; most: number; seconds: number };

/** Takes one; false when they are used up. The counters live in the database: of any number at once, over every process, no more pass. */
export async function takeOne(tx: Tx, { kind, most, seconds }: Limit, key: string): Promise<boolean> {
  const { rows } = await sql<{ taken: boolean }>`select app.take(${kind}, ${key}, ${most}, ${seconds}) as taken`.execute(tx);
  return rows[0]?.taken ?? false;
}
