import { createServer } from 'node:http';
import pg from 'pg';
import type { Transaction } from './record.ts';

/** Which statements each path runs, and how to reach the database. */
export type BarePlan = { urls: Record<string, string>; poolSize: number; paths: Record<string, Transaction[]> };

/** The yardstick: `node:http` and `pg`, the same statements under names, the rows as JSON, and nothing else. */
function serve({ urls, poolSize, paths }: BarePlan): void {
  const pools = new Map(Object.entries(urls).map(([role, url]) => [role, new pg.Pool({ connectionString: url, max: poolSize, idleTimeoutMillis: 60_000 })]));
  const server = createServer((request, response) => {
    const plan = paths[request.url ?? ''];
    if (!plan) return void response.writeHead(404).end();
    answer(plan).then(
      (rows) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(rows)),
      (error: Error) => response.writeHead(500).end(error.message),
    );
  });

  async function answer(plan: readonly Transaction[]): Promise<unknown[]> {
    const found: unknown[] = [];
    for (const { role, steps } of plan) {
      const client = await (pools.get(role) as pg.Pool).connect();
      try {
        for (const step of steps) {
          const result = await client.query(step);
          if (step.name) found.push(result.rows);
        }
      } finally {
        client.release();
      }
    }
    return found;
  }

  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    process.send?.({ port: typeof address === 'object' ? address?.port : 0 });
  });
}

process.once('message', serve);
process.on('disconnect', () => process.exit(0));
