import { sql } from 'kysely';
import type { Language, Role } from '#kernel/actor.ts';
import type { Condition, Group, Sort } from '#kernel/list-query.ts';
import { normal } from '#kernel/normal.ts';
import { ONCE, type Tx } from '#platform/server/database.ts';
import { choiceSql, textSql, timeSql, whereSql, type Piece } from '#platform/server/list-sql.ts';
import type { UserState } from '../user.ts';

/** A contact with their account and lock, as administrators and operators see one. */
export type ContactCard = {
  id: string;
  accountId: string;
  accountName: string;
  userId: string;
  displayName: string;
  givenName: string;
  familyName: string;
  mail: string;
  jobTitle: string;
  workPhone: string;
  mobilePhone: string;
  language: Language | null;
  timeZone: string | null;
  role: Role;
  state: UserState;
  appRequired: boolean;
  pictureId: string | null;
  createdAt: Date;
  updatedAt: Date;
  version: number;
  locked: boolean;
  lockedUntil: Date | null;
  passwordChangedAt: Date | null;
  resetAt: Date | null;
  hasPassword: boolean;
  /** So many wrong codes in a row that no other is looked at. */
  codesUsedUp: boolean;
};

const columns = sql`id, account_id as "accountId", account_name as "accountName", user_id as "userId", display_name as "displayName", given_name as "givenName",
  family_name as "familyName", mail, job_title as "jobTitle", work_phone as "workPhone", mobile_phone as "mobilePhone", language, time_zone as "timeZone", role, state,
  app_required as "appRequired", picture_id as "pictureId", created_at as "createdAt", updated_at as "updatedAt", version, locked, locked_until as "lockedUntil",
  password_changed_at as "passwordChangedAt", reset_at as "resetAt", has_password as "hasPassword", codes_used_up as "codesUsedUp"`;

const fields: Record<string, Piece> = {
  name: sql`display_name`,
  user_id: sql`user_id`,
  account: sql`account_name`,
  mail: sql`mail`,
  phone: sql`work_phone`,
  locked: sql`locked`,
  state: sql`state`,
  role: sql`role`,
  updated: sql`updated_at`,
};
const fieldOf = (code: string): Piece => {
  const found = fields[code];
  if (!found) throw new Error(`The list of contacts has no field ${code}.`);
  return found;
};

/** `accountId` null: every account, for operators; the database lets no one else see them. */
export type CardFilter = { accountId: string | null; q: string; where: Group; timeZone: string; now: Date };

const compile =
  (filter: CardFilter) =>
  (condition: Condition): Piece => {
    const field = fieldOf(condition.field);
    if (condition.field === 'updated') return timeSql(field, condition, filter);
    if (condition.field === 'state' || condition.field === 'role') return choiceSql(field, condition);
    if (condition.field === 'locked') return condition.values[0] === 'yes' ? field : sql`not ${field}`;
    return textSql(field, condition);
  };

function conditions(filter: CardFilter) {
  const pattern = filter.q ? `%${normal(filter.q).replace(/[\\%_]/g, '\\$&')}%` : null;
  return sql`(${filter.accountId}::uuid is null or account_id = ${filter.accountId})
    and (${pattern}::text is null or normalize(display_name || ' ' || family_name || given_name || ' ' || user_id || ' ' || mail || ' ' || account_name || ' ' || work_phone, nfkc) ilike ${pattern})
    and ${whereSql(filter.where, compile(filter))}`;
}

export async function selectCards(tx: Tx, filter: CardFilter, page: { sorts: readonly Sort[]; limit: number; offset: number }): Promise<ContactCard[]> {
  const order = page.sorts.map((sort) => (sort.descending ? sql`${fieldOf(sort.field)} desc` : fieldOf(sort.field)));
  const { rows } = await sql<ContactCard>`${sql.raw(ONCE)}
    select ${columns} from contact_cards where ${conditions(filter)} order by ${sql.join([...order, sql`id`])} limit ${page.limit} offset ${page.offset}`.execute(
    tx,
  );
  return rows;
}

export async function countCards(tx: Tx, filter: CardFilter): Promise<number> {
  const { rows } = await sql<{ count: number }>`${sql.raw(ONCE)} select count(*) as count from contact_cards where ${conditions(filter)}`.execute(tx);
  return rows[0]?.count ?? 0;
}

export async function selectCard(tx: Tx, id: string): Promise<ContactCard | undefined> {
  const { rows } = await sql<ContactCard>`select ${columns} from contact_cards where id = ${id}`.execute(tx);
  return rows[0];
}
