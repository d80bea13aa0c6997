import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { loadDemoWorld } from '../../src/cli/demo-world.ts';
import { startEmbeddedPostgres } from '#platform/server/embedded-postgres.ts';
import { createRoles, migrate } from '#platform/server/migrate.ts';

const TEST_PASSWORD = 'test';
export const roles = ['owner', 'portal', 'door', 'console', 'worker'] as const;

/** The key that seals secrets in the test world. */
export const TEST_KEY = '5a'.repeat(32);

/** The clock of the test world: the demo cases are laid out before it. */
export const TEST_NOW = new Date('2026-11-20T03:00:00.000Z');

/** A folder that the database's unprivileged user can enter, wherever the clone lies. */
export function testFolder(): string {
  const folder = join(
    tmpdir(),
    `madoguchi-test-${createHash('sha256')
      .update(import.meta.dirname)
      .digest('hex')
      .slice(0, 8)}`,
  );
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755);
  return folder;
}

/** Starts PostgreSQL once for all test files and makes the database that each of them clones. */
export default async function setup({ provide }: { provide: (key: 'superuserUrl', value: string) => void }) {
  const folder = testFolder();
  const server = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres'), port: 0, flags: ['-c fsync=off', '-c synchronous_commit=off'] });
  await withSuperuser(server.superuserUrl, async (client) => {
    const { rows } = await client.query("select datname from pg_database where datname like 'test_%' or datname = 'world'");
    for (const row of rows) await client.query(`drop database "${row.datname}" with (force)`);
    await createRoles(server.superuserUrl);
    for (const role of roles) await client.query(`alter role madoguchi_${role} password '${TEST_PASSWORD}'`);
    await client.query('create database world owner madoguchi_owner');
  });
  const owner = urlOf(server.superuserUrl, 'owner', 'world');
  await migrate(owner);
  await loadDemoWorld({ ownerUrl: owner, config: { dataDir: folder, FILES_S3_BUCKET: '', SECRET_KEY: TEST_KEY }, onlyIfEmpty: false, now: TEST_NOW });
  provide('superuserUrl', server.superuserUrl);
  return () => server.stop();
}

/** The address of a test database for one login role. */
export function urlOf(superuserUrl: string, role: (typeof roles)[number], database: string): string {
  const url = new URL(superuserUrl);
  url.username = `madoguchi_${role}`;
  url.password = TEST_PASSWORD;
  url.pathname = `/${database}`;
  return url.href;
}

export async function withSuperuser<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
