import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, chmodSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simpleParser, type ParsedMail } from 'mailparser';
import { codeNow } from '#modules/access/server/index.ts';
import { DEMO_APP_SECRET, DEMO_PASSWORD } from '../../src/cli/demo-world.ts';
import { operators, users } from '../../database/seeds/world.ts';

const root = join(import.meta.dirname, '../..');

/** The whole program as a process of its own, on a data folder of its own. */
export type Running = {
  portal: string;
  console: string;
  dataDir: string;
  process: ChildProcess;
  output(): string;
  stop(): Promise<void>;
  kill(): Promise<void>;
};

export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** A new data folder that the database's unprivileged user can enter. */
export function newDataDir(): string {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-run-'));
  chmodSync(folder, 0o755);
  return folder;
}

/** Starts the program as `npm start` does and waits until it answers. */
export async function startServer(
  options: { dataDir?: string; portalPort?: number; consolePort?: number; env?: Record<string, string> } = {},
): Promise<Running> {
  const dataDir = options.dataDir ?? newDataDir();
  const [portalPort, consolePort] = [options.portalPort ?? (await freePort()), options.consolePort ?? (await freePort())];
  const child = spawn(process.execPath, ['src/server.ts'], {
    cwd: root,
    env: { ...process.env, DATA_DIR: dataDir, PORTAL_PORT: String(portalPort), CONSOLE_PORT: String(consolePort), LOG_LEVEL: 'warn', ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  process.once('exit', () => child.kill('SIGTERM'));
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk));
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk));
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const portal = `http://localhost:${portalPort}`;
  for (let tries = 0; ; tries += 1) {
    const ready = await fetch(`${portal}/readyz`).then(
      (response) => response.ok,
      () => false,
    );
    if (ready) break;
    if (child.exitCode !== null || tries > 600) throw new Error(`The server did not start:\n${output}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const end = (signal: NodeJS.Signals) => async () => {
    child.kill(signal);
    await exited;
  };
  return { portal, console: `http://localhost:${consolePort}`, dataDir, process: child, output: () => output, stop: end('SIGTERM'), kill: end('SIGKILL') };
}

/** Every mail that was written to the data folder, oldest first. */
export async function mailsOf(dataDir: string): Promise<ParsedMail[]> {
  const folder = join(dataDir, 'mail');
  let names: string[];
  try {
    names = readdirSync(folder)
      .filter((name) => name.endsWith('.eml') && !name.startsWith('.'))
      .sort();
  } catch {
    return [];
  }
  return Promise.all(names.map((name) => simpleParser(readFileSync(join(folder, name)))));
}

const addressOf = (mail: ParsedMail): string => (Array.isArray(mail.to) ? mail.to[0] : mail.to)?.value[0]?.address ?? '';

/** Waits for a mail to somebody that fits, newest first. */
export async function mailTo(dataDir: string, address: string, fits: (mail: ParsedMail) => boolean = () => true, after = 0): Promise<ParsedMail> {
  for (let tries = 0; tries < 300; tries += 1) {
    const found = (await mailsOf(dataDir))
      .slice(after)
      .reverse()
      .find((mail) => addressOf(mail) === address && fits(mail));
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`No such mail to ${address} arrived.`);
}

export function personOf(key: string): { userId: string; mail: string; isOperator: boolean } {
  const operator = operators.find((one) => one.key === key);
  const found = operator ?? users.find((one) => one.key === key);
  if (!found) throw new Error(`The demo world has no ${key}.`);
  return { userId: found.userId, mail: found.mail, isOperator: operator !== undefined };
}

/** Signs a demo person in over plain HTTP, as a browser without scripts would, and returns the session cookie. */
export async function signInOverHttp(server: Running, key: string): Promise<string> {
  const { userId, mail, isOperator } = personOf(key);
  const origin = isOperator ? server.console : server.portal;
  const door = isOperator ? '/console/sign-in' : '/sign-in';
  const post = (path: string, body: Record<string, string>, cookie = '') =>
    fetch(origin + path, { method: 'POST', body: new URLSearchParams(body), headers: { origin, cookie, accept: 'text/html' }, redirect: 'manual' });
  const before = (await mailsOf(server.dataDir)).length;
  const first = await post(door, { userId, password: DEMO_PASSWORD });
  const attempt = cookieOf(first, 'attempt');
  if (isOperator) return cookieOf(await post(`${door}/code?/confirm`, { factor: 'app', code: await freshAppCode(server.dataDir, userId) }, attempt), 'session');
  await post(`${door}/code?/choose`, { factor: 'mail' }, attempt);
  const letter = await mailTo(server.dataDir, mail, hasCode, before);
  const code = codeIn(letter);
  return cookieOf(await post(`${door}/code?/confirm`, { factor: 'mail', code }, attempt), 'session');
}

/** The verification code of a mail. */
export const codeIn = (mail: ParsedMail): string => /^\s*(\d{6})\s*$/m.exec(mail.text ?? '')?.[1] ?? '';
export const hasCode = (mail: ParsedMail): boolean => codeIn(mail) !== '';

const usedSteps = new Map<string, number>();

/** A code of the demo operators' app that was not used before; waits where all three acceptable ones were. */
export async function freshAppCode(dataDir: string, userId: string): Promise<string> {
  const key = `${dataDir} ${userId}`;
  for (;;) {
    const present = Math.floor(Date.now() / 30_000);
    // The step before is accepted until this one ends, which a slow page must not meet.
    const isEarly = Date.now() % 30_000 < 15_000;
    const step = Math.max(isEarly ? present - 1 : present, (usedSteps.get(key) ?? 0) + 1);
    if (step <= present + 1) {
      usedSteps.set(key, step);
      return codeNow(DEMO_APP_SECRET, new Date(step * 30_000));
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

function cookieOf(response: Response, kind: 'attempt' | 'session'): string {
  const found = response.headers.getSetCookie().find((cookie) => cookie.includes(`-${kind}=`) && !cookie.includes('-attempt=;'));
  if (!found) throw new Error(`No ${kind} cookie came back: ${response.status}`);
  return found.split(';')[0] ?? '';
}
