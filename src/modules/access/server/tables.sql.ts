import { sql } from 'kysely';
import type { Realm } from '../sign-in.ts';

/** The tables of each realm have one shape; names are constants of the program, never input. */
const named = (realm: Realm) => ({
  candidates: sql.table(`${realm}_sign_in_candidates`),
  passwords: sql.table(`${realm}_passwords`),
  browsers: sql.table(`${realm}_browsers`),
  attempts: sql.table(`${realm}_sign_in_attempts`),
  sessions: sql.table(`${realm}_sessions`),
  readers: sql.table(`${realm}_session_readers`),
  authenticators: sql.table(`${realm}_authenticators`),
  recoveryCodes: sql.table(`${realm}_recovery_codes`),
  resetLinks: sql.table(`${realm}_reset_links`),
});
export const tables = { user: named('user'), operator: named('operator') } as const;

/** Customers' rows carry their account; operators' tables have no such column. */
export const accountColumn = (realm: Realm) => (realm === 'user' ? sql`account_id,` : sql``);
export const accountValue = (realm: Realm, accountId: string | null) => (realm === 'user' ? sql`${accountId},` : sql``);
export const accountOf = (realm: Realm, alias = '') => (realm === 'user' ? sql.raw(`${alias}account_id`) : sql`null::uuid`);
