import { createHash, randomBytes } from 'node:crypto';
import type pg from 'pg';
import { newId } from '#kernel/ids.ts';
import { BENCH_PASSWORD, FIRST_NUMBER, OPERATOR, READER, type Size } from './seed.ts';
import type { Shot } from './load.ts';

/** One thing that is measured. Those with `bare` are measured against the bare server too. */
export type Scene = {
  name: string;
  edge: 'portal' | 'console';
  shot: Omit<Shot, 'port'>;
  bare?: { marker: string };
  /** What others do at the same time: so many clients that send this without pause. */
  beside?: { shot: Omit<Shot, 'port'>; connections: number };
};

/** A session of the measured reader, as signing in would have made it. Returns the cookie. */
async function openSession(owner: pg.Pool, realm: 'user' | 'operator'): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const account = realm === 'user' ? 'account_id, ' : '';
  await owner.query(
    `insert into ${realm}_sessions (id, ${account}reader_id, token_hash, created_at, seen_at, expires_at)
     select $1, ${account}id, $2, now(), now(), now() + interval '12 hours' from ${realm}s where canonical_user_id = $3`,
    [newId(), createHash('sha256').update(token).digest(), realm === 'user' ? READER : OPERATOR],
  );
  return `__Host-${realm === 'user' ? 'portal' : 'console'}-session=${token}`;
}

/** Everything that is measured, in the order of measuring; what writes comes last. */
export async function prepareScenes(owner: pg.Pool): Promise<Scene[]> {
  const [reader, operator] = [await openSession(owner, 'user'), await openSession(owner, 'operator')];
  const first = async (text: string) => (await owner.query<{ found: string }>(text)).rows[0]?.found ?? '';
  const ofReader = `from cases where account_id = (select account_id from users where canonical_user_id = '${READER}')`;
  const onPage = (page: number) =>
    first(
      `select number as found ${ofReader} order by updated_at desc, id desc limit 1 offset least(${(page - 1) * 20}, (((select count(*) ${ofReader}) - 1) / 20)::int * 20)`,
    );
  const open = await first(`select number as found ${ofReader} and status = 'awaiting_customer' order by version desc, updated_at desc limit 1`);
  const waiting = await first("select number as found from cases where replied_at is not null and status <> 'closed' order by replied_at, id limit 1");
  const contract = await first(
    `select c.number as found from contracts c join users u using (account_id) where u.canonical_user_id = '${READER}' order by c.number limit 1`,
  );
  const [newest, deep] = [await onPage(1), await onPage(40)];
  const page = (name: string, edge: Scene['edge'], path: string, cookie: string, marker: string, bare?: string): Scene => ({
    name,
    edge,
    shot: { method: 'GET', path, headers: { accept: 'text/html', ...(cookie ? { cookie } : {}) }, expect: { status: 200, marker } },
    ...(bare ? { bare: { marker: bare } } : {}),
  });
  const inquiry = new URLSearchParams({
    contractNumber: contract,
    category: 'alert',
    text: '監視対象のアカウントでアラートが続いています。\n\n原因の調査をお願いいたします。',
    prose: '',
    key: '',
  });
  const list = page('Case list', 'portal', '/cases', reader, `href="/cases/${newest}"`, newest);
  // Ten people, each after the other for themselves: more tries of one user ID at once would lock it.
  const people = await owner.query<{ userId: string }>('select user_id as "userId" from users order by id limit 10');
  const signIns = people.rows.map(({ userId }) => new URLSearchParams({ userId, password: BENCH_PASSWORD }).toString());
  return [
    page('Sign-in page', 'portal', '/sign-in', '', 'name="password"'),
    page('Home', 'portal', '/', reader, 'href="/cases?view=action"', '"count":'),
    list,
    {
      name: 'Case list, while 10 sign in',
      edge: 'portal',
      shot: list.shot,
      beside: {
        connections: 10,
        shot: {
          method: 'POST',
          path: '/sign-in',
          bodies: signIns,
          headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' },
          expect: { status: 303, marker: '/sign-in/code' },
        },
      },
    },
    page('Case list, page 40', 'portal', '/cases?page=40', reader, `href="/cases/${deep}"`, deep),
    page('Case', 'portal', `/cases/${open}`, reader, open, open),
    page('Console queue', 'console', '/console', operator, waiting, waiting),
    {
      name: 'Inquiry sent',
      edge: 'portal',
      shot: {
        method: 'POST',
        path: '/inquiries/new',
        body: `${inquiry}{key}`,
        headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded', cookie: reader },
        expect: { status: 303, marker: '?opened=1' },
      },
    },
  ];
}

/** Takes away what a run has written, so that the next one measures the same data. */
export async function sweep(owner: pg.Pool, size: Size): Promise<void> {
  const end = FIRST_NUMBER + size.cases;
  await owner.query("delete from pgboss.job where name in ('tell-case-event', 'send-case-mail')");
  await owner.query('delete from activities where case_id in (select id from cases where number >= $1)', [`CS${String(end).padStart(7, '0')}`]);
  await owner.query('delete from cases where number >= $1', [`CS${String(end).padStart(7, '0')}`]);
  await owner.query('delete from submissions');
  await owner.query('delete from user_sign_in_attempts');
  await owner.query('delete from user_events');
  await owner.query('delete from throttles');
  await owner.query('delete from user_sessions');
  await owner.query('delete from operator_sessions');
  await owner.query("select setval('case_numbers', $1, false)", [end]);
  await owner.query('vacuum (analyze) cases, activities, submissions, user_sessions, operator_sessions');
}
