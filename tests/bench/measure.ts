import type pg from 'pg';
import type { Config } from '#platform/server/config.ts';
import type { DatabaseUrls } from '#platform/server/start.ts';
import { measureInterference } from './foreign.ts';
import type { LoadResult, Shot } from './load.ts';
import { startBare, startLoad, startServer, usageOf, type PortalServer } from './processes.ts';
import type { Transaction } from './record.ts';
import type { Measured, Report, Throughput } from './report.ts';
import { prepareScenes, type Scene } from './scenes.ts';
import type { Size } from './seed.ts';

const CONNECTIONS = 32;
const WARM_SECONDS = 2;
/** The server and the bare server take turns, so that a busy moment of the machine hits both. */
const ROUNDS = 5;

type Input = { config: Config; owner: pg.Pool; urls: DatabaseUrls; size: Size; seconds: number; only: string | undefined; closing: AsyncDisposableStack };
type Load = ReturnType<typeof startLoad>;

/** Measures the real server and the bare one page by page, so that both meet the same database and the same moment. */
export async function measure({ config, owner, urls, size, seconds, only, closing }: Input): Promise<Report> {
  const scenes = (await prepareScenes(owner, size)).filter(({ name }) => only === undefined || name.toLowerCase().includes(only.toLowerCase()));
  const load = startLoad();
  closing.defer(() => load.stop());
  const paths = await recordPaths({ config, urls, scenes, load });
  const server = await startServer({ dataDir: config.dataDir, urls, recorded: false });
  closing.defer(() => server.stop());
  const { portal, door, console: queues } = urls;
  const bare = await startBare({ urls: { portal, door, console: queues }, poolSize: config.DATABASE_POOL, paths });
  closing.defer(() => bare.stop());

  const measured: Measured[] = [];
  for (const scene of scenes) {
    console.log(`  measuring: ${scene.name}`);
    const shot = shotAt(scene, server);
    const bareShot = scene.bare && { ...scene.shot, port: bare.port, expect: { status: 200, marker: scene.bare.marker } };
    // Nobody asks as often in an hour as this does in seconds.
    await owner.query('delete from throttles');
    if (scene.meanwhile) await owner.query(scene.meanwhile.before);
    for (const warmed of bareShot ? [bareShot, shot] : [shot])
      await load.run({ shot: warmed, connections: scene.light ? 1 : CONNECTIONS, seconds: WARM_SECONDS });
    const one = await beside(scene, { server, owner, seconds }, () => load.run({ shot, connections: 1, seconds }));
    const many: Watched[] = [];
    const yardstick: Watched[] = [];
    for (let round = 0; round < (scene.beside || scene.light ? 0 : ROUNDS); round += 1) {
      const job = { connections: CONNECTIONS, seconds: seconds / ROUNDS };
      many.push(await watched(server.pid, () => load.run({ shot, ...job })));
      if (bareShot) yardstick.push(await watched(bare.pid, () => load.run({ shot: bareShot, ...job })));
    }
    if (scene.meanwhile) await owner.query(scene.meanwhile.after);
    measured.push({
      name: scene.name,
      ...(scene.budgetMs ? { budgetMs: scene.budgetMs } : {}),
      one,
      many: throughput(many),
      bare: bareShot && throughput(yardstick),
      cpuMs: cpuPerRequest(many),
      bareCpuMs: bareShot && cpuPerRequest(yardstick),
      rssMb: mostMemory(many),
      statements: paths[scene.shot.path]?.reduce((total, transaction) => total + transaction.steps.length, 0),
    });
  }
  if (only === undefined) console.log('  measuring: what others write');
  const interference = only === undefined ? await measureInterference(owner, server.portalPort) : [];
  const postgres = (await owner.query<{ server_version: string }>('show server_version')).rows[0]?.server_version ?? '';
  return { size, connections: CONNECTIONS, seconds, postgres, measured, interference };
}

/** Measures while others are at work too, if the scene says so. The limits of sign-in are for one network, which the bench is. */
async function beside(scene: Scene, at: { server: PortalServer; owner: pg.Pool; seconds: number }, work: () => Promise<LoadResult>): Promise<LoadResult> {
  if (!scene.beside) return work();
  const others = startLoad();
  const forgetting = setInterval(() => void at.owner.query('delete from throttles'), 250);
  try {
    const shot = shotAt({ ...scene, shot: scene.beside.shot }, at.server);
    const busy = others.run({ shot, connections: scene.beside.connections, seconds: at.seconds });
    const result = await work();
    const done = await busy;
    console.log(`    beside it: ${done.requests} requests, p50 ${done.p50.toFixed(0)} ms, p95 ${done.p95.toFixed(0)} ms`);
    return result;
  } finally {
    clearInterval(forgetting);
    await others.stop();
  }
}

/** Asks the real server once for every page and keeps what it asked the database. */
async function recordPaths({
  config,
  urls,
  scenes,
  load,
}: Pick<Input, 'config' | 'urls'> & { scenes: readonly Scene[]; load: Load }): Promise<Record<string, Transaction[]>> {
  const server = await startServer({ dataDir: config.dataDir, urls, recorded: true });
  const paths: Record<string, Transaction[]> = {};
  try {
    for (const scene of scenes.filter((one) => one.bare)) {
      // The first look of a session at a page may write a line of history; what is measured is every look after it.
      await load.run({ shot: shotAt(scene, server), connections: 1, seconds: 60, requests: 1 });
      await server.take();
      await load.run({ shot: shotAt(scene, server), connections: 1, seconds: 60, requests: 1 });
      paths[scene.shot.path] = await server.take();
    }
  } finally {
    await server.stop();
  }
  return paths;
}

function shotAt(scene: Scene, server: PortalServer): Shot {
  const port = scene.edge === 'portal' ? server.portalPort : server.consolePort;
  return { ...scene.shot, port, headers: { ...scene.shot.headers, origin: `http://localhost:${port}` } };
}

type Watched = { result: LoadResult; cpuMs: number | undefined; rssMb: number | undefined };

/** Runs a load and looks at what the process under it uses meanwhile. */
async function watched(pid: number, work: () => Promise<LoadResult>): Promise<Watched> {
  const before = await usageOf(pid);
  let rssMb = before?.rssMb;
  const look = setInterval(() => void usageOf(pid).then((now) => now && (rssMb = Math.max(rssMb ?? 0, now.rssMb))), 250);
  try {
    const result = await work();
    const after = await usageOf(pid);
    return { result, cpuMs: before && after && after.cpuMs - before.cpuMs, rssMb };
  } finally {
    clearInterval(look);
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function throughput(rounds: readonly Watched[]): Throughput {
  return { requests: sum(rounds.map(({ result }) => result.requests)), seconds: sum(rounds.map(({ result }) => result.seconds)) };
}

function cpuPerRequest(rounds: readonly Watched[]): number | undefined {
  const used = rounds.flatMap(({ cpuMs }) => cpuMs ?? []);
  return used.length < rounds.length ? undefined : sum(used) / throughput(rounds).requests;
}

function mostMemory(rounds: readonly Watched[]): number | undefined {
  const held = rounds.flatMap(({ rssMb }) => rssMb ?? []);
  return held.length > 0 ? Math.max(...held) : undefined;
}
