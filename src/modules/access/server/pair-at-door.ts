import { invalid } from '#kernel/refusal.ts';
import { house } from '#platform/server/house.ts';
import type { Realm } from '../sign-in.ts';
import { keepApp, offerOf, stepOf, type AppOffer } from './apps.ts';
import { atDoor, type Visitor } from './at-door.ts';
import { hashToken, isToken } from './secrets.ts';
import { attemptOver, openSession, type Passed } from './second-step.ts';
import * as rows from './sign-in.sql.ts';

/** The app that must be paired before the first session opens (D-1: マルチファクター認証を有効にする). Undefined: start again. */
export async function readPairing(realm: Realm, token: string | undefined): Promise<AppOffer | undefined> {
  if (!isToken(token)) return undefined;
  const attempt = await atDoor(realm, ({ tx }) => rows.findAttempt(tx, realm, hashToken(token)));
  if (!attempt?.verified || !attempt.pendingSecret) return undefined;
  return offerOf(house().vault.open(attempt.pendingSecret, attempt.readerId), attempt.userId);
}

/** Pairs that app with its first code and opens the session. Five wrong codes end the attempt. */
export async function pairAtDoor(realm: Realm, input: { code: string }, at: { token: string | undefined; visitor: Visitor }): Promise<Passed> {
  if (!isToken(at.token)) throw attemptOver();
  const tokenHash = hashToken(at.token);
  const mayTry = await atDoor(realm, ({ tx }) => rows.usePairingTry(tx, realm, tokenHash));
  if (!mayTry) throw attemptOver();
  return atDoor(realm, async (context) => {
    const attempt = await rows.findAttempt(context.tx, realm, tokenHash);
    if (!attempt?.verified || !attempt.pendingSecret) throw attemptOver();
    const { readerId, accountId, pendingSecret } = attempt;
    const step = stepOf(house().vault.open(pendingSecret, readerId), input.code, context.now);
    if (step === undefined) throw invalid('code_wrong', { code: 'code_wrong' });
    const passed = await openSession(context, realm, attempt.id, at.visitor);
    await keepApp(context, { realm, id: readerId, accountId }, { sealedSecret: pendingSecret, step, name: '' });
    return passed;
  });
}
