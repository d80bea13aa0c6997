import type { Language, OperatorActor, SystemActor, UserActor } from '#kernel/actor.ts';
import type { Context } from '#platform/server/unit-of-work.ts';
import * as rows from './users.sql.ts';

export type { Reader } from './users.sql.ts';

/** Display names of users by id, as far as the actor may see them. */
export async function namesOfUsers(context: Context, ids: readonly (string | null)[]): Promise<Map<string, string>> {
  return byId(ids, (wanted) => rows.selectNames(context.tx, wanted));
}

/** Display names of operators; only operators and jobs may ask. Customers see the team's name instead. */
export async function namesOfOperators(context: Context<OperatorActor | SystemActor>, ids: readonly (string | null)[]): Promise<Map<string, string>> {
  return byId(ids, (wanted) => rows.selectOperatorNames(context.tx, wanted));
}

async function byId(ids: readonly (string | null)[], select: (ids: string[]) => Promise<{ id: string; displayName: string }[]>): Promise<Map<string, string>> {
  const wanted = [...new Set(ids.filter((id): id is string => id !== null))];
  if (wanted.length === 0) return new Map();
  return new Map((await select(wanted)).map((row) => [row.id, row.displayName]));
}

/** Active users among `ids` who may read mails, for jobs; with a contract, only those linked to it (D-8). */
export async function userReaders(context: Context<SystemActor>, input: { ids: readonly string[]; contractId: string | null }): Promise<rows.Reader[]> {
  return rows.selectUserReaders(context.tx, input);
}

/** Active operators among `ids`, for jobs. */
export async function operatorReaders(context: Context<SystemActor>, ids: readonly string[]): Promise<rows.Reader[]> {
  return rows.selectOperatorReaders(context.tx, ids);
}

/** Keeps the reader's own display language (G-2.6-1); mails follow it from the next one on. */
export async function chooseLanguage(context: Context<UserActor | OperatorActor>, language: Language): Promise<void> {
  const input = { id: context.actor.id, language };
  await (context.actor.kind === 'user' ? rows.updateUserLanguage(context.tx, input) : rows.updateOperatorLanguage(context.tx, input));
}
