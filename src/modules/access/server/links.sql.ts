import { sql } from 'kysely';
import type { Tx } from '#platform/server/database.ts';
import { MAIL_CONFIRM_HOURS, MAIL_UNDO_DAYS, OPERATOR_LINK_HOURS, RESET_LINK_MINUTES, type Realm } from '../sign-in.ts';
import { accountColumn, accountOf, accountValue, tables } from './tables.sql.ts';

export type AskedBy = 'self' | 'administrator' | 'operator';

/** Links are written by the one who mails them, and only their hashes. */
export async function insertResetLink(
  tx: Tx,
  realm: Realm,
  link: { id: string; readerId: string; accountId: string | null; tokenHash: Buffer; askedBy: AskedBy; mail: string },
): Promise<void> {
  const life = realm === 'user' ? sql`${sql.lit(RESET_LINK_MINUTES)} * interval '1 minute'` : sql`${sql.lit(OPERATOR_LINK_HOURS)} * interval '1 hour'`;
  await sql`insert into ${tables[realm].resetLinks} (id, ${accountColumn(realm)} reader_id, token_hash, asked_by, mail, expires_at)
    values (${link.id}, ${accountValue(realm, link.accountId)} ${link.readerId}, ${link.tokenHash}, ${link.askedBy}, ${link.mail}, now() + ${life})`.execute(
    tx,
  );
}

/** A link is good for the address that it was mailed to: an address that was given up gives nothing any more. */
const fits = (realm: Realm) =>
  sql`l.used_at is null and l.expires_at > now() and exists (select from ${tables[realm].candidates} c where c.reader_id = l.reader_id and c.mail = l.mail)`;

export async function findResetLink(tx: Tx, realm: Realm, tokenHash: Buffer): Promise<{ readerId: string; accountId: string | null } | undefined> {
  const { rows } = await sql<{ readerId: string; accountId: string | null }>`
    select reader_id as "readerId", ${accountOf(realm)} as "accountId" from ${tables[realm].resetLinks} l
    where token_hash = ${tokenHash} and ${fits(realm)}`.execute(tx);
  return rows[0];
}

/** Uses the link up, once, and with it every other open one of the same person. */
export async function useResetLink(tx: Tx, realm: Realm, tokenHash: Buffer): Promise<{ readerId: string; accountId: string | null } | undefined> {
  const { rows } = await sql<{ readerId: string; accountId: string | null }>`
    update ${tables[realm].resetLinks} l set used_at = now() where token_hash = ${tokenHash} and ${fits(realm)}
    returning reader_id as "readerId", ${accountOf(realm)} as "accountId"`.execute(tx);
  if (rows[0]) await dropResetLinks(tx, realm, rows[0].readerId);
  return rows[0];
}

export async function dropResetLinks(tx: Tx, realm: Realm, readerId: string): Promise<void> {
  await sql`update ${tables[realm].resetLinks} set used_at = now() where reader_id = ${readerId} and used_at is null`.execute(tx);
}

export async function insertMailChange(tx: Tx, change: { id: string; accountId: string; readerId: string; oldMail: string; newMail: string }): Promise<void> {
  await sql`insert into user_mail_changes (id, account_id, reader_id, old_mail, new_mail, confirm_until, undo_until)
    values (${change.id}, ${change.accountId}, ${change.readerId}, ${change.oldMail}, ${change.newMail},
      now() + ${sql.lit(MAIL_CONFIRM_HOURS)} * interval '1 hour', now() + ${sql.lit(MAIL_UNDO_DAYS)} * interval '1 day')`.execute(tx);
}

/** An administrator's change, which needs no confirmation; its old address is told. */
export async function insertConfirmedMailChange(
  tx: Tx,
  change: { id: string; accountId: string; readerId: string; oldMail: string; newMail: string },
): Promise<void> {
  await sql`insert into user_mail_changes (id, account_id, reader_id, old_mail, new_mail, confirm_until, undo_until, confirmed_at)
    values (${change.id}, ${change.accountId}, ${change.readerId}, ${change.oldMail}, ${change.newMail}, now(), now(), now())`.execute(tx);
}

/** A change whatever became of it, for the mail about it. */
export async function selectMailChange(tx: Tx, id: string): Promise<MailChange | undefined> {
  const { rows } = await sql<MailChange>`select ${changeColumns} from user_mail_changes where id = ${id}`.execute(tx);
  return rows[0];
}

/** A new wish, a new password or a disabled sign-in ends the wishes before: only what was asked since can be confirmed. */
export async function dropOpenMailChanges(tx: Tx, readerId: string): Promise<void> {
  await sql`update user_mail_changes set undone_at = now() where reader_id = ${readerId} and confirmed_at is null and undone_at is null`.execute(tx);
}

/** Ends every link of a person's changes, confirmed ones too: an older address has the last word, or an administrator. */
export async function dropAllMailChanges(tx: Tx, readerId: string): Promise<void> {
  await sql`update user_mail_changes set undone_at = now() where reader_id = ${readerId} and undone_at is null`.execute(tx);
}

const open = {
  confirm: sql`confirmed_at is null and undone_at is null and confirm_until > now()`,
  undo: sql`undone_at is null and undo_until > now()`,
} as const;
const hashes = { confirm: sql`confirm_hash`, undo: sql`undo_hash` } as const;

export type MailChange = { id: string; accountId: string; readerId: string; oldMail: string; newMail: string };
const changeColumns = sql`id, account_id as "accountId", reader_id as "readerId", old_mail as "oldMail", new_mail as "newMail"`;

/** A change whose link of this purpose still has a use. The way back is mailed also when the new address was quicker. */
export async function findMailChange(tx: Tx, purpose: 'confirm' | 'undo', id: string): Promise<MailChange | undefined> {
  const { rows } = await sql<MailChange>`select ${changeColumns} from user_mail_changes where id = ${id} and ${open[purpose]}`.execute(tx);
  return rows[0];
}

/** The reader's wish that still waits for its confirmation. */
export async function findOpenMailChange(tx: Tx, readerId: string): Promise<{ newMail: string } | undefined> {
  const { rows } = await sql<{ newMail: string }>`select new_mail as "newMail" from user_mail_changes
    where reader_id = ${readerId} and confirmed_at is null and undone_at is null and confirm_until > now() order by created_at desc limit 1`.execute(tx);
  return rows[0];
}

export async function keepMailToken(tx: Tx, input: { id: string; purpose: 'confirm' | 'undo'; tokenHash: Buffer }): Promise<void> {
  await (
    input.purpose === 'confirm'
      ? sql`update user_mail_changes set confirm_hash = ${input.tokenHash} where id = ${input.id}`
      : sql`update user_mail_changes set undo_hash = ${input.tokenHash} where id = ${input.id}`
  ).execute(tx);
}

export async function findMailLink(tx: Tx, purpose: 'confirm' | 'undo', tokenHash: Buffer): Promise<MailChange | undefined> {
  const { rows } = await sql<MailChange>`select ${changeColumns} from user_mail_changes where ${hashes[purpose]} = ${tokenHash} and ${open[purpose]}`.execute(
    tx,
  );
  return rows[0];
}

/** Uses the link up, once. `wasConfirmed` tells an undo whether the new address was already in use. */
export async function useMailLink(tx: Tx, purpose: 'confirm' | 'undo', tokenHash: Buffer): Promise<(MailChange & { wasConfirmed: boolean }) | undefined> {
  const mark = purpose === 'confirm' ? sql`confirmed_at = now()` : sql`undone_at = now()`;
  const { rows } = await sql<MailChange & { wasConfirmed: boolean }>`
    with old as (select id as change_id, confirmed_at as before from user_mail_changes where ${hashes[purpose]} = ${tokenHash} and ${open[purpose]} for update)
    update user_mail_changes set ${mark} from old where id = old.change_id and ${open[purpose]} returning ${changeColumns}, old.before is not null as "wasConfirmed"`.execute(
    tx,
  );
  return rows[0];
}

/** Whether a password was set through a link so lately that no other is mailed to oneself (G-4.4-16). */
export async function isResetPaused(tx: Tx, input: { readerId: string; hours: number }): Promise<boolean> {
  const { rows } =
    await sql`select from user_reset_pauses where reader_id = ${input.readerId} and reset_at > now() - ${input.hours}::int * interval '1 hour'`.execute(tx);
  return rows.length > 0;
}

/** The app secret that an operator's link offers: the first look keeps one, later looks show the same. */
export async function offerOnLink(tx: Tx, input: { tokenHash: Buffer; pendingSecret: Buffer }): Promise<Buffer | undefined> {
  const { rows } = await sql<{
    pendingSecret: Buffer;
  }>`update ${tables.operator.resetLinks} set pending_secret = coalesce(pending_secret, ${input.pendingSecret})
    where token_hash = ${input.tokenHash} and used_at is null and expires_at > now() returning pending_secret as "pendingSecret"`.execute(tx);
  return rows[0]?.pendingSecret;
}

/** Forgets links that are long over; run by a job. */
export async function sweepLinks(tx: Tx): Promise<void> {
  await sql`delete from ${tables.user.resetLinks} where expires_at < now() - interval '30 days'`.execute(tx);
  await sql`delete from user_mail_changes where undo_until < now() - interval '30 days'`.execute(tx);
}
