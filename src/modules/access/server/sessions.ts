import type { OperatorActor, UserActor } from '#kernel/actor.ts';
import { house } from '#platform/server/house.ts';
import { asActor, asOperatorDoor, type Context } from '#platform/server/unit-of-work.ts';
import type { Nobody } from '#kernel/actor.ts';
import type { Realm } from '../sign-in.ts';
import { endSessionRow, findSession, touchSession } from './access.sql.ts';
import { hashToken } from './secrets.ts';

type Session<A> = { actor: A; endsAt: Date };

/** Cookies hold 43 characters; anything else is nobody's token and not worth a query. */
const isToken = (text: string | undefined): text is string => text !== undefined && /^[A-Za-z0-9_-]{43}$/.test(text);

/**
 * The customer behind a session cookie, or undefined. Rights are read anew on every request, so that a disabled user, a
 * changed role or a removed contract link acts at once (D-11). `use: false` looks without prolonging the session.
 */
export async function userOfSession(token: string | undefined, options: { use: boolean }): Promise<Session<UserActor> | undefined> {
  if (!isToken(token)) return undefined;
  return asActor<Nobody, Session<UserActor> | undefined>({ kind: 'nobody' }, async (context) => {
    const found = await look(context, 'user', token, options.use);
    if (!found) return undefined;
    const { accountId, accountName, role, contracts, displayName, language, timeZone, sessionId } = found;
    return {
      endsAt: found.endsAt,
      actor: { kind: 'user', id: found.readerId, accountId, accountName, role, contracts, displayName, language, timeZone, sessionId },
    };
  });
}

/** The operator behind a console cookie, or undefined. */
export async function operatorOfSession(token: string | undefined, options: { use: boolean }): Promise<Session<OperatorActor> | undefined> {
  if (!isToken(token)) return undefined;
  return asOperatorDoor(async (context) => {
    const found = await look(context, 'operator', token, options.use);
    if (!found) return undefined;
    const { displayName, language, timeZone, sessionId } = found;
    return { endsAt: found.endsAt, actor: { kind: 'operator', id: found.readerId, displayName, language, timeZone, sessionId } };
  });
}

async function look(context: Context, realm: Realm, token: string, use: boolean) {
  const found = await findSession(context.tx, realm, { tokenHash: hashToken(token), idleMinutes: house().config.SESSION_IDLE_MINUTES });
  if (found?.stale && use) await touchSession(context.tx, realm, found.sessionId);
  return found;
}

/** Signs out (G-4.3-1): the session is over everywhere, and its open streams end. */
export async function endSession(realm: Realm, token: string | undefined): Promise<void> {
  if (!isToken(token)) return;
  const work = async (context: Context<Nobody>) => {
    const readerId = await endSessionRow(context.tx, realm, hashToken(token));
    if (readerId) await context.announce('session_ended', { readerId });
  };
  await (realm === 'user' ? asActor({ kind: 'nobody' }, work) : asOperatorDoor(work));
}
