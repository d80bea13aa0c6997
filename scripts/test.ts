import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { countProven, unknownIds } from './requirements.ts';
import { installBrowser } from './browser.ts';

/** Runs every check and every test, and ends with their sum on one plain line. */
const root = join(import.meta.dirname, '..');
const results = join(root, 'var/test');
const total = { passed: 0, failed: 0, skipped: 0 };
/** What failed, said once more at the end: a long log is often kept only by its last lines. */
const failures: string[] = [];

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

installBrowser();
run('vitest', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${join(results, 'server.json')}`]);
addVitest();

run('playwright', ['test']);
addPlaywright();

const { proven, total: statements } = countProven();
if (failures.length > 0) console.log(`\nfailed:\n${failures.map((failure) => `  ✗ ${failure}`).join('\n')}`);
console.log(`\nrequirements: ${proven} of ${statements} statements proven`);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed === 0 ? 0 : 1);

function check(name: string, passes: () => boolean): void {
  const ok = passes();
  if (ok) total.passed += 1;
  else fail(name);
  console.log(`${ok ? '✓' : '✗'} ${name}`);
}

function fail(what: string): void {
  total.failed += 1;
  failures.push(what);
}

interface VitestReport {
  readonly numPassedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly success: boolean;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string; readonly failureMessages: readonly string[] }[];
  }[];
}

/** A runner that left no result has failed, whatever it said; so has a file that could not be run, and an error outside every test. */
function addVitest(): void {
  const file = join(results, 'server.json');
  if (!existsSync(file)) return fail('vitest left no result');
  const report = JSON.parse(readFileSync(file, 'utf8')) as VitestReport;
  total.passed += report.numPassedTests;
  total.skipped += report.numPendingTests + report.numTodoTests;
  const before = total.failed;
  for (const { name, status, message, assertionResults } of report.testResults) {
    const failed = assertionResults.filter((test) => test.status === 'failed');
    for (const test of failed) fail(`${relative(root, name)} › ${test.fullName}\n${indented(test.failureMessages.join('\n'))}`);
    if (status === 'failed' && failed.length === 0) fail(`${relative(root, name)} could not be run\n${indented(message)}`);
  }
  if (!report.success && total.failed === before) fail('vitest: an error outside every test; see "Unhandled" above');
}

function indented(text: string): string {
  const lines = text.split('\n').slice(0, 12);
  return lines.map((line) => `      ${line}`).join('\n');
}

interface BrowserSuite {
  readonly suites?: readonly BrowserSuite[];
  readonly specs?: readonly { readonly title: string; readonly file: string; readonly tests: readonly { readonly status: string }[] }[];
}

function addPlaywright(): void {
  const file = join(results, 'browser.json');
  if (!existsSync(file)) return fail('playwright left no result');
  const { stats, errors, suites } = JSON.parse(readFileSync(file, 'utf8')) as {
    stats: { expected: number; unexpected: number; flaky: number; skipped: number };
    errors: readonly { message?: string }[];
    suites: readonly BrowserSuite[];
  };
  if (stats.flaky > 0) console.log(`${stats.flaky} browser test(s) passed only at the second try; see "flaky" above.`);
  total.passed += stats.expected + stats.flaky;
  total.skipped += stats.skipped;
  total.failed += stats.unexpected;
  failures.push(...suites.flatMap(unexpectedIn));
  for (const error of errors) fail(`playwright: ${error.message ?? 'an error outside every test'}`);
}

function unexpectedIn(suite: BrowserSuite): string[] {
  return [
    ...(suite.specs ?? []).flatMap(({ file, title, tests }) => tests.filter(({ status }) => status === 'unexpected').map(() => `${file} › ${title}`)),
    ...(suite.suites ?? []).flatMap(unexpectedIn),
  ];
}
