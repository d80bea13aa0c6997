import { existsSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { ConfigFault, readConfig, type Config } from '#platform/server/config.ts';
import { house } from '#platform/server/house.ts';
import { errorFields, log } from '#platform/server/log.ts';
import { closeParts, DataFolderTaken, holdDataFolder, openParts, prepareEmbedded, prepareExternal } from '#platform/server/start.ts';
import { greet } from './cli/greeting.ts';
import { loadDemoWorld } from './cli/demo-world.ts';
import { handlers } from './worker/handlers.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;
type Edge = 'portal' | 'console';

/** Longer than any request may take; a stop waits no longer than this. */
const STOP_SECONDS = 15;

const config = readOrExit();
await main(config).catch((error: unknown) => {
  if (error instanceof DataFolderTaken) console.error(error.message);
  else console.error(error);
  process.exit(1);
});

async function main(config: Config): Promise<void> {
  const isEmbedded = !config.DATABASE_URL && config.PROCESS_MODE === 'all' && !config.DATABASE_PORTAL_URL;
  if (isEmbedded) await holdDataFolder(config.dataDir);
  const database = isEmbedded ? await prepareEmbedded(config) : { urls: await prepareExternal(config), isNew: false, stop: async () => undefined };
  const loaded = isEmbedded && (await loadDemoWorld({ ownerUrl: database.urls.owner, config, onlyIfEmpty: true }));
  await openParts(config, database.urls, handlers);
  const servers = await listen(config);
  stopOnSignal(servers, database.stop);
  if (!config.PRODUCTION) greet(config, { isEmbedded, loaded });
  log.info('started', { mode: config.PROCESS_MODE });
}

async function listen(config: Config): Promise<Server[]> {
  const serve = config.PROCESS_MODE === 'worker' ? undefined : await loadPages();
  const opened: Server[] = [];
  const open = async (edge: Edge, port: number, origin: string) => {
    const server = createServer((request, response) => dispatch(serve as Handler, edge, origin, request, response));
    server.requestTimeout = 300_000;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, config.LISTEN_HOST, resolve);
    });
    opened.push(server);
  };
  if (config.PROCESS_MODE === 'all' || config.PROCESS_MODE === 'portal') await open('portal', config.PORTAL_PORT, config.PORTAL_ORIGIN);
  if (config.PROCESS_MODE === 'all' || config.PROCESS_MODE === 'console') await open('console', config.CONSOLE_PORT, config.CONSOLE_ORIGIN);
  return opened;
}

/** The built pages. The origin comes from the configuration by headers of our own that outsiders cannot set. */
async function loadPages(): Promise<Handler> {
  Object.assign(process.env, {
    PROTOCOL_HEADER: 'x-madoguchi-proto',
    HOST_HEADER: 'x-madoguchi-host',
    ADDRESS_HEADER: 'x-madoguchi-address',
    BODY_SIZE_LIMIT: 'Infinity',
  });
  const built = join(import.meta.dirname, '../build/handler.js');
  if (!existsSync(built)) throw new Error('The pages are not built yet: run `npm start`, or `npm run build` first.');
  return ((await import(built)) as { handler: Handler }).handler;
}

function dispatch(serve: Handler, edge: Edge, origin: string, request: IncomingMessage, response: ServerResponse): void {
  if (request.url === '/healthz') return void response.end('ok');
  if (request.url === '/readyz') return void ready(response);
  for (const name of Object.keys(request.headers)) if (name.startsWith('x-madoguchi-')) delete request.headers[name];
  const { protocol, host } = new URL(origin);
  request.headers['x-madoguchi-edge'] = edge;
  request.headers['x-madoguchi-proto'] = protocol.slice(0, -1);
  request.headers['x-madoguchi-host'] = host;
  request.headers['x-madoguchi-address'] = addressOf(request);
  serve(request, response);
}

/** The caller's address: the peer, or what the trusted proxies appended; never what a stranger claims. */
function addressOf(request: IncomingMessage): string {
  const peer = request.socket.remoteAddress ?? '';
  const trusted = house().config.TRUSTED_PROXIES;
  if (trusted === 0) return peer;
  const chain = String(request.headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((part) => part.trim());
  return chain.at(-trusted) || peer;
}

async function ready(response: ServerResponse): Promise<void> {
  const { pools } = house();
  const answers = await Promise.allSettled(Object.values(pools).map((pool) => pool.query('select 1')));
  const isReady = answers.every((answer) => answer.status === 'fulfilled');
  response.statusCode = isReady ? 200 : 503;
  response.end(isReady ? 'ready' : 'database not reachable');
}

/** Stops once: no new requests, open ones and running jobs finish, then the database. A second signal is ignored. */
function stopOnSignal(servers: Server[], stopDatabase: () => Promise<void>): void {
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), STOP_SECONDS * 1000).unref();
    const closed = servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve())));
    house().events.endStreams();
    for (const server of servers) server.closeIdleConnections();
    await Promise.all(closed);
    await closeParts();
    await stopDatabase();
    log.info('stopped');
    process.exit(0);
  };
  process.on('SIGINT', () => void stop());
  process.on('SIGTERM', () => void stop());
  process.on('unhandledRejection', (error) => log.error('defect', errorFields(error)));
}

function readOrExit(): Config {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigFault)) throw error;
    console.error(error.message);
    return process.exit(78);
  }
}
