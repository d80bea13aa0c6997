import type { SystemActor } from '#kernel/actor.ts';
import { newId } from '#kernel/ids.ts';
import { Refusal } from '#kernel/refusal.ts';
import { canonicalUserId } from '#modules/users/index.ts';
import type { JobPayloads } from '#platform/server/jobs.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { MAX_FAILURES, type Realm } from '../sign-in.ts';
import type { PasswordInput } from '../sign-in.schemas.ts';
import { atDoor, type Visitor } from './at-door.ts';
import { isLeft, take } from './limits.sql.ts';
import { networkOf } from './network.ts';
import { decoyHash, hashToken, isToken, newToken, verifyPassword } from './secrets.ts';
import * as rows from './sign-in.sql.ts';
import { tell } from './tell.ts';

const refused = (): Refusal => new Refusal({ kind: 'unauthenticated', code: 'sign_in_refused' });
const tooMany = (): Refusal => new Refusal({ kind: 'too_many', code: 'too_many_from_network' });

type Counted = { candidate: rows.Candidate | undefined; failures: number };

/**
 * First step of signing in (G-4.2-1, D-4). Anybody may call it. Returns the token of the attempt, for this browser's
 * cookie only. A wrong, unknown, locked or disabled answer is the same refusal `sign_in_refused` after the same work;
 * `too_many_from_network` says nothing about any user. Each try is counted and committed before the password is
 * compared, so this is two short transactions, not one.
 */
export async function checkPassword(realm: Realm, input: PasswordInput, visitor: Visitor): Promise<{ token: string }> {
  const browserHash = isToken(visitor.browser) ? hashToken(visitor.browser) : null;
  const { candidate, failures } = await countBeforeHashing(realm, input, visitor, browserHash);
  const right = await verifyPassword(candidate?.hash ?? (await decoyHash), input.password);
  if (candidate?.hash && right && candidate.state === 'active') return begin(realm, candidate, visitor, browserHash);
  await noteWrong(realm, candidate, failures, visitor);
  throw refused();
}

function countBeforeHashing(realm: Realm, input: PasswordInput, visitor: Visitor, browserHash: Buffer | null): Promise<Counted> {
  const network = networkOf(visitor.address);
  return atDoor(realm, async ({ tx }) => {
    if (!(await take(tx, 'sign_in', network)) || !(await isLeft(tx, 'wrong_password', network))) throw tooMany();
    const found = await rows.findCandidate(tx, realm, canonicalUserId(input.userId));
    const counted = found && (await rows.countTry(tx, realm, { readerId: found.readerId, browserHash }));
    return counted ? { candidate: found, failures: counted.failures } : { candidate: undefined, failures: 0 };
  });
}

async function begin(realm: Realm, candidate: rows.Candidate, visitor: Visitor, browserHash: Buffer | null): Promise<{ token: string }> {
  const token = newToken();
  const { readerId, accountId } = candidate;
  await atDoor(realm, async (context) => {
    await rows.forgetTries(context.tx, realm, { readerId, browserHash });
    await rows.insertAttempt(context.tx, realm, { id: newId(), accountId, readerId, tokenHash: hashToken(token) });
    await tell(context, { realm, id: readerId, accountId }, { name: 'login', from: visitor });
  });
  return { token };
}

/** What is known of a refused try is told by a job, so that the answer takes as long for anybody's user ID as for nobody's. */
async function noteWrong(realm: Realm, candidate: rows.Candidate | undefined, failures: number, visitor: Visitor): Promise<void> {
  await atDoor(realm, async ({ tx, now, enqueue }) => {
    await take(tx, 'wrong_password', networkOf(visitor.address));
    const { address, agent } = visitor;
    const whose = { accountId: candidate?.accountId ?? null, readerId: candidate?.readerId ?? null };
    await enqueue('note-refused-sign-in', {
      realm,
      ...whose,
      isLocking: failures >= MAX_FAILURES,
      isActive: candidate?.state === 'active',
      at: now.toISOString(),
      address,
      agent,
    });
  });
}

/** The owner's history has every failure that was looked at; the fifth in a row, which locks, is mailed too (D-4). For the job. */
export async function noteRefusedSignIn(job: JobPayloads['note-refused-sign-in']): Promise<void> {
  const { realm, accountId, readerId, isLocking, isActive, address, agent } = job;
  if (!readerId) return;
  await asActor<SystemActor, void>({ kind: 'system', accountId }, (context) =>
    tell(
      { ...context, now: new Date(job.at) },
      { realm, id: readerId, accountId },
      {
        name: isLocking ? 'login.locked' : 'login.failed',
        result: 'failure',
        from: { address, agent },
        ...(isLocking && isActive ? { notice: 'locked' as const } : {}),
      },
    ),
  );
}
