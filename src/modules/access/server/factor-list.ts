import { randomBytes } from 'node:crypto';
import type { OperatorActor, UserActor } from '#kernel/actor.ts';
import { isId } from '#kernel/ids.ts';
import { invalid, notFound } from '#kernel/refusal.ts';
import { house } from '#platform/server/house.ts';
import { RECOVERY_CODES, type Authenticator } from '../factors.ts';
import { atDoor, personOf } from './at-door.ts';
import { confirmFresh } from './confirm-password.ts';
import * as factors from './factors.sql.ts';
import { tell } from './tell.ts';

const presented = (row: factors.StoredAuthenticator): Authenticator => ({
  id: row.id,
  kind: row.kind,
  name: row.name,
  createdAt: row.createdAt.toISOString(),
  usedAt: row.usedAt?.toISOString() ?? null,
});

/** What the reader paired, and how many recovery codes are left. */
export async function listFactors(actor: UserActor | OperatorActor): Promise<{ authenticators: Authenticator[]; recoveryCodes: number }> {
  return atDoor(actor.kind, async ({ tx }) => ({
    authenticators: (await factors.selectAuthenticators(tx, actor.kind, actor.id)).map(presented),
    recoveryCodes: await factors.countRecoveryCodes(tx, actor.kind, actor.id),
  }));
}

/** Gives an app or a passkey of one's own another name. */
export async function renameFactor(actor: UserActor | OperatorActor, input: { id: string; name: string }): Promise<void> {
  if (!input.name) throw invalid('name_missing', { name: 'name_missing' });
  const done = isId(input.id) && (await atDoor(actor.kind, ({ tx }) => factors.renameAuthenticator(tx, actor.kind, { readerId: actor.id, ...input })));
  if (!done) throw notFound();
}

/** Removes an app or a passkey of one's own; with the last one the recovery codes go too. An operator keeps one. */
export async function removeFactor(actor: UserActor | OperatorActor, input: { id: string; password: string }): Promise<void> {
  if (!isId(input.id)) throw notFound();
  await confirmFresh(actor, input.password);
  await atDoor(actor.kind, async (context) => {
    const gone = await factors.deleteAuthenticators(context.tx, actor.kind, { readerId: actor.id, id: input.id });
    if (gone === 0) throw notFound();
    const left = await factors.countFactors(context.tx, actor.kind, actor.id);
    if (left.apps + left.passkeys === 0) {
      if (actor.kind === 'operator') throw invalid('last_factor');
      await factors.deleteRecoveryCodes(context.tx, actor.kind, actor.id);
    }
    await tell(context, personOf(actor), { name: 'factor.removed', notice: 'factor_removed', ...(actor.from ? { from: actor.from } : {}) });
  });
}

/**
 * Makes ten new recovery codes in place of the old ones and returns them, the only time that anybody sees them. Only for
 * those who have an app or a passkey to lose.
 */
export async function makeRecoveryCodes(actor: UserActor | OperatorActor, input: { password: string }): Promise<string[]> {
  await confirmFresh(actor, input.password);
  const codes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode);
  await atDoor(actor.kind, async (context) => {
    const has = await factors.countFactors(context.tx, actor.kind, actor.id);
    if (has.apps + has.passkeys === 0) throw invalid('no_factor_yet');
    const { id, accountId } = personOf(actor);
    await factors.replaceRecoveryCodes(context.tx, actor.kind, { readerId: id, accountId, marks: codes.map((code) => house().vault.mark(code, id)) });
    await tell(context, personOf(actor), { name: 'factor.recovery.created', notice: 'recovery_created', ...(actor.from ? { from: actor.from } : {}) });
  });
  return codes.map((code) => code.replace(/(.{4})(?=.)/g, '$1-'));
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
/** Eighty random bits in sixteen letters that nobody mistakes for one another. */
function newRecoveryCode(): string {
  return [...randomBytes(16)].map((byte) => LETTERS[byte % 32]).join('');
}
