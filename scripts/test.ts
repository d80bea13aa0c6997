import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { countProven, unknownIds } from './requirements.ts';

/** Runs every check and every test, and ends with their sum on one plain line. */
const root = join(import.meta.dirname, '..');
const results = join(root, 'var/test');
const total = { passed: 0, failed: 0, skipped: 0 };

const bin = (name: string) => join(root, 'node_modules/.bin', process.platform === 'win32' ? `${name}.cmd` : name);
const run = (name: string, args: string[]) => spawnSync(bin(name), args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' }).status === 0;

mkdirSync(results, { recursive: true });
rmSync(join(results, 'server.json'), { force: true });
rmSync(join(results, 'browser.json'), { force: true });

check('types', () => run('svelte-check', ['--tsconfig', './tsconfig.json', '--fail-on-warnings']));
check('lint', () => run('eslint', ['.', '--max-warnings', '0']));
check('format', () => run('prettier', ['--check', '.', '--log-level', 'warn']));
check('import rules', () => run('depcruise', ['src']));
check('statement ids', () => unknownIds().length === 0);

run('vitest', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${join(results, 'server.json')}`]);
addVitest();

installBrowser();
run('playwright', ['test']);
addPlaywright();

const { proven, total: statements } = countProven();
console.log(`\nrequirements: ${proven} of ${statements} statements proven`);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed === 0 ? 0 : 1);

function check(name: string, passes: () => boolean): void {
  const ok = passes();
  total[ok ? 'passed' : 'failed'] += 1;
  console.log(`${ok ? '✓' : '✗'} ${name}`);
}

/** A runner that left no result has failed, whatever it said. */
function addVitest(): void {
  const file = join(results, 'server.json');
  if (!existsSync(file)) return void (total.failed += 1);
  const report = JSON.parse(readFileSync(file, 'utf8')) as {
    numPassedTests: number;
    numFailedTests: number;
    numPendingTests: number;
    numTodoTests: number;
    success: boolean;
  };
  total.passed += report.numPassedTests;
  total.failed += report.numFailedTests || (report.success ? 0 : 1);
  total.skipped += report.numPendingTests + report.numTodoTests;
}

function addPlaywright(): void {
  const file = join(results, 'browser.json');
  if (!existsSync(file)) return void (total.failed += 1);
  const { stats, errors } = JSON.parse(readFileSync(file, 'utf8')) as {
    stats: { expected: number; unexpected: number; flaky: number; skipped: number };
    errors: unknown[];
  };
  if (stats.flaky > 0) console.log(`${stats.flaky} browser test(s) passed only at the second try; see "flaky" above.`);
  total.passed += stats.expected + stats.flaky;
  total.failed += stats.unexpected + errors.length;
  total.skipped += stats.skipped;
}

/** A system's Chromium serves; where there is none it is installed: by Playwright, or by Debian as root where that is out of reach. */
function installBrowser(): void {
  if (existsSync('/usr/bin/chromium') || existsSync('/usr/bin/chromium-browser')) return;
  console.log('Installing a browser…');
  if (run('playwright', ['install', 'chromium'])) return;
  spawnSync('sh', ['-c', 'apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-noto-cjk'], { stdio: 'inherit' });
}
