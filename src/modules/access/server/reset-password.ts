import type { Nobody, SystemActor } from '#kernel/actor.ts';
import { newId } from '#kernel/ids.ts';
import { Refusal } from '#kernel/refusal.ts';
import { judgePassword } from '#modules/passwords/server/index.ts';
import { activate } from '#modules/users/server/index.ts';
import { canonicalUserId } from '#modules/users/index.ts';
import { house } from '#platform/server/house.ts';
import { asActor, type Context } from '#platform/server/unit-of-work.ts';
import type { JobPayloads } from '#platform/server/jobs.ts';
import { RESET_PAUSE_HOURS, type Realm } from '../sign-in.ts';
import type { ResetRequest } from '../sign-in.schemas.ts';
import { atDoor, type Person, type Visitor } from './at-door.ts';
import { forget, isLeft, take } from './limits.sql.ts';
import { networkOf } from './network.ts';
import * as links from './links.sql.ts';
import { hashPassword, hashToken, isToken, newToken } from './secrets.ts';
import * as sessions from './sessions.sql.ts';
import * as rows from './sign-in.sql.ts';
import { notify, tell } from './tell.ts';

/**
 * Step 2 of the reset (G-4.4-4, D-5). Anybody may ask; the answer, its work and its time are the same whether or not user
 * ID and address belong together, and what follows happens in a job. Five addresses in a row that do not fit silence the
 * pair of user ID and network for twenty minutes, and the owner gets one mail about it (G-4.4-7).
 */
export async function requestReset(input: ResetRequest, visitor: Visitor): Promise<void> {
  const canonical = canonicalUserId(input.userId);
  const network = networkOf(visitor.address);
  const pair = `${canonical} ${network}`;
  await atDoor('user', async (context) => {
    const { tx } = context;
    if (!(await take(tx, 'reset_ask', network))) throw new Refusal({ kind: 'too_many', code: 'too_many_from_network' });
    const candidate = await rows.findCandidate(tx, 'user', canonical);
    const isOpen = await isLeft(tx, 'reset_block', pair);
    const fits = candidate !== undefined && candidate.state !== 'disabled' && candidate.mail.toLowerCase() === input.mail.toLowerCase();
    // Both ways do the same statements; the other one's keys belong to nobody.
    const mayMiss = await take(tx, 'reset_mismatch', fits ? `- ${network}` : pair);
    await forget(tx, 'reset_mismatch', fits ? pair : `- ${network}`);
    const mayMail = await take(tx, 'reset_mail', fits ? candidate.readerId : '-');
    const mayTell = await take(tx, 'reset_notice', fits || mayMiss ? '-' : (candidate?.readerId ?? '-'));
    if (!fits && !mayMiss && isOpen) await take(tx, 'reset_block', pair);
    const outcome = fits ? (isOpen && mayMail ? 'send' : 'nothing') : !mayMiss && isOpen ? 'blocked' : 'nothing';
    const whose = outcome === 'nothing' || (outcome === 'blocked' && !mayTell) ? undefined : candidate;
    await context.enqueue('answer-reset', { accountId: whose?.accountId ?? null, readerId: whose?.readerId ?? null, outcome });
  });
}

/** Answers a reset request outside of it: a link, or a word to the owner why none came. */
export async function answerReset(job: JobPayloads['answer-reset']): Promise<void> {
  const { accountId, readerId, outcome } = job;
  if (!accountId || !readerId || outcome === 'nothing') return;
  const person: Person = { realm: 'user', id: readerId, accountId };
  await asActor<SystemActor, void>({ kind: 'system', accountId }, async (context) => {
    if (outcome === 'blocked') return tell(context, person, { name: 'password.reset.blocked', result: 'failure', notice: 'reset_blocked' });
    const isPaused = await links.isResetPaused(context.tx, { readerId, hours: RESET_PAUSE_HOURS });
    if (isPaused) return notify(context, person, { notice: 'reset_paused', eventId: null });
    await tell(context, person, { name: 'password.reset.requested' });
    await context.enqueue('send-reset-mail', { accountId, readerId, askedBy: 'self' });
  });
}

/** Makes a link at the moment of mailing it, so that it is stored nowhere but hashed; for the mail job. */
export async function issueResetLink(
  context: Context<SystemActor>,
  input: { accountId: string; readerId: string; askedBy: links.AskedBy; mail: string },
): Promise<string> {
  const token = newToken();
  await links.insertResetLink(context.tx, 'user', { id: newId(), ...input, tokenHash: hashToken(token) });
  return `${house().config.PORTAL_ORIGIN}/password/reset/${token}`;
}

const linkOver = (): Refusal => new Refusal({ kind: 'not_found', code: 'reset_link_over' });

export type ResetView = { displayName: string; userId: string; lockedUntil: string | null };

/** What step 3 shows to whoever holds the link (G-4.4-9, G-4.4-10). Looking does not use it up. Undefined: used, over or never made. */
export async function readResetLink(realm: Realm, token: string | undefined, visitor: Visitor): Promise<ResetView | undefined> {
  if (!isToken(token)) return undefined;
  return atDoor(realm, async (context) => {
    const person = await personOfLink(context, realm, token, visitor);
    if (!person) return undefined;
    const isLocked = person.lockedUntil !== null && person.lockedUntil > context.now;
    return { displayName: person.displayName, userId: person.userId, lockedUntil: isLocked ? (person.lockedUntil as Date).toISOString() : null };
  });
}

async function personOfLink(context: Context<Nobody>, realm: Realm, token: string, visitor: Visitor): Promise<rows.Candidate | undefined> {
  if (!(await isLeft(context.tx, 'link_look', networkOf(visitor.address)))) throw new Refusal({ kind: 'too_many', code: 'too_many_from_network' });
  const link = await links.findResetLink(context.tx, realm, hashToken(token));
  if (!link) await take(context.tx, 'link_look', networkOf(visitor.address));
  const person = link && (await rows.findPerson(context.tx, realm, link.readerId));
  return person && person.state !== 'disabled' ? person : undefined;
}

/**
 * Step 3 (G-4.4-14, D-5): sets the password, once per link. It ends every session, forgets remembered browsers and the
 * lock, signs nobody in and tells the owner by mail. A weak password is refused before the link is used up.
 */
export async function resetPassword(realm: Realm, input: { token: string; newPassword: string }, visitor: Visitor): Promise<void> {
  if (!isToken(input.token)) throw linkOver();
  const person = await atDoor(realm, (context) => personOfLink(context, realm, input.token, visitor));
  if (!person) throw linkOver();
  await judgePassword({ password: input.newPassword, profile: house().config.PASSWORD_PROFILE, personal: personalWords(person) });
  const hash = await hashPassword(input.newPassword);
  await atDoor(realm, async (context) => {
    const { tx } = context;
    const link = await links.useResetLink(tx, realm, hashToken(input.token));
    if (!link) throw linkOver();
    const { readerId, accountId } = link;
    await rows.storePassword(tx, realm, { readerId, accountId, hash, byLink: true });
    await activate(context, { realm, id: readerId });
    await startAnew(context, { realm, id: readerId, accountId });
    await tell(context, { realm, id: readerId, accountId }, { name: 'password.reset', from: visitor, notice: 'password_reset' });
  });
}

/** A new password starts from nothing: no session, no half sign-in, no wish for another address, no remembered browser. */
export async function startAnew(context: Context<Nobody>, person: Person): Promise<void> {
  await sessions.endSessionsOf(context.tx, person.realm, { readerId: person.id, except: null, only: null });
  await rows.dropAttempts(context.tx, person.realm, person.id);
  if (person.realm === 'user') await links.dropOpenMailChanges(context.tx, person.id);
  await rows.forgetBrowsers(context.tx, person.realm, person.id);
  await context.announce('session_ended', { readerId: person.id });
}

/** What nobody should find in a password of this person (D-3). */
export const personalWords = (person: rows.Candidate): string[] => {
  const { config } = house();
  return [
    person.userId,
    person.mail,
    person.displayName,
    person.givenName,
    person.familyName,
    person.accountName,
    config.TEAM_NAME_EN,
    config.TEAM_NAME_JA,
    config.BRAND_TAGLINE_EN,
    config.BRAND_TAGLINE_JA,
    'Madoguchi',
  ].filter(Boolean);
};
