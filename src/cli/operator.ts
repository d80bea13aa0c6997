import pg from 'pg';
import { newId } from '#kernel/ids.ts';
import { isRefusal } from '#kernel/refusal.ts';
import { makeOperatorLink } from '#modules/access/server/index.ts';
import { canonicalUserId } from '#modules/users/index.ts';
import { ConfigFault, readConfig, type Config } from '#platform/server/config.ts';
import { closeParts, DataFolderTaken, holdDataFolder, openParts, prepareEmbedded, prepareExternal } from '#platform/server/start.ts';

const usage = `Operators are added and given new links by the administrator of the server:

  npm run operator -- add USER-ID MAIL "DISPLAY NAME"   adds an operator and prints the one-time link
  npm run operator -- link USER-ID                       a new one-time link; what was paired before is gone
  npm run operator -- disable USER-ID                    nobody comes in with this user ID any more
  npm run operator -- manager USER-ID                    lets an operator keep contracts, points, catalogue and onboarding
  npm run operator -- no-manager USER-ID                 takes that back

The link works once, for 72 hours. Hand it over on a way that only the operator reads.`;

const [command, userId, mail, displayName] = process.argv.slice(2);
const isKnown = (command === 'add' && userId && mail && displayName) || (['link', 'disable', 'manager', 'no-manager'].includes(command ?? '') && userId);
if (!isKnown) {
  console.error(usage);
  process.exit(64);
}

try {
  const config = { ...readConfig({ ...process.env, LOG_LEVEL: 'error' }), PROCESS_MODE: 'console' as const };
  const { urls, stop } =
    config.DATABASE_URL || config.DATABASE_CONSOLE_URL ? { urls: await prepareExternal(config), stop: async () => undefined } : await embedded(config);
  await openParts(config, urls, undefined);
  try {
    if (command === 'add') await addOperator(urls.owner, { userId: userId as string, mail: mail as string, displayName: displayName as string });
    if (command === 'disable') await disableOperator(urls.owner, userId as string);
    else if (command === 'manager' || command === 'no-manager') await setDuty(urls.owner, userId as string, command === 'manager');
    else console.log(await makeOperatorLink({ userId: userId as string }));
  } finally {
    await closeParts();
    await stop();
  }
} catch (error) {
  if (isRefusal(error)) console.error(`There is no operator ${userId}, or it is disabled.`);
  else console.error(error instanceof ConfigFault || error instanceof Error ? error.message : error);
  process.exit(1);
}

/** The embedded database, running or not; one that a running program uses stays up afterwards. */
async function embedded(config: Config) {
  const isFree = await holdDataFolder(config.dataDir).then(
    (lock) => (lock.close(), true),
    (error: unknown) => {
      if (error instanceof DataFolderTaken) return false;
      throw error;
    },
  );
  const database = await prepareEmbedded(config);
  return isFree ? database : { ...database, stop: async () => undefined };
}

/** Only the owner of the database adds operators: no serving role may make one. */
async function addOperator(ownerUrl: string, operator: { userId: string; mail: string; displayName: string }): Promise<void> {
  await asOwner(ownerUrl, (client) =>
    client.query(`insert into operators (id, user_id, canonical_user_id, display_name, mail, state) values ($1, $2, $3, $4, $5, 'invited')`, [
      newId(),
      operator.userId,
      canonicalUserId(operator.userId),
      operator.displayName,
      operator.mail,
    ]),
  );
}

async function disableOperator(ownerUrl: string, wanted: string): Promise<void> {
  await asOwner(ownerUrl, async (client) => {
    const { rowCount } = await client.query(`update operators set state = 'disabled' where canonical_user_id = $1`, [canonicalUserId(wanted)]);
    if (rowCount === 0) throw new Error(`There is no operator ${wanted}.`);
    console.log(`${wanted} is disabled.`);
  });
}

async function setDuty(ownerUrl: string, wanted: string, isManager: boolean): Promise<void> {
  await asOwner(ownerUrl, async (client) => {
    const duty = isManager ? 'service_manager' : 'operator';
    const { rowCount } = await client.query('update operators set duty = $1 where canonical_user_id = $2', [duty, canonicalUserId(wanted)]);
    if (rowCount === 0) throw new Error(`There is no operator ${wanted}.`);
    console.log(isManager ? `${wanted} is a service manager.` : `${wanted} is an operator without further duties.`);
  });
}

async function asOwner(ownerUrl: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  if (!ownerUrl) throw new Error('DATABASE_URL is needed: only the owner of the database changes who is an operator.');
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
