import { sql } from 'kysely';
import type { Tx } from '#platform/server/database.ts';
import { takeOne } from '#platform/server/limits.ts';

/** How many of a kind pass in how many seconds. The counters live in the database and hold over every process. */
const limits = {
  /** Sign-in tries of one network, right or wrong; an office behind one address stays far below. */
  sign_in: { most: 600, seconds: 1200 },
  /** Wrong passwords of one network (D-4). */
  wrong_password: { most: 60, seconds: 1200 },
  /** Reset requests of one network. */
  reset_ask: { most: 60, seconds: 1200 },
  /** Addresses that did not fit, in a row, for a user ID from one network; then the pair waits (D-5). */
  reset_mismatch: { most: 4, seconds: 86_400 },
  reset_block: { most: 1, seconds: 1200 },
  /** Reset mails to one person. */
  reset_mail: { most: 5, seconds: 3600 },
  /** Words to one person that somebody tried addresses for them, from however many networks. */
  reset_notice: { most: 3, seconds: 86_400 },
  /** Mails that one helper sends to one person; a stranger's requests never use these up. */
  helper_mail: { most: 5, seconds: 3600 },
  /** Verification codes to one person. */
  code_mail: { most: 30, seconds: 3600 },
  /** Addresses that one administrator lets the program write to for the first time. */
  contact_mail: { most: 50, seconds: 86_400 },
  /** Looks at mailed links with tokens that are none. */
  link_look: { most: 120, seconds: 1200 },
  /** Changes of address that one person asks for, each of which is a mail to somebody else. */
  mail_change: { most: 5, seconds: 86_400 },
  /** User IDs that one administrator tries (D-9). */
  user_id: { most: 60, seconds: 3600 },
  /** Lines that one person's looks at another leave in the history. */
  user_view: { most: 1, seconds: 600 },
} as const;
export type LimitKind = keyof typeof limits;

/** Takes one; false when they are used up. Of any number at once, no more than the limit pass. */
export async function take(tx: Tx, kind: LimitKind, key: string): Promise<boolean> {
  return takeOne(tx, { kind, ...limits[kind] }, key);
}

/** Whether any are left, without taking one. */
export async function isLeft(tx: Tx, kind: LimitKind, key: string): Promise<boolean> {
  const { rows } = await sql<{ left: boolean }>`select app.is_left(${kind}, ${key}, ${limits[kind].most}) as left`.execute(tx);
  return rows[0]?.left ?? false;
}

export async function forget(tx: Tx, kind: LimitKind, key: string): Promise<void> {
  await sql`select app.forget_takes(${kind}, ${key})`.execute(tx);
}

/** Clears counters whose time is long over; run by a job. */
export async function sweepLimits(tx: Tx): Promise<void> {
  await sql`select app.sweep_takes()`.execute(tx);
}
