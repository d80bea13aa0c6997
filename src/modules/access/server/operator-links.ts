import { newId } from '#kernel/ids.ts';
import { notFound } from '#kernel/refusal.ts';
import { canonicalUserId } from '#modules/users/index.ts';
import { house } from '#platform/server/house.ts';
import { asOperatorDoor } from '#platform/server/unit-of-work.ts';
import * as factors from './factors.sql.ts';
import * as links from './links.sql.ts';
import { hashToken, newToken } from './secrets.ts';
import * as sessions from './sessions.sql.ts';
import * as rows from './sign-in.sql.ts';

/**
 * Makes the one-time link with which an operator sets a password and pairs the first app or passkey (D-1). For the command
 * of the server's administrator, who hands it over. The old password, what was paired and every session are gone.
 */
export async function makeOperatorLink(input: { userId: string }): Promise<string> {
  const token = newToken();
  await asOperatorDoor(async ({ tx, announce }) => {
    const person = await rows.findCandidate(tx, 'operator', canonicalUserId(input.userId));
    if (!person || person.state === 'disabled') throw notFound();
    await factors.deleteAuthenticators(tx, 'operator', { readerId: person.readerId, id: null });
    await factors.deleteRecoveryCodes(tx, 'operator', person.readerId);
    await sessions.endSessionsOf(tx, 'operator', { readerId: person.readerId, except: null, only: null });
    await links.dropResetLinks(tx, 'operator', person.readerId);
    await rows.dropAttempts(tx, 'operator', person.readerId);
    await rows.forgetBrowsers(tx, 'operator', person.readerId);
    await rows.dropPassword(tx, person.readerId);
    await links.insertResetLink(tx, 'operator', {
      id: newId(),
      readerId: person.readerId,
      accountId: null,
      tokenHash: hashToken(token),
      askedBy: 'operator',
      mail: person.mail,
    });
    await announce('session_ended', { readerId: person.readerId });
  });
  return `${house().config.CONSOLE_ORIGIN}/console/pair/${token}`;
}
