import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';

/** What one measurement sends, again and again. `{key}` in the body becomes a fresh key each time. */
export type Shot = {
  port: number;
  method: 'GET' | 'POST';
  path: string;
  headers: Record<string, string>;
  body?: string;
  /** One body for each client instead, in turn. */
  bodies?: readonly string[];
  /** What every answer must be; anything else ends the run. The marker is looked for in the body and the location. */
  expect: { status: number; marker: string };
};
/** `requests` ends a job early. */
export type LoadJob = { shot: Shot; connections: number; seconds: number; requests?: number };
export type LoadResult = { requests: number; seconds: number; p50: number; p95: number; bytes: number };

async function runLoad({ shot, connections, seconds, requests = Infinity }: LoadJob): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const times: number[] = [];
  let bytes = 0;
  const started = performance.now();
  const until = started + seconds * 1000;
  const client = async (index: number) => {
    const own = shot.bodies ? { ...shot, body: shot.bodies[index % shot.bodies.length] ?? '' } : shot;
    while (performance.now() < until && times.length < requests) {
      const sent = performance.now();
      bytes = await send(agent, own);
      times.push(performance.now() - sent);
    }
  };
  try {
    await Promise.all(Array.from({ length: connections }, (_, index) => client(index)));
  } finally {
    agent.destroy();
  }
  const elapsed = (performance.now() - started) / 1000;
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.ceil(times.length * share) - 1)] ?? Number.NaN;
  return { requests: times.length, seconds: elapsed, p50: at(0.5), p95: at(0.95), bytes };
}

function send(agent: Agent, shot: Shot): Promise<number> {
  const body = shot.body?.replace('{key}', randomUUID());
  const headers = body === undefined ? shot.headers : { ...shot.headers, 'content-length': String(Buffer.byteLength(body)) };
  return new Promise((resolve, reject) => {
    const sent = request({ agent, host: '127.0.0.1', port: shot.port, method: shot.method, path: shot.path, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', reject);
      response.on('end', () => {
        const answer = Buffer.concat(parts);
        const right =
          response.statusCode === shot.expect.status && (answer.includes(shot.expect.marker) || (response.headers.location ?? '').includes(shot.expect.marker));
        if (right) return resolve(answer.length);
        const words = `${shot.method} ${shot.path} answered ${response.statusCode} (expected ${shot.expect.status} with “${shot.expect.marker}”)`;
        reject(new Error(`${words}; location ${response.headers.location}; ${answer.toString('utf8').slice(0, 600)}`));
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

// A process of its own, so that measuring takes no time from the thread that is measured.
process.on('message', (job: LoadJob) => {
  runLoad(job).then(
    (result) => process.send?.({ result }),
    (error: Error) => process.send?.({ fault: error.message }),
  );
});
process.on('disconnect', () => process.exit(0));
