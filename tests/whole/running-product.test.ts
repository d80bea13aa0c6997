import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mailsOf, personOf, signInOverHttp, startServer, type Running } from '#tests/support/server.ts';
import { eventually } from '#tests/support/world.ts';
import { callerOf, type Caller } from '../../src/edge/callers.ts';
import { readdirSync, statSync } from 'node:fs';

const root = join(import.meta.dirname, '../../src/routes');
const routesIn = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return routesIn(path);
    return /^\+(page\.svelte|server\.ts)$/.test(name) ? [folder.slice(root.length)] : [];
  });

let server: Running;
const cookies: Record<string, string> = {};
let foreign: { number: string; attachment: string };

beforeAll(async () => {
  server = await startServer();
  for (const key of ['sample01', 'a-contact', 'a-administrator', 'op01']) cookies[key] = await signInOverHttp(server, key);
  const list = await page('/cases', 'sample01');
  const number = /CS\d{7}/.exec(list)?.[0] ?? '';
  const numbers = [...new Set(list.match(/CS\d{7}/g))];
  let attachment = '';
  for (const one of numbers) attachment ||= /\/attachments\/([0-9a-f-]{36})/.exec(await page(`/cases/${one}`, 'sample01'))?.[1] ?? '';
  foreign = { number, attachment };
});
afterAll(() => server?.stop());

const call = (path: string, key?: string, init: RequestInit = {}, edge: 'portal' | 'console' = 'portal') =>
  fetch(server[edge] + path, {
    redirect: 'manual',
    ...init,
    headers: {
      accept: 'text/html',
      ...(key ? { cookie: cookies[key] ?? '' } : {}),
      ...(init.method && init.method !== 'GET' ? { origin: server[edge] } : {}),
      ...init.headers,
    },
  });
const page = async (path: string, key: string) => (await call(path, key)).text();
/** The address of a route, with ids of the sample account in each slot. */
const addressOf = (route: string) =>
  route
    .replace(/\/\([^)]+\)/g, '')
    .replace('[number]', foreign.number)
    .replace('[id]', foreign.attachment) || '/';

describe('every route', () => {
  const routes = [...new Set(routesIn(root))].filter((route) => route !== '').map((route) => ({ route, caller: callerOf(route) as Caller }));

  it('asks nobody in without a session', async () => {
    for (const { route, caller } of routes) {
      const edge = caller === 'operator' || caller === 'console-door' ? 'console' : 'portal';
      for (const method of ['GET', 'POST', 'DELETE']) {
        const response = await call(addressOf(route), undefined, { method, ...(method === 'POST' ? { body: new URLSearchParams() } : {}) }, edge);
        const body = await response.text();
        expect([route, method, /CANARY|NOTE-ONLY|CS\d{7}/.test(body)]).toEqual([route, method, false]);
        if (caller === 'user' || caller === 'operator')
          expect([route, method, [303, 401, 403, 404, 405].includes(response.status)]).toEqual([route, method, true]);
      }
    }
  });

  it('answers only on the address of its own side', async () => {
    for (const { route, caller } of routes) {
      if (caller === 'anyone') continue;
      const wrong = caller === 'operator' || caller === 'console-door' ? 'portal' : 'console';
      const response = await call(addressOf(route), wrong === 'portal' ? 'sample01' : 'op01', {}, wrong);
      expect([route, response.status]).toEqual([route, 404]);
    }
  });

  it("gives another account's contact and administrator nothing of the sample account [D-7, D-8, D-24]", async () => {
    for (const key of ['a-contact', 'a-administrator']) {
      for (const { route } of routes.filter((one) => one.caller === 'user')) {
        const response = await call(addressOf(route), key);
        if (route.includes('[')) expect([key, route, response.status]).toEqual([key, route, 404]);
        else if (!route.includes('events')) {
          const body = await response.text();
          expect([key, route, /CANARY-H|NOTE-ONLY|株式会社サンプル|N[12]00000001|sample0/.test(body)]).toEqual([key, route, false]);
        }
      }
      for (const action of ['comment', 'close', 'accept', 'reject']) {
        const body = new URLSearchParams({ text: 'x', key: randomUUID(), version: '1', reason: 'x' });
        const response = await call(`/cases/${foreign.number}?/${action}`, key, { method: 'POST', body });
        expect([key, action, response.status]).toEqual([key, action, 404]);
      }
      expect((await call(`/attachments/${foreign.attachment}`, key, { method: 'DELETE' })).status).toBe(404);
    }
  });

  it('gives a session cookie of one side nothing on the other, and half a sign-in nothing at all', async () => {
    const swapped = (cookies['sample01'] ?? '').replace('portal', 'console');
    expect((await fetch(`${server.console}/console`, { headers: { cookie: swapped, accept: 'text/html' }, redirect: 'manual' })).status).toBe(303);
    const { userId } = personOf('sample02');
    const first = await fetch(`${server.portal}/sign-in`, {
      method: 'POST',
      body: new URLSearchParams({ userId, password: 'Umi-to-Yama-2026' }),
      headers: { origin: server.portal, accept: 'text/html' },
      redirect: 'manual',
    });
    const half = first.headers
      .getSetCookie()
      .map((cookie) => cookie.split(';')[0])
      .join('; ');
    expect(half).toContain('attempt');
    for (const cookie of [half, half.replace('attempt', 'session')])
      expect((await fetch(`${server.portal}/cases`, { headers: { cookie, accept: 'text/html' }, redirect: 'manual' })).status).toBe(303);
  });
});

describe('an answer', () => {
  it('carries headers that keep it private, unframed and unguessed', async () => {
    const { headers } = await call('/cases', 'sample01');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('x-frame-options')).toBe('DENY');
  });

  it('of a file is a download in a sandbox [D-23]', async () => {
    const { headers } = await call(`/attachments/${foreign.attachment}`, 'sample01');
    expect(headers.get('content-disposition')).toMatch(/^attachment; /);
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
  });

  it('sets a cookie that scripts, other sites and plain http never see [D-11]', async () => {
    const { userId } = personOf('sample02');
    const response = await call('/sign-in', undefined, { method: 'POST', body: new URLSearchParams({ userId, password: 'Umi-to-Yama-2026' }) });
    for (const cookie of response.headers.getSetCookie())
      expect(cookie).toMatch(/^__Host-.*; Path=\/; .*HttpOnly; Secure; SameSite=Lax|^__Host-(?=.*Path=\/)(?=.*HttpOnly)(?=.*Secure)(?=.*SameSite=Lax)/i);
  });

  it('refuses a form that another site sent, whatever cookie it brings', async () => {
    const body = new URLSearchParams({ text: 'x', key: randomUUID() });
    const response = await call(`/cases/${foreign.number}?/comment`, 'sample01', {
      method: 'POST',
      body,
      headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
    });
    expect(response.status).toBe(403);
  });

  it('builds addresses from the configuration, whatever the request claims', async () => {
    const response = await call('/cases', undefined, {
      headers: { 'x-forwarded-host': 'evil.example', 'x-madoguchi-host': 'evil.example', 'x-madoguchi-edge': 'console' },
    });
    expect(response.headers.get('location')).toBe('/sign-in?next=%2Fcases');
    const next = await call('/sign-in?next=//evil.example', undefined, {
      method: 'POST',
      body: new URLSearchParams({ userId: personOf('sample02').userId, password: 'Umi-to-Yama-2026' }),
    });
    expect(next.headers.get('location')).toBe('/sign-in/code');
  });
});

describe('the log', () => {
  it('holds no address, name, code, token or text', () => {
    const output = server
      .output()
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .join('\n');
    expect(output).not.toMatch(/@sample\.example|Ex Sample|CANARY|NOTE-ONLY|password|__Host/);
  });
});

describe('no mail', () => {
  it('that the program sent holds a work note', async () => {
    expect((await mailsOf(server.dataDir)).filter((mail) => /NOTE-ONLY/.test(mail.text ?? ''))).toEqual([]);
  });
});

describe('the names of a deployment', () => {
  it('are settings: team, line under it, provider, sender, footer and links of other services [G-1.1-1]', async () => {
    const named = await startServer({
      env: {
        TEAM_NAME_JA: '青葉監視室',
        TEAM_NAME_EN: 'Aoba Watch',
        BRAND_TAGLINE_JA: '青葉の守り',
        PROVIDER_SHORT_NAME: '青葉',
        COPYRIGHT: '©Aoba',
        MAIL_FROM_NAME: '青葉監視室',
        MAIL_FROM_ADDRESS: 'watch@aoba.example',
        SERVICE_LINKS: JSON.stringify([{ nameJa: '青葉の端末', nameEn: 'Aoba Devices', href: 'https://devices.aoba.example/' }]),
      },
    });
    const cookie = await signInOverHttp(named, 'sample01');
    const read = async (path: string) => (await fetch(named.portal + path, { headers: { cookie, accept: 'text/html' } })).text();
    const [home, list] = [await read('/'), await read('/cases')];
    for (const name of ['青葉監視室', '青葉の守り', '©Aoba', '青葉の端末', 'https://devices.aoba.example/'])
      expect([name, home.includes(name)]).toEqual([name, true]);
    expect(list).toContain('青葉作業中');
    for (const page of [home, list]) expect(page).not.toMatch(/NTT作業中|セキュリティアドバイザリーセンター|©NTT/);
    const mails = await mailsOf(named.dataDir);
    expect(mails.length).toBeGreaterThan(0);
    expect(mails.filter((mail) => mail.from?.text !== '"青葉監視室" <watch@aoba.example>').map((mail) => mail.from?.text)).toEqual([]);
    await named.stop();
  }, 60_000);
});

describe('a killed server', () => {
  it('leaves a database that recovers with every acknowledged case in it, none twice', async () => {
    const victim = await startServer();
    const cookie = await signInOverHttp(victim, 'sample01');
    const acknowledged = new Map<string, string>();
    const send = async (key: string) => {
      const body = new URLSearchParams({ contractNumber: 'N200000001', category: 'other', text: `kill ${key}`, key });
      const response = await fetch(`${victim.portal}/inquiries/new`, {
        method: 'POST',
        body,
        headers: { cookie, origin: victim.portal, accept: 'text/html' },
        redirect: 'manual',
      }).catch(() => undefined);
      const number = /CS\d{7}/.exec(response?.headers.get('location') ?? '')?.[0];
      if (number) acknowledged.set(key, number);
      if (acknowledged.size === 150) await victim.kill();
    };
    const keys = Array.from({ length: 500 }, () => randomUUID());
    const queue = [...keys];
    await Promise.all(
      Array.from({ length: 20 }, async () => {
        for (let key = queue.pop(); key; key = queue.pop()) await send(key);
      }),
    );
    expect(acknowledged.size).toBeGreaterThanOrEqual(150);
    const again = await startServer({ dataDir: victim.dataDir });
    const passwords = JSON.parse(readFileSync(join(victim.dataDir, 'postgres/role-passwords.json'), 'utf8')) as { owner: string };
    const port = readFileSync(join(victim.dataDir, 'postgres/cluster/postmaster.pid'), 'utf8').split('\n')[3];
    const owner = new pg.Client({ connectionString: `postgres://madoguchi_owner:${passwords.owner}@127.0.0.1:${port}/madoguchi` });
    await owner.connect();
    const { rows } = await owner.query<{ key: string; number: string }>(
      `select substr(body_text, 6) as key, number from activities a join cases c on c.id = a.case_id where body_text like 'kill %'`,
    );
    await owner.end();
    const kept = new Map(rows.map((row) => [row.key, row.number]));
    expect(kept.size).toBe(rows.length);
    expect([...acknowledged].filter(([key, number]) => kept.get(key) !== number)).toEqual([]);
    // The mails of cases that were acknowledged before the kill go out after it.
    await eventually(
      'the queued mails',
      async () => (await mailsOf(victim.dataDir)).filter((mail) => mail.text?.includes('kill ')).length >= acknowledged.size,
      100,
    );
    await again.stop();
  }, 180_000);
});

describe('a database that goes away under load', () => {
  it('makes answers say that nothing was saved, and service returns by itself', async () => {
    const cookie = cookies['sample01'] ?? '';
    const port = readFileSync(join(server.dataDir, 'postgres/cluster/postmaster.pid'), 'utf8').split('\n')[3];
    const superuser = readFileSync(join(server.dataDir, 'postgres/superuser-password'), 'utf8').trim();
    const post = (key: string) =>
      fetch(`${server.portal}/inquiries/new`, {
        method: 'POST',
        body: new URLSearchParams({ contractNumber: 'N200000001', category: 'other', text: `restart ${key}`, key }),
        headers: { cookie, origin: server.portal, accept: 'text/html' },
        redirect: 'manual',
      });
    const killer = new pg.Client({ connectionString: `postgres://postgres:${superuser}@127.0.0.1:${port}/postgres` });
    await killer.connect();
    const answers: { key: string; status: number; text: string }[] = [];
    const stopAt = Date.now() + 3_000;
    const load = Promise.all(
      Array.from({ length: 8 }, async () => {
        while (Date.now() < stopAt) {
          const key = randomUUID();
          const response = await post(key);
          answers.push({ key, status: response.status, text: await response.text() });
        }
      }),
    );
    for (let round = 0; round < 20; round += 1) {
      await killer.query(`select pg_terminate_backend(pid) from pg_stat_activity where usename like 'madoguchi_%'`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await load;
    const failed = answers.filter((answer) => answer.status !== 303);
    expect(failed.length).toBeGreaterThan(0);
    expect([...new Set(failed.map((answer) => answer.status))].every((status) => status === 503)).toBe(true);
    expect(failed.every((answer) => answer.text.includes('保存できません'))).toBe(true);
    const { rows } = await killer.query('select 1');
    expect(rows).toHaveLength(1);
    await killer.end();
    await eventually('service to return', async () => (await post(randomUUID())).status === 303, 20);
    const list = new pg.Client({ connectionString: `postgres://postgres:${superuser}@127.0.0.1:${port}/madoguchi` });
    await list.connect();
    const kept = new Set(
      (await list.query<{ key: string }>(`select substr(body_text, 9) as key from activities where body_text like 'restart %'`)).rows.map((row) => row.key),
    );
    await list.end();
    expect(answers.filter((answer) => answer.status === 303 && !kept.has(answer.key))).toEqual([]);
  }, 90_000);
});
