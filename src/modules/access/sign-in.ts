/** Two ways in, each with people, tables and cookies of its own. */
export type Realm = 'user' | 'operator';

/** Wrong passwords in a row before the lock, and its length (G-2.3-6, D-4). */
export const MAX_FAILURES = 5;
export const LOCK_MINUTES = 20;

/** Life of a sign-in between password and code, tries of a code and mails of one attempt (D-2). */
export const ATTEMPT_MINUTES = 10;
export const MAX_TRIES = 5;
export const MAX_MAILS = 3;

/** Wrong codes of one reader in a day, over all their attempts: whoever knows the password cannot try codes for ever. */
export const MAX_TRIES_A_DAY = 30;

/** One form for comparing user IDs, whatever width or case was typed (D-9). */
export const canonicalUserId = (typed: string): string => typed.normalize('NFKC').trim().toLowerCase();

/** Shows enough of an address to recognise one's own (D-2): `sample01@sample.example` → `s•••@s•••.example`. */
export function maskMail(mail: string): string {
  const [local = '', domain = ''] = mail.split('@');
  const labels = domain.split('.');
  const last = labels.pop() ?? '';
  return `${local.slice(0, 1)}•••@${labels.join('.').slice(0, 1)}•••.${last}`;
}
