import type pg from 'pg';
import type { Actor, Nobody } from '#kernel/actor.ts';
import { isRefusal, Refusal } from '#kernel/refusal.ts';
import { onConnection, type Tx } from './database.ts';
import { house } from './house.ts';
import { sendInside, type JobName, type JobPayloads } from './jobs.ts';

/** What a deed works with: who acts, one open transaction, one time, and the way to jobs. */
export type Context<A extends Actor = Actor> = {
  actor: A;
  tx: Tx;
  now: Date;
  /** Queues a job that exists only if this transaction commits. */
  enqueue<N extends JobName>(name: N, payload: JobPayloads[N], options?: { key?: string }): Promise<void>;
  /** Tells every process after the commit; see {@link house.events}. */
  announce(channel: 'case_changed' | 'request_changed' | 'session_ended', payload: object): Promise<void>;
};

/**
 * The unit of work: one transaction in which the database knows the actor. Everything that `work` does is kept when it
 * returns and nothing when it throws. Each kind of actor has a login role of its own, so that row-level security, not
 * this function, is the last word on what can be touched.
 */
export async function asActor<A extends Actor, T>(actor: A, work: (context: Context<A>) => Promise<T>): Promise<T> {
  return inTransaction(poolOf(actor), actor, work);
}

/** The unit of work of an operator who has not signed in yet: the console's role, and nobody's name. */
export async function asOperatorDoor<T>(work: (context: Context<Nobody>) => Promise<T>): Promise<T> {
  const { console: pool } = house().pools;
  if (!pool) throw new Error('This process has no role for the console.');
  return inTransaction(pool, { kind: 'nobody' }, work);
}

async function inTransaction<A extends Actor, T>(pool: pg.Pool, actor: A, work: (context: Context<A>) => Promise<T>): Promise<T> {
  const client = await connect(pool);
  let broken: Error | undefined;
  try {
    await client.query(opening(client, actor));
    const result = await work(contextOn(client, actor));
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((fault: Error) => (broken = fault));
    throw asUnavailable(error);
  } finally {
    client.release(broken);
  }
}

function contextOn<A extends Actor>(client: pg.PoolClient, actor: A): Context<A> {
  return {
    actor,
    tx: onConnection(client),
    now: house().clock(),
    enqueue: (name, payload, options) => sendInside(client, name, payload, options),
    announce: async (channel, payload) => {
      await client.query('select pg_notify($1, $2)', [channel, JSON.stringify(payload)]);
    },
  };
}

function poolOf(actor: Actor): pg.Pool {
  const { pools } = house();
  const pool = { user: pools.portal, operator: pools.console, system: pools.worker, nobody: pools.door }[actor.kind];
  if (!pool) throw new Error(`This process has no database role for ${actor.kind}.`);
  return pool;
}

/** One round trip: the transaction and the settings that row-level security reads. They end with the transaction. */
function opening(client: pg.PoolClient, actor: Actor): string {
  const set = (name: string, value: string) => `set_config('${name}', ${client.escapeLiteral(value)}, true)`;
  if (actor.kind === 'user') {
    const contracts = `{${actor.contracts.map((contract) => contract.id).join(',')}}`;
    return `begin; select ${set('app.account_id', actor.accountId)}, ${set('app.user_id', actor.id)}, ${set('app.role', actor.role)}, ${set('app.contract_ids', contracts)}`;
  }
  if (actor.kind === 'operator') return `begin; select ${set('app.operator_id', actor.id)}`;
  if (actor.kind === 'system' && actor.accountId) return `begin; select ${set('app.account_id', actor.accountId)}`;
  return 'begin';
}

async function connect(pool: pg.Pool): Promise<pg.PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    throw asUnavailable(error, true);
  }
}

const lostConnection = /^(57P0[123]|08...|53...|ECONN\w+|EPIPE)$/;

/** A database that went away is a plain "not saved, try again", never a false success. */
function asUnavailable(error: unknown, whileConnecting = false): unknown {
  if (isRefusal(error)) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  // The database's word for a statement that ran longer than it may.
  if (code === '57014') return because(error, 'took_too_long');
  const lost =
    whileConnecting ||
    lostConnection.test(code) ||
    (error instanceof Error && /Connection terminated|not queryable|timeout exceeded when trying to connect/.test(error.message));
  if (!lost) return error;
  return because(error, 'not_saved_try_again');
}

function because(error: unknown, code: string): Refusal {
  const refusal = new Refusal({ kind: 'unavailable', code });
  refusal.cause = error;
  return refusal;
}
