import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type AuthenticationResponseJSON,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
} from '@simplewebauthn/server';
import type { OperatorActor, UserActor } from '#kernel/actor.ts';
import { newId } from '#kernel/ids.ts';
import { invalid } from '#kernel/refusal.ts';
import { house } from '#platform/server/house.ts';
import { log } from '#platform/server/log.ts';
import type { Context } from '#platform/server/unit-of-work.ts';
import type { Realm } from '../sign-in.ts';
import type { PasskeyAnswer } from '../sign-in.schemas.ts';
import { refuseTooMany } from './apps.ts';
import { atDoor, personOf, type Person, type Visitor } from './at-door.ts';
import { confirmFresh } from './confirm-password.ts';
import * as factors from './factors.sql.ts';
import { attemptFor, pass, refuseCode, takeTry, type Passed } from './second-step.ts';
import * as sessions from './sessions.sql.ts';
import * as rows from './sign-in.sql.ts';
import { tell } from './tell.ts';

/** A passkey belongs to the configured address, whatever host a request claims. */
const site = (realm: Realm) => {
  const { config } = house();
  const origin = realm === 'user' ? config.PORTAL_ORIGIN : config.CONSOLE_ORIGIN;
  return { expectedOrigin: origin, rpID: new URL(origin).hostname };
};
const refused = () => invalid('passkey_refused', { passkey: 'passkey_refused' });

/** What the browser needs to make a passkey for a signed-in person (D-1). Asks for the password when that is long ago. */
export async function offerPasskey(actor: UserActor | OperatorActor, input: { password: string }): Promise<PublicKeyCredentialCreationOptionsJSON> {
  await confirmFresh(actor, input.password);
  return atDoor(actor.kind, async (context) => {
    await refuseTooMany(context, personOf(actor));
    const options = await creationOptions(context, personOf(actor), actor.displayName);
    await sessions.keepOffer(context.tx, actor.kind, { sessionId: actor.sessionId, challenge: options.challenge });
    return options;
  });
}

async function creationOptions(context: Context, person: Person, displayName: string): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const known = await factors.selectPasskeys(context.tx, person.realm, person.id);
  const candidate = await rows.findPerson(context.tx, person.realm, person.id);
  return generateRegistrationOptions({
    rpName: house().config.TEAM_NAME_EN,
    rpID: site(person.realm).rpID,
    userName: candidate?.userId ?? displayName,
    userDisplayName: displayName,
    userID: new TextEncoder().encode(person.id),
    attestationType: 'none',
    excludeCredentials: known.map((key) => ({ id: key.credentialId, transports: key.transports as never })),
    authenticatorSelection: { residentKey: 'discouraged', userVerification: 'preferred' },
  });
}

/** Keeps the passkey that the browser made; its owner is told by mail. */
export async function addPasskey(actor: UserActor | OperatorActor, input: { answer: PasskeyAnswer; name: string }): Promise<void> {
  await confirmFresh(actor, '');
  await atDoor(actor.kind, async (context) => {
    const challenge = await sessions.takeChallenge(context.tx, actor.kind, actor.sessionId);
    if (!challenge) throw refused();
    await keepPasskey(context, personOf(actor), { ...input, challenge });
  });
}

async function keepPasskey(context: Context, person: Person, input: { answer: PasskeyAnswer; name: string; challenge: string }): Promise<void> {
  const { expectedOrigin, rpID } = site(person.realm);
  const verified = await verifyRegistrationResponse({
    response: input.answer as unknown as RegistrationResponseJSON,
    expectedChallenge: input.challenge,
    expectedOrigin,
    expectedRPID: rpID,
    requireUserVerification: false,
  }).catch(whyNot);
  if (!verified?.verified) throw refused();
  await refuseTooMany(context, person);
  const { credential } = verified.registrationInfo;
  await factors
    .insertPasskey(context.tx, person.realm, {
      id: newId(),
      readerId: person.id,
      accountId: person.accountId,
      name: input.name || 'Passkey',
      credentialId: credential.id,
      publicKey: credential.publicKey,
      counter: credential.counter,
      transports: credential.transports ?? [],
    })
    .catch((error: unknown) => {
      throw error instanceof Error && 'code' in error && error.code === '23505' ? refused() : error;
    });
  await tell(context, person, { name: 'factor.passkey.added', notice: 'passkey_added' });
}

/** What the browser needs to ask for a passkey in the second step. Each call makes a challenge for one answer. */
export async function askForPasskey(realm: Realm, token: string | undefined): Promise<PublicKeyCredentialRequestOptionsJSON> {
  return atDoor(realm, async (context) => {
    const attempt = await attemptFor(context, realm, token, 'passkey');
    const keys = await factors.selectPasskeys(context.tx, realm, attempt.readerId);
    const options = await generateAuthenticationOptions({
      rpID: site(realm).rpID,
      allowCredentials: keys.map((key) => ({ id: key.credentialId, transports: key.transports as never })),
      userVerification: 'preferred',
    });
    await rows.keepChallenge(context.tx, realm, attempt.id, options.challenge);
    return options;
  });
}

/** Second step with a passkey: a right answer opens the session, a wrong one counts like a wrong code (D-2). */
export async function confirmPasskey(realm: Realm, input: { answer: PasskeyAnswer }, at: { token: string | undefined; visitor: Visitor }): Promise<Passed> {
  const used = await atDoor(realm, async (context) => {
    await attemptFor(context, realm, at.token, 'passkey');
    return takeTry(context, realm, at.token as string);
  });
  const passed = await atDoor(realm, async (context) =>
    (await answers(context, realm, used, input.answer)) ? pass(context, realm, used, at.visitor) : undefined,
  );
  return passed ?? refuseCode(realm, used, at.visitor);
}

async function answers(context: Context, realm: Realm, used: rows.Try, answer: PasskeyAnswer): Promise<boolean> {
  const key = (await factors.selectPasskeys(context.tx, realm, used.readerId)).find((one) => one.credentialId === answer.id);
  if (!key || !used.challenge) return false;
  const { expectedOrigin, rpID } = site(realm);
  const verified = await verifyAuthenticationResponse({
    response: answer as unknown as AuthenticationResponseJSON,
    expectedChallenge: used.challenge,
    expectedOrigin,
    expectedRPID: rpID,
    credential: { id: key.credentialId, publicKey: new Uint8Array(key.publicKey), counter: key.counter },
    requireUserVerification: false,
  }).catch(whyNot);
  if (!verified?.verified) return false;
  await factors.usePasskey(context.tx, realm, { id: key.id, counter: verified.authenticationInfo.newCounter });
  return true;
}

/** What a stranger's answer lacks is for the server's operator, not for the stranger. */
function whyNot(error: unknown): undefined {
  log.info('passkey.refused', { reason: error instanceof Error ? error.message.slice(0, 200) : 'unknown' });
  return undefined;
}
