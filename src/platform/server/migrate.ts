import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { provisionJobs } from './jobs.ts';

const folder = join(import.meta.dirname, '../../../database');

/** Arbitrary but fixed: every process of this program waits on the same lock. */
const MIGRATION_LOCK = 7_231_905_413;

/** Creates the login roles; needs a superuser or a role that may create roles. */
export async function createRoles(adminUrl: string): Promise<void> {
  await withClient(adminUrl, async (client) => void (await client.query(await readFile(join(folder, 'roles.sql'), 'utf8'))));
}

/**
 * Brings the schema to this program's version, forward only, one transaction a file, one process at a time.
 * Returns the names of the migrations that it ran.
 */
export async function migrate(ownerUrl: string): Promise<string[]> {
  const ran: string[] = [];
  await withClient(ownerUrl, async (client) => {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await client.query('create table if not exists migrations (name text primary key, ran_at timestamptz not null default now())');
    const done = new Set((await client.query<{ name: string }>('select name from migrations')).rows.map((row) => row.name));
    const names = (await readdir(join(folder, 'migrations'))).filter((name) => name.endsWith('.sql')).sort();
    for (const name of names.filter((candidate) => !done.has(candidate))) {
      await client.query('begin');
      await client.query(await readFile(join(folder, 'migrations', name), 'utf8'));
      await client.query('insert into migrations (name) values ($1)', [name]);
      await client.query('commit');
      ran.push(name);
    }
    const jobsReady = (await client.query("select to_regclass('pgboss.version') as present")).rows[0].present !== null;
    if (ran.length > 0 || !jobsReady) {
      await provisionJobs(ownerUrl);
      await client.query(await readFile(join(folder, 'jobs.sql'), 'utf8'));
    }
  });
  return ran;
}

/**
 * Versions before these leak rows through ON CONFLICT and MERGE under row-level security. The program uses neither on
 * tenant tables; a database of your own must be newer all the same, unless ACCEPT_LEAKY_POSTGRES says otherwise.
 */
const firstSound: Record<number, number> = { 15: 20, 16: 16, 17: 12, 18: 6 };

/** Says why this server must not be used, or nothing. */
export async function faultOfServer(ownerUrl: string): Promise<string | undefined> {
  let fault: string | undefined;
  await withClient(ownerUrl, async (client) => {
    const version = Number((await client.query('show server_version_num')).rows[0].server_version_num);
    const major = Math.floor(version / 10_000);
    const minor = version % 10_000;
    if (major < 15) fault = `PostgreSQL ${major} is too old: 15 or newer is needed.`;
    else if (minor < (firstSound[major] ?? 0))
      fault = `PostgreSQL ${major}.${minor} leaks rows past row-level security; update to ${major}.${firstSound[major]} or set ACCEPT_LEAKY_POSTGRES=yes.`;
  });
  return fault;
}

async function withClient(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
