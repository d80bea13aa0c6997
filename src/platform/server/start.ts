import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createConnection, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import pg from 'pg';
import { readConfig, type Config } from './config.ts';
import { openPool } from './database.ts';
import { startEmbeddedPostgres } from './embedded-postgres.ts';
import { Events } from './events.ts';
import { openFiles } from './files.ts';
import { house, openHouse } from './house.ts';
import { openSender, runJobs, stopJobs, type JobHandlers } from './jobs.ts';
import { openLog } from './log.ts';
import { openPost } from './mail.ts';
import { openVault } from './vault.ts';
import { createRoles, faultOfServer, migrate } from './migrate.ts';

/** Addresses of the database for each role. */
export type DatabaseUrls = { owner: string; portal: string; door: string; console: string; worker: string };

const roles = ['owner', 'portal', 'door', 'console', 'worker'] as const;

/** Another process already serves this data folder. */
export class DataFolderTaken extends Error {}

/**
 * Prepares the embedded database: cluster, roles, passwords, schema. The passwords are kept beside the cluster in a
 * file that only its owner can read.
 */
export async function prepareEmbedded(config: Config): Promise<{ urls: DatabaseUrls; isNew: boolean; stop(): Promise<void> }> {
  const server = await startEmbeddedPostgres({ dataDir: join(config.dataDir, 'postgres'), port: config.DATABASE_PORT });
  try {
    const passwords = await rolePasswords(join(config.dataDir, 'postgres', 'role-passwords.json'));
    const url = (role: (typeof roles)[number], name = 'madoguchi') => `postgres://madoguchi_${role}:${passwords[role]}@127.0.0.1:${server.port}/${name}`;
    const isNew = await createDatabase(server.superuserUrl, passwords);
    await migrate(url('owner'));
    return { urls: Object.fromEntries(roles.map((role) => [role, url(role)])) as DatabaseUrls, isNew, stop: server.stop };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function rolePasswords(file: string): Promise<Record<(typeof roles)[number], string>> {
  if (!existsSync(file)) {
    const made = Object.fromEntries(roles.map((role) => [role, randomBytes(24).toString('base64url')]));
    await writeFile(file, JSON.stringify(made), { mode: 0o600 });
  }
  await chmod(file, 0o600);
  return JSON.parse(await readFile(file, 'utf8')) as Record<(typeof roles)[number], string>;
}

async function createDatabase(superuserUrl: string, passwords: Record<(typeof roles)[number], string>): Promise<boolean> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    const present = (await client.query("select from pg_database where datname = 'madoguchi'")).rowCount === 1;
    if (present) return false;
    await createRoles(superuserUrl);
    for (const role of roles) await client.query(`alter role madoguchi_${role} password '${passwords[role]}'`);
    await client.query('create database madoguchi owner madoguchi_owner');
    await client.query('revoke all on database madoguchi from public');
    await client.query('grant connect on database madoguchi to madoguchi_portal, madoguchi_door, madoguchi_console, madoguchi_worker');
    return true;
  } finally {
    await client.end();
  }
}

/** The connections of a database of one's own; its owner's role migrates when it is given. */
export async function prepareExternal(config: Config): Promise<DatabaseUrls> {
  if (config.DATABASE_URL) {
    const fault = await faultOfServer(config.DATABASE_URL);
    if (fault && !config.ACCEPT_LEAKY_POSTGRES) throw new Error(fault);
    await migrate(config.DATABASE_URL);
  }
  return {
    owner: config.DATABASE_URL,
    portal: config.DATABASE_PORTAL_URL,
    door: config.DATABASE_DOOR_URL,
    console: config.DATABASE_CONSOLE_URL,
    worker: config.DATABASE_WORKER_URL,
  };
}

/** Opens everything that serves requests and jobs, for the modes of this process. */
export async function openParts(config: Config, urls: DatabaseUrls, handlers: JobHandlers | undefined, clock: () => Date = () => new Date()): Promise<void> {
  openLog(config.LOG_LEVEL);
  const runs = (mode: 'portal' | 'console' | 'worker') => config.PROCESS_MODE === 'all' || config.PROCESS_MODE === mode;
  const pool = (name: 'portal' | 'door' | 'console' | 'worker') => openPool({ url: urls[name], size: config.DATABASE_POOL, name });
  const pools = {
    // The worker reads for exports as the portal does: with the rights of whoever asked.
    ...(runs('portal') || runs('worker') ? { portal: pool('portal') } : {}),
    ...(runs('portal') ? { door: pool('door') } : {}),
    ...(runs('console') ? { console: pool('console') } : {}),
    ...(runs('worker') ? { worker: pool('worker') } : {}),
  };
  const events = new Events(runs('portal') ? urls.portal : runs('console') ? urls.console : urls.worker);
  await mkdir(config.dataDir, { recursive: true });
  openHouse({ config, pools, events, files: openFiles(config), post: openPost(config), vault: openVault(config), clock });
  await openSender((pools.portal ?? pools.console ?? pools.worker) as pg.Pool);
  await events.open();
  if (runs('worker') && handlers) await runJobs(urls.worker, handlers);
}

/** Closes what {@link openParts} opened; running jobs finish first. */
export async function closeParts(): Promise<void> {
  const { pools, events, post } = house();
  await stopJobs();
  await events.close();
  await Promise.all(Object.values(pools).map((pool) => pool.end()));
  post.close();
}

/**
 * One process per data folder: holds a socket that dies with the process, so that a killed one leaves no lock behind.
 * Throws {@link DataFolderTaken} when another process answers.
 */
export async function holdDataFolder(dataDir: string): Promise<Server> {
  const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 16);
  const path = process.platform === 'win32' ? `\\\\.\\pipe\\madoguchi-${name}` : join(tmpdir(), `madoguchi-${name}.sock`);
  const taken = await new Promise<boolean>((resolve) => {
    const probe = createConnection(path);
    probe.once('connect', () => (probe.destroy(), resolve(true)));
    probe.once('error', () => resolve(false));
  });
  if (taken) throw new DataFolderTaken(`Another process already serves ${dataDir}. Stop it first, or set DATA_DIR to another folder.`);
  const { rm } = await import('node:fs/promises');
  if (process.platform !== 'win32') await rm(path, { force: true });
  return new Promise((resolve, reject) => {
    const lock = createServer((socket) => socket.end());
    lock.once('error', reject);
    lock.listen(path, () => resolve(lock.unref()));
  });
}

export { readConfig };
