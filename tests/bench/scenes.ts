import { createHash, randomBytes } from 'node:crypto';
import type pg from 'pg';
import { newId } from '#kernel/ids.ts';
import { bodies, owners, systems } from './texts.ts';
import { ARTICLE_WORD, MEASURED_ARTICLE } from './knowledge.ts';
import { BENCH_PASSWORD, FIRST_NUMBER, OPERATOR, READER, type Size } from './seed.ts';
import type { Shot } from './load.ts';

/** One thing that is measured. Those with `bare` are measured against the bare server too. */
export type Scene = {
  name: string;
  edge: 'portal' | 'console';
  shot: Omit<Shot, 'port'>;
  bare?: { marker: string };
  /** Only measured at one client; `budgetMs` is its own limit for the 95th percentile. */
  light?: true;
  budgetMs?: number;
  /** What the database's owner changes before and after, to compare. */
  meanwhile?: { before: string; after: string };
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
export async function prepareScenes(owner: pg.Pool, { bigAccount }: Size): Promise<Scene[]> {
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
  const word = (text: string) => encodeURIComponent(text);
  const asked = (name: string, query: string, marker: string, budgetMs?: number): Scene => ({
    ...page(name, 'portal', `/cases?${query}`, reader, marker),
    light: true,
    ...(budgetMs ? { budgetMs } : {}),
  });
  const placeOf = async (rank: number) =>
    Buffer.from(
      await first(
        `select json_build_array(updated_at::text, id::text)::text as found ${ofReader} order by updated_at desc, id desc limit 1 offset ${rank - 1}`,
      ),
    ).toString('base64url');
  const lastPage = Math.max(3, Math.min(200, Math.floor(bigAccount / 20)));
  const lists: Scene[] = [
    ...['number', 'status', 'category', 'subject', 'contract', 'holder', 'service', 'contact', 'created', '-status,contact'].map((sort) =>
      asked(`List by ${sort}`, `sort=${sort}`, '<table'),
    ),
    asked('List, page 2 by its place', `page=2&after=${await placeOf(20)}`, 'rel="prev"'),
    asked(`List, page ${lastPage} by its place`, `page=${lastPage}&after=${await placeOf((lastPage - 1) * 20)}`, 'rel="prev"'),
    ...[
      ['status', 'status.is(new,in_progress)'],
      ['category', 'category.is(alert)'],
      ['own cases', 'contact.me'],
      ['last 30 days', 'updated.within(30d)'],
      ['unread', 'unread.is(yes)'],
      ['two joined by or', 'or(status.is(new),category.is(alarm)),contact.filled'],
      ['words of a subject', `subject.contains(${word('ローテーション')})`],
    ].map(([name, where]) => asked(`Filter: ${name}`, `where=${where}`, 'class="columns')),
    ...[
      ['two letters, Japanese', owners.words[7] ?? '', '<mark'],
      ['four letters, Japanese', systems.words[11] ?? '', '<mark'],
      ['English', 'falcon-77', '<mark'],
      ['nothing', '鯖鰯', 'class="empty'],
      ['in a fifth of all cases', '監視', '<mark'],
      ['three words', `${owners.words[7]} ${systems.words[11]} 監視`, 'class="columns'],
    ].map(([name, typed, marker]) => asked(`Keyword: ${name}`, `q=${word(typed ?? '')}`, marker ?? '', 80)),
  ];
  const read = (name: string, path: string, marker: string, budgetMs?: number): Scene => ({
    ...page(name, 'portal', path, reader, marker),
    light: true,
    ...(budgetMs ? { budgetMs } : {}),
  });
  const knowledge: Scene[] = [
    read('Knowledge home', '/knowledge', '9,000'),
    ...['views', 'newest', 'title'].map((sort) => read(`Articles by ${sort}`, `/knowledge/articles?sort=${sort}`, 'href="/knowledge/KB')),
    ...[
      ['four letters', ARTICLE_WORD],
      ['English', 'root'],
      ['two letters, in most articles', '監視'],
    ].map(([name, typed]) => read(`Articles with a keyword, ${name}`, `/knowledge/articles?q=${word(typed ?? '')}`, '<mark', 80)),
    page('Article', 'portal', `/knowledge/${MEASURED_ARTICLE}`, reader, MEASURED_ARTICLE),
  ];
  // As many points as a run can spend, in whatever month it runs.
  await owner.query(
    `insert into point_entries (id, account_id, contract_id, month, kind, points, at)
     select uuidv7(), c.account_id, c.id, date_trunc('month', app.today())::date, 'grant', 1000000, now() from contracts c join users u using (account_id)
     where u.canonical_user_id = $1 and not exists (select from point_entries e where e.contract_id = c.id and e.month = date_trunc('month', app.today())::date and e.kind = 'grant')`,
    [READER],
  );
  const order = new URLSearchParams({
    contractNumber: contract,
    itemVersion: '1',
    points: '2',
    'answer.cloud': 'aws',
    'answer.alerts': 'P-123456\nP-123457',
    'answer.ground': 'false_positive',
    'answer.span': 'forever',
    'answer.approver': '例 承認者',
    key: '',
  });
  const oldest = await first("select number as found from requests where state = 'open' order by created_at, id limit 1");
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
    ...lists,
    page('Case', 'portal', `/cases/${open}`, reader, open, open),
    page('Console queue', 'console', '/console', operator, waiting, waiting),
    ...knowledge,
    page('Catalogue', 'portal', `/requests?contract=${contract}`, reader, 'アラート解除'),
    page('Triage queue', 'console', '/console/requests', operator, oldest),
    {
      name: 'Work request sent',
      edge: 'portal',
      light: true,
      shot: {
        method: 'POST',
        path: '/requests/new/alert-dismissal',
        body: `${order}{key}`,
        headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded', cookie: reader },
        expect: { status: 303, marker: '?sent=1' },
      },
    },
    ...[
      {
        name: 'Comment sent, without the search index',
        meanwhile: { before: 'alter table activities disable trigger keep_comment', after: 'alter table activities enable trigger keep_comment' },
      },
      { name: 'Comment sent' },
    ].map((scene): Scene => ({
      ...scene,
      edge: 'portal',
      light: true,
      shot: {
        method: 'POST',
        path: `/cases/${open}?/comment`,
        body: `${new URLSearchParams({ text: `${bodies[3]?.text ?? ''}`, prose: '', key: '' })}{key}`,
        headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded', cookie: reader },
        expect: { status: 303, marker: `/cases/${open}` },
      },
    })),
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
  await owner.query(
    "delete from pgboss.job where name in ('tell-case-event', 'send-case-mail', 'tell-request-event', 'send-request-mail', 'grant-contract-points')",
  );
  await owner.query(
    'delete from activities where created_at > (select ran_at from migrations order by ran_at desc limit 1) and author_id in (select id from users where canonical_user_id = $1)',
    [READER],
  );
  await owner.query(
    'delete from case_texts t where kind = $1 and not exists (select from activities a where a.id = t.source_id) and t.account_id in (select account_id from users where canonical_user_id = $2)',
    ['comment', READER],
  );
  await owner.query('delete from activities where case_id in (select id from cases where number >= $1)', [`CS${String(end).padStart(7, '0')}`]);
  await owner.query('delete from cases where number >= $1', [`CS${String(end).padStart(7, '0')}`]);
  await owner.query('alter table point_entries disable trigger keep_entry');
  await owner.query('delete from point_entries');
  await owner.query('delete from point_months');
  await owner.query('alter table point_entries enable trigger keep_entry');
  await owner.query(
    'delete from requests where created_at > (select ran_at from migrations order by ran_at desc limit 1) and requester_id in (select id from users where canonical_user_id = $1)',
    [READER],
  );
  await owner.query('delete from submissions');
  await owner.query('delete from user_sign_in_attempts');
  await owner.query('delete from user_events');
  await owner.query('delete from throttles');
  await owner.query('delete from user_sessions');
  await owner.query('delete from operator_sessions');
  await owner.query("select setval('case_numbers', $1, false)", [end]);
  await owner.query('delete from case_visits');
  await owner.query('vacuum (analyze) cases, activities, case_texts, submissions, user_sessions, operator_sessions');
}
