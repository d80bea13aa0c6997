import type { Language, OperatorActor, SystemActor, UserActor } from '#kernel/actor.ts';
import type { Context } from '#platform/server/unit-of-work.ts';
import { house } from '#platform/server/house.ts';
import * as rows from './users.sql.ts';

/** Somebody who reads mails, with the system's language and time zone where they chose none. */
export type Reader = { id: string; displayName: string; mail: string; language: Language; timeZone: string };

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
export async function userReaders(context: Context<SystemActor>, input: { ids: readonly string[]; contractId: string | null }): Promise<Reader[]> {
  return (await rows.selectUserReaders(context.tx, input)).map(withSystemChoices);
}

/** One user for a notice about their own access, whatever their state; for jobs. */
export async function anyUserReader(context: Context<SystemActor>, id: string): Promise<(Reader & { userId: string; state: string }) | undefined> {
  const found = await rows.selectAnyReader(context.tx, id);
  return found && { ...found, ...withSystemChoices(found) };
}

/** Operators among `ids` who are not disabled, for jobs. */
export async function operatorReaders(context: Context<SystemActor>, ids: readonly string[]): Promise<Reader[]> {
  return (await rows.selectOperatorReaders(context.tx, ids)).map(withSystemChoices);
}

/** Puts the system's language and time zone where a person chose none. */
export function withSystemChoices<T extends { language: Language | null; timeZone: string | null }>(row: T): T & { language: Language; timeZone: string } {
  const { config } = house();
  return { ...row, language: row.language ?? config.SYSTEM_LANGUAGE, timeZone: row.timeZone ?? config.SYSTEM_TIME_ZONE };
}

/** Keeps the reader's own display language (G-2.6-1); mails follow it from the next one on. */
export async function chooseLanguage(context: Context<UserActor | OperatorActor>, language: Language): Promise<void> {
  const input = { id: context.actor.id, language };
  await (context.actor.kind === 'user' ? rows.updateUserLanguage(context.tx, input) : rows.updateOperatorLanguage(context.tx, input));
}

/** The first password makes an invited person an active one (D-6). For the door. */
export async function activate(context: Context, input: { realm: 'user' | 'operator'; id: string }): Promise<void> {
  await (input.realm === 'user' ? rows.activate(context.tx, input.id) : rows.activateOperator(context.tx, input.id));
}

/** Replaces an address that was confirmed, or one that was taken back; false when it has changed since. For the door. */
export async function changeMail(context: Context, input: { id: string; from: string; to: string }): Promise<boolean> {
  return rows.updateMail(context.tx, input);
}

/** Writes a new account without people; whoever calls decides who may. */
export async function addAccount(context: Context<OperatorActor>, account: { id: string; name: string }): Promise<void> {
  await rows.insertAccount(context.tx, account);
}
