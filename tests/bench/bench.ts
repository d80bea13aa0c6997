import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { readConfig } from '#platform/server/config.ts';
import { prepareEmbedded } from '#platform/server/start.ts';
import { measure } from './measure.ts';
import { toMarkdown, type Report } from './report.ts';
import { sweep } from './scenes.ts';
import { count, dropSeeded, ensureSeeded, sizeOf, stopSeeded, type Size } from './seed.ts';

// npm run bench -- [--cases N] [--seconds S] [--keep] [--only WORDS of a scene's name]
// The database is made in var/bench-N and taken away again; --keep leaves it for the next run. One that was there is left in any case.

/** The size that growth is told from. */
const SMALL = 10_000;

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '1000000' },
    seconds: { type: 'string', default: '5' },
    keep: { type: 'boolean', default: false },
    only: { type: 'string' },
  },
});
const cases = Number(values.cases);
const seconds = Number(values.seconds);
if (!Number.isInteger(cases) || cases < 1_000 || cases > 9_000_000 || !(seconds > 0)) {
  console.error('Usage: npm run bench -- [--cases 1000…9000000] [--seconds S] [--keep] [--only WORDS]');
  process.exit(64);
}

const root = join(import.meta.dirname, '../..');
const folderOf = (size: number) => join(root, 'var', `bench-${size}`);
const resultOf = (size: number) => join(root, 'var', `bench-${size}.json`);
const config = readConfig({ DATA_DIR: folderOf(cases) });
const closing = new AsyncDisposableStack();
let closed: Promise<void> | undefined;
/** Once, and to its end, whoever asks first: a signal makes the measuring fail as well. */
const close = (): Promise<void> => (closed ??= closing.disposeAsync());
let interrupted = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    interrupted = true;
    void close().finally(() => process.exit(130));
  });
}

try {
  await bench(sizeOf(cases));
} catch (error) {
  // Said before anything is closed: what closing complains of is often only its consequence.
  if (!interrupted) console.error(error);
  process.exitCode = 1;
} finally {
  await close();
}
if (interrupted) process.exit(130);

async function bench(size: Size): Promise<void> {
  console.log(`Database of ${count(size.cases)} cases in ${config.dataDir}`);
  closing.defer(() => stopSeeded(config.dataDir));
  const made = await ensureSeeded(config, size);
  if (made && !values.keep) closing.defer(() => dropSeeded(config.dataDir));
  await rm(join(config.dataDir, 'mail'), { recursive: true, force: true });
  const { urls } = await prepareEmbedded(config);
  const owner = new pg.Pool({ connectionString: urls.owner, max: 1 });
  owner.on('error', () => undefined);
  closing.defer(() => owner.end());
  await sweep(owner, size);
  closing.defer(() => sweep(owner, size));

  const report = await measure({ config, owner, urls, size, seconds, only: values.only, closing });
  const smaller = cases > SMALL && existsSync(resultOf(SMALL)) ? (JSON.parse(await readFile(resultOf(SMALL), 'utf8')) as Report) : undefined;
  const markdown = toMarkdown(report, smaller);
  await writeFile(resultOf(cases), JSON.stringify(report));
  await writeFile(join(root, 'var', 'bench-result.md'), markdown);
  console.log(`\n${markdown}`);
}
