// Runs on any Node ≥ 20 with npm alone: installs what is missing with the pinned Node, builds when sources changed, then
// hands over to the command on the pinned Node. Usage: node scripts/bootstrap.mjs start|test|bench|guide [...]
import { spawnSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const bin = join(root, 'node_modules', '.bin');
const isWindows = process.platform === 'win32';
process.chdir(root);
process.env.PATH = `${bin}${delimiter}${process.env.PATH}`;

const hashOf = (files) => {
  const hash = createHash('sha256');
  for (const file of files) if (existsSync(file)) hash.update(file).update(readFileSync(file));
  return hash.digest('hex');
};
const stampOf = (name) => (existsSync(join('node_modules', `.${name}`)) ? readFileSync(join('node_modules', `.${name}`), 'utf8') : '');
const stamp = (name, value) => writeFileSync(join('node_modules', `.${name}`), value);

function run(command, args) {
  const result = spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'], shell: isWindows });
  if (result.status !== 0) process.exit(result.status ?? 1);
}

/** Newest change under the sources, without reading them: enough to know whether the pages must be built again. */
function fingerprint(folders) {
  const hash = createHash('sha256');
  const walk = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (entry.name !== 'paraglide') walk(path);
      } else {
        const { mtimeMs, size } = statSync(path);
        hash.update(`${path}:${mtimeMs}:${size};`);
      }
    }
  };
  for (const folder of folders) if (existsSync(folder)) walk(folder);
  return hash.update(hashOf(['package-lock.json', 'vite.config.ts', 'project.inlang/settings.json', 'tsconfig.json'])).digest('hex');
}

function install() {
  const wanted = hashOf(['package.json', 'package-lock.json']);
  if (existsSync(join(bin, isWindows ? 'node.cmd' : 'node')) && stampOf('installed') === wanted) return;
  console.log('Installing what is missing…');
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  stamp('installed', wanted);
}

function build() {
  const wanted = fingerprint(['src', 'messages', 'static']);
  if (existsSync('build/handler.js') && stampOf('built') === wanted) return;
  console.log('Building the pages…');
  mkdirSync('build', { recursive: true });
  run(join(bin, isWindows ? 'vite.cmd' : 'vite'), ['build', '--logLevel', 'error']);
  stamp('built', fingerprint(['src', 'messages', 'static']));
}

const [what = 'start', ...rest] = process.argv.slice(2);
install();
build();
const commands = {
  // V8 grows its heap lazily; these bounds keep the process small at load.
  start: ['--max-semi-space-size=16', '--max-old-space-size=256', 'src/server.ts'],
  test: ['scripts/test.ts'],
  bench: ['tests/bench/bench.ts'],
  guide: ['guide/run.ts'],
};
const node = join(bin, isWindows ? 'node.cmd' : 'node');
const child = spawn(node, [...commands[what], ...rest], { stdio: 'inherit', shell: isWindows });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
