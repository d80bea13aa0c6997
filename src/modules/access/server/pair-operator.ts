import { invalid, Refusal } from '#kernel/refusal.ts';
import { judgePassword } from '#modules/passwords/server/index.ts';
import { activate } from '#modules/users/server/index.ts';
import { house } from '#platform/server/house.ts';
import { keepApp, newAppSecret, offerOf, stepOf, type AppOffer } from './apps.ts';
import { atDoor, type Visitor } from './at-door.ts';
import * as links from './links.sql.ts';
import { personalWords } from './reset-password.ts';
import { hashPassword, hashToken, isToken } from './secrets.ts';
import * as rows from './sign-in.sql.ts';
import { tell } from './tell.ts';

const linkOver = (): Refusal => new Refusal({ kind: 'not_found', code: 'reset_link_over' });

/** The app that an operator's one-time link offers, and whose it is. Undefined: used, over or never made. */
export async function readOperatorLink(token: string): Promise<(AppOffer & { userId: string; displayName: string; words: string[] }) | undefined> {
  const found = await look(token);
  return (
    found && {
      ...offerOf(found.secret, found.person.userId),
      userId: found.person.userId,
      displayName: found.person.displayName,
      words: personalWords(found.person),
    }
  );
}

async function look(token: string): Promise<{ person: rows.Candidate; secret: string; sealed: Buffer } | undefined> {
  if (!isToken(token)) return undefined;
  return atDoor('operator', async ({ tx }) => {
    const link = await links.findResetLink(tx, 'operator', hashToken(token));
    const person = link && (await rows.findPerson(tx, 'operator', link.readerId));
    if (!person || person.state === 'disabled') return undefined;
    const { vault } = house();
    const sealed = await links.offerOnLink(tx, { tokenHash: hashToken(token), pendingSecret: vault.seal(newAppSecret(), person.readerId) });
    return sealed && { person, sealed, secret: vault.open(sealed, person.readerId) };
  });
}

/** An operator's first step into the console (D-1): sets the password and pairs the app, once per link; signs nobody in. */
export async function pairOperator(input: { token: string; newPassword: string; code: string }, visitor: Visitor): Promise<void> {
  const found = await look(input.token);
  if (!found) throw linkOver();
  const { person, secret, sealed } = found;
  await judgePassword({ password: input.newPassword, profile: house().config.PASSWORD_PROFILE, personal: personalWords(person) });
  const step = stepOf(secret, input.code, house().clock());
  if (step === undefined) throw invalid('code_wrong', { code: 'code_wrong' });
  const hash = await hashPassword(input.newPassword);
  await atDoor('operator', async (context) => {
    if (!(await links.useResetLink(context.tx, 'operator', hashToken(input.token)))) throw linkOver();
    const { readerId } = person;
    await rows.storePassword(context.tx, 'operator', { readerId, accountId: null, hash, byLink: true });
    await activate(context, { realm: 'operator', id: readerId });
    await keepApp(context, { realm: 'operator', id: readerId, accountId: null }, { sealedSecret: sealed, step, name: '' });
    await tell(context, { realm: 'operator', id: readerId, accountId: null }, { name: 'password.reset', from: visitor });
  });
}
