import { createHash } from 'node:crypto';
import {
  CompiledQuery,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
} from 'kysely';
import pg from 'pg';

/** A transaction's hand for SQL: Kysely over one connection, every statement prepared under a stable name. */
export type Tx = Kysely<unknown>;

// Counts come as bigint; they stay far below 2^53 here.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
// A day is a day in every time zone: '2026-11-23'.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);

/** A pool of one login role. */
export function openPool(input: { url: string; size: number; name: string }): pg.Pool {
  const pool = new pg.Pool({
    connectionString: input.url,
    max: input.size,
    application_name: `madoguchi-${input.name}`,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 60_000,
    statement_timeout: 30_000,
    idle_in_transaction_session_timeout: 60_000,
  });
  // A lost connection is found by the next query; without a listener, idle or in use, it would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** Kysely on one checked-out connection; transactions are the unit of work's, not Kysely's. */
export function onConnection(client: pg.ClientBase): Tx {
  return new Kysely<unknown>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new OneConnectionDriver(client),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });
}

/** How a statement begins that is not worth a name. */
export const ONCE = '/* once */';

/** Far more than this program has of its own. Past it a statement gets no name, so that no connection keeps plans without end. */
const MOST_NAMES = 2_000;
const names = new Map<string, string>();

/** The same text always gets the same name, so each connection plans it once. */
function nameOf(text: string): string | undefined {
  let name = names.get(text);
  if (!name) {
    if (names.size >= MOST_NAMES) return undefined;
    name = createHash('sha1').update(text).digest('base64url');
    names.set(text, name);
  }
  return name;
}

class OneConnectionDriver implements Driver {
  readonly #connection: DatabaseConnection;
  constructor(client: pg.ClientBase) {
    this.#connection = {
      executeQuery: async <R>(query: CompiledQuery): Promise<QueryResult<R>> => {
        const values = [...query.parameters];
        // What readers compose themselves has no end of shapes: such a statement is planned for this once.
        const name = query.sql.startsWith(ONCE) ? undefined : nameOf(query.sql);
        const result = await client.query(name ? { name, text: query.sql, values } : { text: query.sql, values });
        return { rows: result.rows as R[], numAffectedRows: BigInt(result.rowCount ?? 0) };
      },
      streamQuery: () => {
        throw new Error('Streaming is not offered inside a unit of work.');
      },
    };
  }
  async init(): Promise<void> {}
  async acquireConnection(): Promise<DatabaseConnection> {
    return this.#connection;
  }
  async beginTransaction(): Promise<void> {
    throw new Error('The unit of work owns the transaction.');
  }
  async commitTransaction(): Promise<void> {}
  async rollbackTransaction(): Promise<void> {}
  async releaseConnection(): Promise<void> {}
  async destroy(): Promise<void> {}
}
