import type { Nobody, OperatorActor, UserActor } from '#kernel/actor.ts';
import { isId } from '#kernel/ids.ts';
import { notFound } from '#kernel/refusal.ts';
import { browserOf } from '#modules/journal/index.ts';
import { withSystemChoices } from '#modules/users/server/index.ts';
import { house } from '#platform/server/house.ts';
import { asActor, asOperatorDoor, type Context } from '#platform/server/unit-of-work.ts';
import type { Realm } from '../sign-in.ts';
import { atDoor, personOf, type Visitor } from './at-door.ts';
import { hashToken, isToken } from './secrets.ts';
import * as rows from './sessions.sql.ts';
import { tell } from './tell.ts';

type Session<A> = { actor: A; endsAt: Date };

/**
 * The customer behind a session cookie, or undefined. Rights are read anew on every request, so that a disabled user, a
 * changed role or a removed contract link acts at once (D-11). `use: false` looks without prolonging the session.
 */
export async function userOfSession(token: string | undefined, options: { use: boolean }): Promise<Session<UserActor> | undefined> {
  if (!isToken(token)) return undefined;
  return asActor<Nobody, Session<UserActor> | undefined>({ kind: 'nobody' }, async (context) => {
    const found = await look(context, 'user', token, options.use);
    if (!found) return undefined;
    const { accountId, accountName, role, contracts, displayName, language, timeZone, sessionId, easierReading, pictureId } = found;
    return {
      endsAt: found.endsAt,
      actor: {
        kind: 'user',
        id: found.readerId,
        accountId,
        accountName,
        role,
        contracts,
        displayName,
        language,
        timeZone,
        sessionId,
        easierReading,
        pictureId,
      },
    };
  });
}

/** The operator behind a console cookie, or undefined. */
export async function operatorOfSession(token: string | undefined, options: { use: boolean }): Promise<Session<OperatorActor> | undefined> {
  if (!isToken(token)) return undefined;
  return asOperatorDoor(async (context) => {
    const found = await look(context, 'operator', token, options.use);
    if (!found) return undefined;
    const { displayName, language, timeZone, sessionId, duty } = found;
    return { endsAt: found.endsAt, actor: { kind: 'operator', id: found.readerId, displayName, language, timeZone, sessionId, duty } };
  });
}

async function look(context: Context, realm: Realm, token: string, use: boolean) {
  const found = await rows.findSession(context.tx, realm, { tokenHash: hashToken(token), idleMinutes: house().config.SESSION_IDLE_MINUTES });
  if (found?.stale && use) await rows.touchSession(context.tx, realm, found.sessionId);
  return found && withSystemChoices(found);
}

/** Signs out (G-4.3-1): the session is over everywhere, and its open streams end. */
export async function endSession(realm: Realm, token: string | undefined, visitor?: Visitor): Promise<void> {
  if (!isToken(token)) return;
  await atDoor(realm, async (context) => {
    const ended = await rows.endSessionRow(context.tx, realm, hashToken(token));
    if (!ended) return;
    await tell(context, { realm, id: ended.readerId, accountId: ended.accountId }, { name: 'logout', ...(visitor ? { from: visitor } : {}) });
    await context.announce('session_ended', { readerId: ended.readerId });
  });
}

/** An open session as its owner sees it in the profile (D-11). */
export type SessionView = { id: string; createdAt: string; seenAt: string; address: string; browser: string; isThis: boolean };

/** The reader's open sessions, the last used first. */
export async function listSessions(actor: UserActor | OperatorActor): Promise<SessionView[]> {
  const found = await atDoor(actor.kind, ({ tx }) =>
    rows.selectSessions(tx, actor.kind, { readerId: actor.id, idleMinutes: house().config.SESSION_IDLE_MINUTES }),
  );
  return found.map((row) => presentSession(row, actor.sessionId));
}

export const presentSession = (row: rows.OpenSession, current: string): SessionView => ({
  id: row.id,
  createdAt: row.createdAt.toISOString(),
  seenAt: row.seenAt.toISOString(),
  address: row.address,
  browser: browserOf(row.agent),
  isThis: row.id === current,
});

/** Ends one of the reader's sessions, or with `others` all but this one (D-11); their pages and streams end at once. */
export async function endOwnSession(actor: UserActor | OperatorActor, which: { id: string } | 'others'): Promise<void> {
  if (which !== 'others' && !isId(which.id)) throw notFound();
  await atDoor(actor.kind, async (context) => {
    const choice = which === 'others' ? { except: actor.sessionId, only: null } : { except: null, only: which.id };
    const ended = await rows.endSessionsOf(context.tx, actor.kind, { readerId: actor.id, ...choice });
    if (ended === 0 && which !== 'others') throw notFound();
    if (ended === 0) return;
    await tell(context, personOf(actor), { name: 'session.ended', ...(actor.from ? { from: actor.from } : {}) });
    await context.announce('session_ended', { readerId: actor.id });
  });
}
