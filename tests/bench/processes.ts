import { fork, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { get } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { settings } from '#platform/server/config.ts';
import type { DatabaseUrls } from '#platform/server/start.ts';
import type { BarePlan } from './bare.ts';
import type { LoadJob, LoadResult } from './load.ts';
import type { Transaction } from './record.ts';

const root = join(import.meta.dirname, '../..');
const here = (name: string) => join(import.meta.dirname, name);

/** The real server, as `npm start` runs it, on ports of its own. */
export type PortalServer = { pid: number; portalPort: number; consolePort: number; take(): Promise<Transaction[]>; stop(): Promise<void> };

/** Starts the real server on a database that outlives it. With `recorded`, it can tell which statements it ran. */
export async function startServer(input: { dataDir: string; urls: DatabaseUrls; recorded: boolean }): Promise<PortalServer> {
  const [portalPort, consolePort] = [await freePort(), await freePort()];
  // Whatever the caller's environment says of a database or a mail server of one's own is not meant here.
  const cleared = Object.fromEntries(Object.keys(settings).map((name) => [name, '']));
  const { owner, portal, door, console: queues, worker } = input.urls;
  const env = {
    ...process.env,
    ...cleared,
    DATA_DIR: input.dataDir,
    PORTAL_PORT: String(portalPort),
    CONSOLE_PORT: String(consolePort),
    LOG_LEVEL: 'silent',
    ACCEPT_LEAKY_POSTGRES: 'yes',
    DATABASE_URL: owner,
    DATABASE_PORTAL_URL: portal,
    DATABASE_DOOR_URL: door,
    DATABASE_CONSOLE_URL: queues,
    DATABASE_WORKER_URL: worker,
  };
  const child = fork('src/server.ts', [], {
    cwd: root,
    env,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    // The bounds of `npm start`.
    execArgv: ['--max-semi-space-size=16', '--max-old-space-size=256', ...(input.recorded ? ['--import', here('record.ts')] : [])],
    serialization: 'advanced',
  });
  // A run that dies leaves no server behind.
  const kill = () => child.kill('SIGTERM');
  process.once('exit', kill);
  const stop = async () => {
    process.off('exit', kill);
    await stopChild(child);
  };
  try {
    await untilReady(child, portalPort);
  } catch (error) {
    await stop();
    throw error;
  }
  const take = async () => ((await ask(child, 'take')) as { transactions: Transaction[] }).transactions;
  return { pid: child.pid as number, portalPort, consolePort, take, stop };
}

/** Starts the bare server with the statements that it shall run. */
export async function startBare(plan: BarePlan): Promise<{ pid: number; port: number; stop(): Promise<void> }> {
  const child = fork(here('bare.ts'), [], { serialization: 'advanced' });
  const { port } = (await ask(child, plan)) as { port: number };
  return { pid: child.pid as number, port, stop: () => stopChild(child) };
}

/** Starts the process that sends requests and takes their time. */
export function startLoad(): { run(job: LoadJob): Promise<LoadResult>; stop(): Promise<void> } {
  const child = fork(here('load.ts'));
  const run = async (job: LoadJob) => {
    const answer = (await ask(child, job)) as { result: LoadResult } | { fault: string };
    if ('fault' in answer) throw new Error(answer.fault);
    return answer.result;
  };
  return { run, stop: () => stopChild(child) };
}

async function ask(child: ChildProcess, message: object | string): Promise<unknown> {
  const gone = new AbortController();
  const answered = once(child, 'message', { signal: gone.signal });
  const ended = once(child, 'exit', { signal: gone.signal }).then(([code]) => Promise.reject(new Error(`A process of the bench ended with code ${code}.`)));
  ended.catch(() => undefined);
  child.send(message);
  try {
    return ((await Promise.race([answered, ended])) as unknown[])[0];
  } finally {
    gone.abort();
    answered.catch(() => undefined);
  }
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

async function untilReady(child: ChildProcess, port: number): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    if (child.exitCode !== null) throw new Error(`The server ended with code ${child.exitCode} before it answered.`);
    const status = await new Promise<number>((resolve) => {
      get({ host: '127.0.0.1', port, path: '/readyz' }, (response) => (response.resume(), resolve(response.statusCode ?? 0))).on('error', () => resolve(0));
    });
    if (status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('The server did not get ready within 30 seconds.');
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  return typeof address === 'object' && address ? address.port : 0;
}

/** What a process has used so far; undefined where the system does not tell. */
export type Usage = { cpuMs: number; rssMb: number };

export async function usageOf(pid: number): Promise<Usage | undefined> {
  try {
    const [stat, status] = await Promise.all([readFile(`/proc/${pid}/stat`, 'utf8'), readFile(`/proc/${pid}/status`, 'utf8')]);
    // The name, in parentheses, may hold spaces; user and system time are the 14th and 15th fields.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = Number(fields[11]) + Number(fields[12]);
    return { cpuMs: (ticks * 1000) / ticksPerSecond(), rssMb: Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024 };
  } catch {
    return undefined;
  }
}

let ticks: number | undefined;
const ticksPerSecond = (): number => (ticks ??= Number(spawnSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }).stdout) || 100);
