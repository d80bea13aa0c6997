import { Secret, TOTP } from 'otpauth';
import { renderSVG } from 'uqr';
import type { OperatorActor, UserActor } from '#kernel/actor.ts';
import { newId } from '#kernel/ids.ts';
import { invalid, Refusal } from '#kernel/refusal.ts';
import { house } from '#platform/server/house.ts';
import { log } from '#platform/server/log.ts';
import type { Context } from '#platform/server/unit-of-work.ts';
import { MAX_AUTHENTICATORS } from '../factors.ts';
import { atDoor, personOf, type Person } from './at-door.ts';
import { confirmFresh } from './confirm-password.ts';
import * as factors from './factors.sql.ts';
import * as sessions from './sessions.sql.ts';
import * as rows from './sign-in.sql.ts';
import { tell } from './tell.ts';

const STEP_SECONDS = 30;

/** 160 random bits, as authenticator apps expect them. */
export const newAppSecret = (): string => new Secret({ size: 20 }).base32;

const generatorOf = (secret: string, label = '', issuer = '') =>
  new TOTP({ secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period: STEP_SECONDS, label, issuer });

/** The time step that a code belongs to, one step either side forgiven (D-2); undefined when it is wrong. */
export function stepOf(secret: string, code: string, now: Date): number | undefined {
  const delta = generatorOf(secret).validate({ token: code, timestamp: now.getTime(), window: 1 });
  return delta === null ? undefined : Math.floor(now.getTime() / 1000 / STEP_SECONDS) + delta;
}

/** A sealed key, or undefined when this deployment's key does not open it: the log says so, and other factors still work. */
export function openSecret(sealed: Buffer, ownerId: string): string | undefined {
  try {
    return house().vault.open(sealed, ownerId);
  } catch {
    log.error('vault.wrong_key', { owner: ownerId });
    return undefined;
  }
}

/** The code of this moment, for the demo operators' command. */
export const codeNow = (secret: string, now: Date): string => generatorOf(secret).generate({ timestamp: now.getTime() });

/** What a person scans or types into their app (G-4.13.3-3): a QR code as SVG and the secret in groups of four. */
export type AppOffer = { svg: string; secret: string };

export function offerOf(secret: string, userId: string): AppOffer {
  const { config } = house();
  const uri = generatorOf(secret, userId, config.TEAM_NAME_EN).toString();
  return { svg: renderSVG(uri, { ecc: 'M', border: 2, pixelSize: 5 }), secret: secret.replace(/(.{4})(?=.)/g, '$1 ') };
}

/**
 * Offers a signed-in person a secret to pair an app with; the same one until it is paired. Asks for the password again
 * when they have not proved lately who they are (`password_needed`).
 */
export async function offerApp(actor: UserActor | OperatorActor): Promise<AppOffer> {
  return atDoor(actor.kind, async ({ tx }) => {
    const userId = (await rows.findPerson(tx, actor.kind, actor.id))?.userId ?? actor.displayName;
    if (!(await sessions.isFresh(tx, actor.kind, actor.sessionId))) throw new Refusal({ kind: 'forbidden', code: 'password_needed' });
    const kept = await sessions.findOffer(tx, actor.kind, actor.sessionId);
    const pending = kept?.pendingSecret ? openSecret(kept.pendingSecret, actor.id) : undefined;
    if (pending) return offerOf(pending, userId);
    const secret = newAppSecret();
    await sessions.keepOffer(tx, actor.kind, { sessionId: actor.sessionId, pendingSecret: house().vault.seal(secret, actor.id) });
    return offerOf(secret, userId);
  });
}

/** Pairs the offered app when its code is right (G-4.13.3-4); its owner is told by mail. */
export async function pairApp(actor: UserActor | OperatorActor, input: { code: string; name: string }): Promise<void> {
  await confirmFresh(actor, '');
  await atDoor(actor.kind, async (context) => {
    const { tx } = context;
    const offer = await sessions.findOffer(tx, actor.kind, actor.sessionId);
    if (!offer?.pendingSecret) throw new Refusal({ kind: 'conflict', code: 'pairing_over' });
    const step = stepOf(house().vault.open(offer.pendingSecret, actor.id), input.code, context.now);
    if (step === undefined) throw invalid('code_wrong', { code: 'code_wrong' });
    if (!(await sessions.takeOffer(tx, actor.kind, actor.sessionId))) throw new Refusal({ kind: 'conflict', code: 'pairing_over' });
    await keepApp(context, personOf(actor), { sealedSecret: offer.pendingSecret, step, name: input.name });
  });
}

/** Keeps a paired app, whose code was right in this moment: that step is used up. */
export async function keepApp(context: Context, person: Person, app: { sealedSecret: Buffer; step: number; name: string }): Promise<void> {
  await refuseTooMany(context, person);
  await factors.insertApp(context.tx, person.realm, {
    id: newId(),
    readerId: person.id,
    accountId: person.accountId,
    ...app,
    name: app.name || 'Authenticator',
  });
  await tell(context, person, { name: 'factor.app.added', notice: 'app_added' });
}

export async function refuseTooMany(context: Context, person: Person): Promise<void> {
  const { apps, passkeys } = await factors.countFactors(context.tx, person.realm, person.id);
  if (apps + passkeys >= MAX_AUTHENTICATORS) throw invalid('authenticators_too_many');
}
