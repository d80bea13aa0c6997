import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, inject } from 'vitest';
import type { OperatorActor, UserActor } from '#kernel/actor.ts';
import { newId } from '#kernel/ids.ts';
import { operatorOfSession, userOfSession } from '#modules/access/server/index.ts';
import { hashToken, newToken } from '../../src/modules/access/server/secrets.ts';
import { proseFromText } from '#modules/prose/index.ts';
import { readConfig } from '#platform/server/config.ts';
import type { Mail } from '#platform/server/mail.ts';
import { house, openHouse } from '#platform/server/house.ts';
import { closeParts, openParts, type DatabaseUrls } from '#platform/server/start.ts';
import { handlers } from '../../src/worker/handlers.ts';
import { operators, users } from '../../database/seeds/world.ts';
import { roles, TEST_KEY, testFolder, urlOf, withSuperuser } from './postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    superuserUrl: string;
  }
}

/** `jobs`: a worker runs them. `env`: settings that differ from the defaults. */
export type WorldOptions = { jobs: boolean; env?: Record<string, string> };

/** A world of its own for one test file: the demo world on a database cloned for it, served by the real roles. */
export class World {
  urls!: DatabaseUrls;
  owner!: pg.Pool;
  /** Mails that left the program, in order. */
  readonly mails: Mail[] = [];
  #database = '';

  async open(options: WorldOptions): Promise<void> {
    const superuserUrl = inject('superuserUrl');
    this.#database = `test_${randomUUID().slice(0, 8)}`;
    await withSuperuser(superuserUrl, (client) => client.query(`create database ${this.#database} template world owner madoguchi_owner`));
    this.urls = Object.fromEntries(roles.map((role) => [role, urlOf(superuserUrl, role, this.#database)])) as DatabaseUrls;
    this.owner = new pg.Pool({ connectionString: this.urls.owner, max: 3 });
    // The database is dropped under connections that are still closing.
    this.owner.on('error', () => undefined);
    const dataDir = join(testFolder(), this.#database);
    mkdirSync(dataDir, { recursive: true });
    const config = readConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'silent', DATABASE_POOL: '8', SECRET_KEY: TEST_KEY, ...options.env });
    await openParts(config, this.urls, options.jobs ? handlers : undefined);
    openHouse({ ...house(), post: { folder: undefined, close: () => undefined, send: async (mail) => void this.mails.push(mail) } });
  }

  async close(): Promise<void> {
    await closeParts();
    await this.owner.end();
    await withSuperuser(inject('superuserUrl'), (client) => client.query(`drop database ${this.#database} with (force)`));
  }

  /** Signs a demo user in and returns who they are, read the way every request reads it. */
  async user(key: string): Promise<UserActor> {
    const session = await userOfSession(await this.token('user', key), { use: false });
    if (!session) throw new Error(`Nobody called ${key} could sign in.`);
    return session.actor;
  }

  async operator(key: string): Promise<OperatorActor> {
    const session = await operatorOfSession(await this.token('operator', key), { use: false });
    if (!session) throw new Error(`No operator called ${key} could sign in.`);
    return session.actor;
  }

  /** A session cookie's token for a demo person. */
  async token(realm: 'user' | 'operator', key: string): Promise<string> {
    const token = newToken();
    const userId = (realm === 'user' ? users : operators).find((person) => person.key === key)?.userId;
    const account = realm === 'user' ? 'account_id,' : '';
    await this.owner.query(
      `insert into ${realm}_sessions (id, ${account} reader_id, token_hash, created_at, seen_at, expires_at)
       select $1, ${account} id, $2, now(), now(), now() + interval '1 hour' from ${realm}s where user_id = $3`,
      [newId(), hashToken(token), userId],
    );
    return token;
  }

  async one<T extends object>(text: string, values: unknown[] = []): Promise<T> {
    return (await this.owner.query<T>(text, values)).rows[0] as T;
  }
}

/** Opens a world for the tests of a file and closes it after them. */
export function useWorld(options: WorldOptions = { jobs: false }): World {
  const world = new World();
  beforeAll(() => world.open(options));
  afterAll(() => world.close());
  return world;
}

/** A valid inquiry; tests change what they are about. */
export const inquiry = (contractNumber: string, text = '検知ポリシーについて教えてください。') => ({
  contractNumber,
  category: 'alert' as const,
  body: proseFromText(text),
  attachments: [] as string[],
  key: randomUUID(),
});

/** Waits until something becomes true, or says what it waited for. */
export async function eventually<T>(what: string, look: () => T | Promise<T>, seconds = 15): Promise<NonNullable<T>> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const seen = await look();
    if (seen) return seen;
    if (Date.now() > end) throw new Error(`Waited ${seconds} s in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
