/** Two ways in, each with people, tables and cookies of its own. */
export type Realm = 'user' | 'operator';

/** Wrong passwords in a row before the lock, and its length (G-2.3-6, D-4). */
export const MAX_FAILURES = 5;
export const LOCK_MINUTES = 20;

/** Life of a sign-in between password and code, tries of a code and mails of one attempt (D-2). */
export const ATTEMPT_MINUTES = 10;
export const MAX_TRIES = 5;
export const MAX_MAILS = 3;

/** Wrong codes of one reader in a row, over all their attempts (D-2): whoever knows the password cannot try codes for ever. */
export const MAX_CODE_FAILURES = 100;

/** A mailed link sets a password for this long (D-5); an operator's first link lasts longer, since it is handed over. */
export const RESET_LINK_MINUTES = 30;
export const OPERATOR_LINK_HOURS = 72;
/** Addresses that do not fit before the pair of user ID and network waits, and how long (G-4.4-7, D-5). */
export const MAX_MISMATCHES = 5;
export const RESET_BLOCK_MINUTES = 20;
/** After a completed reset the next by oneself waits this long (G-4.4-16). */
export const RESET_PAUSE_HOURS = 24;

/** How long a new address may be confirmed, and the old one taken back (D-10). */
export const MAIL_CONFIRM_HOURS = 24;
export const MAIL_UNDO_DAYS = 7;

/** Whoever changes factors must have proved who they are this recently, or says the password again. */
export const FRESH_MINUTES = 15;

/** Shows enough of an address to recognise one's own (D-2): `sample01@sample.example` → `s•••@s•••.example`. */
export function maskMail(mail: string): string {
  const [local = '', domain = ''] = mail.split('@');
  const labels = domain.split('.');
  const last = labels.pop() ?? '';
  return `${local.slice(0, 1)}•••@${labels.join('.').slice(0, 1)}•••.${last}`;
}
