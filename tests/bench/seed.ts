import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { fold } from '#kernel/fold.ts';
import { categories } from '#modules/cases/index.ts';
import { hashPassword } from '#modules/access/server/index.ts';
import type { Config } from '#platform/server/config.ts';
import { startEmbeddedPostgres } from '#platform/server/embedded-postgres.ts';
import { prepareEmbedded } from '#platform/server/start.ts';
import { demoItems } from '../../database/seeds/catalog.ts';
import { fillKnowledge } from './knowledge.ts';
import { bodies, hosts, owners, subjects, systems } from './texts.ts';

/** The first number of a real portal's sequence. */
export const FIRST_NUMBER = 21_600;
export const READER = 'bench-contact';
export const OPERATOR = 'bench-operator';
export const BENCH_PASSWORD = 'Umi-to-Yama-2026';

const BATCH = 50_000;
const OPERATORS = 20;
const root = join(import.meta.dirname, '../..');

export type Size = { cases: number; activities: number; accounts: number; bigAccount: number };

/** One account holds a twentieth of all cases; there are as many accounts as cases in a row of the square. */
export const sizeOf = (cases: number): Size => ({
  cases,
  activities: cases * 5,
  accounts: Math.max(2, Math.round(Math.sqrt(cases))),
  bigAccount: Math.floor(cases / 20),
});

/** Makes the database of this size unless an earlier run left it. Returns true when it was made now. The database is stopped afterwards. */
export async function ensureSeeded(config: Config, size: Size): Promise<boolean> {
  const stampFile = join(config.dataDir, 'seeded.json');
  const stamp = JSON.stringify({ ...size, shape: await shape() });
  if (existsSync(stampFile) && (await readFile(stampFile, 'utf8')) === stamp) return false;
  await dropSeeded(config.dataDir);
  const started = performance.now();
  // A big write-ahead log and no waiting for the disk while seeding; the measured database starts with the product's own flags.
  const flags = [
    '-c max_wal_size=8GB',
    '-c checkpoint_timeout=30min',
    '-c synchronous_commit=off',
    '-c maintenance_work_mem=1GB',
    '-c max_parallel_maintenance_workers=2',
  ];
  const fast = await startEmbeddedPostgres({ dataDir: join(config.dataDir, 'postgres'), port: 0, flags });
  try {
    const { urls } = await prepareEmbedded(config);
    await fill(urls.owner, size);
  } finally {
    await fast.stop();
  }
  await writeFile(stampFile, stamp);
  console.log(`  seeded in ${seconds(started)} s`);
  return true;
}

/** Stops a seeded database where it runs: also one that an interrupted run left behind. */
export async function stopSeeded(dataDir: string): Promise<void> {
  const postgres = join(dataDir, 'postgres');
  if (existsSync(join(postgres, 'cluster', 'postmaster.pid'))) await (await startEmbeddedPostgres({ dataDir: postgres, port: 0 })).stop();
}

/** Stops and removes a seeded database. */
export async function dropSeeded(dataDir: string): Promise<void> {
  await stopSeeded(dataDir);
  await rm(dataDir, { recursive: true, force: true });
}

/** Data of another shape is made anew: raise this with every change of what is seeded. The migrations and the texts count by themselves. */
const SHAPE = 3;

async function shape(): Promise<string> {
  const migrations = join(root, 'database/migrations');
  const hash = createHash('sha256').update(JSON.stringify([SHAPE, bodies, subjects, owners, systems, hosts]));
  for (const name of (await readdir(migrations)).sort()) hash.update(await readFile(join(migrations, name)));
  return hash.digest('hex');
}

async function fill(ownerUrl: string, size: Size): Promise<void> {
  const pool = new pg.Pool({ connectionString: ownerUrl, max: 2 });
  try {
    await timed('people', () => fillPeople(pool, size));
    await pool.query('alter table cases disable trigger user; alter table activities disable trigger user');
    await timed(`${count(size.cases)} cases`, () => inBatches(pool, size.cases, insertCases));
    await pool.query('insert into case_tallies select account_id, contract_id, status, category, count(*) from cases group by 1, 2, 3, 4');
    await timed(`${count(size.activities)} activities`, () => fillActivities(pool, size.cases));
    await pool.query('alter table cases enable trigger user; alter table activities enable trigger user');
    await timed('texts for searching', () => fillTexts(pool, size.cases));
    await timed('work requests', () => fillWork(pool));
    await timed('articles', () => fillKnowledge(pool));
    await pool.query('drop schema bench cascade');
    await pool.query("select setval('case_numbers', $1, false)", [FIRST_NUMBER + size.cases]);
    await timed('vacuum analyze', () =>
      pool.query(
        'vacuum (analyze) accounts, contracts, users, user_contracts, user_passwords, operators, operator_passwords, cases, case_tallies, activities, case_texts',
      ),
    );
    await checkCounts(pool, size);
  } finally {
    await pool.end();
  }
}

/** The nine items at a price, contracts that include them, twenty thousand decided requests and three hundred that wait. */
export async function fillWork(pool: pg.Pool): Promise<void> {
  await pool.query("insert into price_lists (id, name) values (uuidv7(), 'ベンチ')");
  for (const [index, item] of demoItems.entries()) {
    await pool.query(
      `with made as (insert into catalog_items (id, key, service_id, position, published_version) values (uuidv7(), $1, $2, $3, 1) returning id),
       worded as (insert into catalog_versions (item_id, version, name_ja, name_en, summary_ja, summary_en, form, published_at)
         select id, 1, $4, $5, $6, $7, $8, now() from made returning item_id)
       insert into prices select p.id, w.item_id, $9 from worded w, price_lists p`,
      [item.key, item.service, index + 1, item.name.ja, item.name.en, item.summary.ja, item.summary.en, JSON.stringify(item.form), item.points],
    );
  }
  await pool.query(`
    insert into contract_terms (id, account_id, contract_id, from_on, kind, plan, credits, plan_points, has_requests, has_points, price_list_id)
      select uuidv7(), c.account_id, c.id, c.started_on, 'paid', 'スタンダード', 1000, 50, true, true, p.id from contracts c, price_lists p;
    insert into requests (id, account_id, contract_id, number, item_id, item_version, answers, points, month, state, requester_id, reason, decided_by, decided_at, created_at, updated_at)
      select uuidv7(), c.account_id, c.id, 'WR' || lpad(nextval('request_numbers')::text, 7, '0'), i.id, 1, '{"cloud":"aws","cloud_accounts":["123456789012"],"reason":"定期点検のため"}', 5,
        date_trunc('month', app.today())::date, case when n <= 300 then 'open' else 'refused' end, u.id, case when n > 300 then '対象外の設定のため' end,
        case when n > 300 then (select id from operators order by id limit 1) end, case when n > 300 then now() - n * interval '17 minutes' end,
        now() - n * interval '18 minutes', now() - n * interval '17 minutes'
      from generate_series(1, 20300) n
      cross join lateral (select id, account_id from contracts order by number offset (n * 7) % 1900 limit 1) c
      cross join lateral (select id from users where account_id = c.account_id order by id limit 1) u
      cross join lateral (select id from catalog_items order by position offset n % 9 limit 1) i;
    insert into request_entries (id, account_id, contract_id, request_id, kind, author_kind, author_id, at)
      select uuidv7(), account_id, contract_id, id, 'submitted', 'user', requester_id, created_at from requests;`);
  await pool.query('vacuum (analyze) catalog_items, catalog_versions, prices, contract_terms, requests, request_entries');
}

/** Lookup tables that only seeding needs, then everybody. Account 1 is the big one; its first user is the measured reader. */
async function fillPeople(pool: pg.Pool, size: Size): Promise<void> {
  const hash = await hashPassword(BENCH_PASSWORD);
  await pool.query(`
    create schema bench;
    create unlogged table bench.accounts (n int primary key, id uuid not null, contracts uuid[] not null, users uuid[] not null);
    create unlogged table bench.texts (n int primary key, body text not null, words text not null, folded text not null);
    create unlogged table bench.subjects (words text primary key, folded text not null);
    create function bench.rarely(template text, number text, dice bigint) returns text language sql immutable return
      replace(replace(replace(replace(template, '{number}', number), '{owner}', ${drawn(owners)}), '{system}', ${drawn(systems)}), '{host}', ${drawn(hosts)} || (dice / 7919) % 100);
    create function bench.dice(i int, k bigint) returns bigint language sql immutable return hashint4((i * 8 + k)::int)::bigint & 2147483647;
    create function bench.entries(i int) returns int language sql immutable return ((array[3, 3, 4, 4, 5, 5, 5, 6, 7, 8])[1 + i % 10]);
    create function bench.entry_at(opened timestamptz, k int) returns timestamptz language sql stable return opened + k * (k - 1) * interval '47 minutes 11.377 seconds';
    insert into services values ('managed-cspm', 'WideAngle プロフェッショナルサービスマネージドCSPM', 'WideAngle Professional Services Managed CSPM'),
      ('endpoint-hygiene', 'WideAngle プロフェッショナルサービスエンドポイント衛生管理', 'WideAngle Professional Services Endpoint Hygiene');`);
  await pool.query(
    'insert into bench.texts select n - 1, body, words, folded from unnest($1::text[], $2::text[], $3::text[]) with ordinality as t (body, words, folded, n)',
    [bodies.map((one) => one.body), bodies.map((one) => one.text), bodies.map((one) => fold(one.text))],
  );
  await pool.query('insert into bench.subjects select * from unnest($1::text[], $2::text[])', [subjects, subjects.map(fold)]);
  await pool.query(
    `insert into bench.accounts
     select n, uuidv7(), array(select uuidv7() from generate_series(1, case when n = 1 then 5 else 1 + n % 3 end)), array(select uuidv7() from generate_series(1, case when n = 1 then 50 else 5 end))
     from generate_series(1, $1::int) n`,
    [size.accounts],
  );
  await pool.query(`
    insert into accounts (id, name) select id, 'ベンチ株式会社 第' || n || '事業部' from bench.accounts;
    insert into contracts (id, account_id, number, holder_name, service_id, started_on)
      select c.id, a.id, 'B' || lpad((a.n * 10 + c.k)::text, 8, '0'), 'ベンチ株式会社 第' || a.n || '事業部', case c.k % 4 when 0 then 'endpoint-hygiene' else 'managed-cspm' end, date '2023-04-01' + a.n
      from bench.accounts a, unnest(a.contracts) with ordinality as c (id, k);
    insert into users (id, account_id, user_id, canonical_user_id, display_name, mail, language, role, state)
      select u.id, a.id, t.user_id, t.user_id, case when u.k % 5 = 4 then 'Ex Bench' || u.k else '例 窓口' || u.k end, t.user_id || '@bench.example', case when u.k % 5 = 4 then 'en' else 'ja' end,
        case u.k when 2 then 'administrator' else 'contact' end, 'active'
      from bench.accounts a, unnest(a.users) with ordinality as u (id, k), lateral (select case when a.n = 1 and u.k = 1 then '${READER}' else 'bench' || a.n || '-' || u.k end as user_id) t;
    insert into user_contracts select a.id, u.id, c.id from bench.accounts a, unnest(a.users) u (id), unnest(a.contracts) c (id);
    insert into operators (id, user_id, canonical_user_id, display_name, mail)
      select uuidv7(), t.user_id, t.user_id, '例 オペレーター' || k, t.user_id || '@bench.example'
      from generate_series(1, ${OPERATORS}) k, lateral (select case k when 1 then '${OPERATOR}' else 'bench-operator-' || k end as user_id) t;`);
  await pool.query('insert into user_passwords (account_id, reader_id, hash) select account_id, id, $1 from users', [hash]);
  await pool.query('insert into operator_passwords (reader_id, hash) select id, $1 from operators', [hash]);
  await pool.query('analyze bench.accounts; analyze bench.texts');
}

type Range = { from: number; to: number; total: number };

/** Cases of three years, the newest three days old, numbered in the order of their opening. Nine of ten are closed. */
async function insertCases(client: pg.PoolClient, range: Range): Promise<void> {
  await client.query(
    `insert into cases (id, account_id, contract_id, number, status, category, subject, contact_id, assignee_id, replied_at, version, created_at, updated_at, closed_at)
     select uuidv7(c.opened - clock_timestamp()), a.id, a.contracts[1 + c.dice % cardinality(a.contracts)], 'CS' || lpad((${FIRST_NUMBER} + c.i)::text, 7, '0'), c.status, c.category,
       ($5::text[])[1 + c.dice % cardinality($5::text[])],
       case when c.category not in ('monthly_report', 'alarm', 'health_check', 'credit_overrun') then a.users[1 + (c.dice / 7) % cardinality(a.users)] end,
       case when c.status <> 'new' then o.ids[1 + (c.dice / 11) % cardinality(o.ids)] end,
       case when c.status = 'in_progress' and c.dice % 3 = 0 then c.updated end, bench.entries(c.i), c.opened, c.updated, case when c.status = 'closed' then c.updated end
     from (
       select r.i, r.dice, r.opened, bench.entry_at(r.opened, bench.entries(r.i)) as updated,
         case when r.i % 20 = 0 then 1 else 2 + r.dice % $4::int end as account, ($6::text[])[1 + (r.dice / 13) % cardinality($6::text[])] as category,
         case when (r.dice / 17) % 10 > 0 then 'closed' else (array['new', 'in_progress', 'awaiting_customer', 'resolved'])[1 + (r.dice / 170) % 4] end as status
       from (
         select i, (hashint4(i)::bigint & 2147483647)::int as dice, date_trunc('milliseconds', now() - interval '3 days' - ($3::int - i) * (interval '1095 days' / $3::int)) as opened
         from generate_series($1::int, $2::int - 1) i) r
     ) c join bench.accounts a on a.n = c.account, (select array_agg(id order by user_id) as ids from operators) o
     order by c.i`,
    [range.from, range.to, range.total, (await accountsOf(client)) - 1, subjects, categories],
  );
}

/** One of the words, by chance. */
function drawn({ words, step }: { words: readonly string[]; step: number }): string {
  return `(array[${words.map((word) => `'${word}'`).join(',')}])[1 + (dice / ${step}) % ${words.length}]`;
}

async function accountsOf(client: pg.PoolClient): Promise<number> {
  return (await client.query<{ n: number }>('select max(n) as n from bench.accounts')).rows[0]?.n ?? 1;
}

const fillActivities = (pool: pg.Pool, cases: number) => uncheckedMeanwhile(pool, 'activities', () => inBatches(pool, cases, insertActivities));

/** What the triggers keep for the search, and its index, in one go. */
async function fillTexts(pool: pg.Pool, cases: number): Promise<void> {
  await uncheckedMeanwhile(pool, 'case_texts', async () => {
    const { rows } = await pool.query<{ definition: string }>("select pg_get_indexdef('case_texts_grams'::regclass) as definition");
    await pool.query('drop index case_texts_grams');
    await inBatches(pool, cases, insertTexts);
    await pool.query('alter table case_texts set (parallel_workers = 2)');
    await pool.query(rows[0]?.definition ?? '');
  });
  const { rows } = await pool.query<{ wrong: number }>(
    `select (select count(*)::int from case_texts t join activities a on a.id = t.source_id where t.folded <> app.fold(a.body_text) and random() < 2000.0 / $1)
       + (select count(*)::int from (select * from cases order by random() limit 2000) c left join case_texts t on t.source_id = c.id where t.folded is distinct from app.fold(c.subject)) as wrong`,
    [cases],
  );
  if (rows[0]?.wrong !== 0) throw new Error('The texts for searching are not what the triggers would keep.');
}

async function insertTexts(client: pg.PoolClient, range: Range): Promise<void> {
  const number = (i: number) => `CS${String(FIRST_NUMBER + i).padStart(7, '0')}`;
  await client.query(
    `insert into case_texts (source_id, account_id, contract_id, case_id, kind, audience, folded)
     select c.id, c.account_id, c.contract_id, c.id, 'subject', 'customer', s.folded from cases c join bench.subjects s on s.words = c.subject where c.number >= $1 and c.number < $2
     union all
     select a.id, a.account_id, a.contract_id, a.case_id, 'comment', 'customer', bench.rarely(t.folded, lower(a.number), bench.dice(a.i, a.k))
     from (select a.*, c.number, substring(c.number, 3)::int - ${FIRST_NUMBER} as i, row_number() over (partition by a.case_id order by a.created_at) as k
       from cases c join activities a on a.case_id = c.id where c.number >= $1 and c.number < $2) a
     join bench.texts t on t.n = bench.dice(a.i, a.k) % ${bodies.length} where a.body_text is not null`,
    [number(range.from), number(range.to)],
  );
}

/** Keys to other tables are checked in one pass after the rows are in, as the owner of a table may; the constraints end as they began. */
async function uncheckedMeanwhile(pool: pg.Pool, table: string, fill: () => Promise<void>): Promise<void> {
  const { rows } = await pool.query<{ name: string; definition: string }>(
    "select conname as name, pg_get_constraintdef(oid) as definition from pg_constraint where conrelid = $1::regclass and contype = 'f'",
    [table],
  );
  for (const { name } of rows) await pool.query(`alter table ${table} drop constraint ${name}`);
  await fill();
  for (const { name, definition } of rows) await pool.query(`alter table ${table} add constraint ${name} ${definition}`);
}

/** The opening, the taking over, comments of both sides, and the move to the state that the case is in. Five entries on average. */
async function insertActivities(client: pg.PoolClient, range: Range): Promise<void> {
  const number = (i: number) => `CS${String(FIRST_NUMBER + i).padStart(7, '0')}`;
  await client.query(
    `insert into activities (id, account_id, contract_id, case_id, kind, author_kind, author_id, body, body_text, from_status, to_status, created_at)
     select uuidv7(e.at - clock_timestamp()), c.account_id, c.contract_id, c.id, e.kind, e.author, case e.author when 'user' then c.contact_id when 'operator' then coalesce(c.assignee_id, o.id) end,
       case e.kind when 'comment' then bench.rarely(t.body, c.number, bench.dice(c.i, e.k))::jsonb end, case e.kind when 'comment' then bench.rarely(t.words, c.number, bench.dice(c.i, e.k)) end,
       case when e.kind <> 'status' then null when e.k = 3 then 'new' when c.status = 'in_progress' then 'awaiting_customer' else 'in_progress' end,
       case when e.kind = 'opened' then 'new' when e.kind <> 'status' then null when e.k = 3 and e.k < e.n then 'in_progress' else c.status end, e.at
     from (select *, substring(number, 3)::int - ${FIRST_NUMBER} as i from cases where number >= $1 and number < $2) c
     cross join lateral (
       select k, n, at, kind, case when kind = 'opened' and c.contact_id is null then 'system' when c.contact_id is null then 'operator' when by_user then 'user' else 'operator' end as author
       from (
         select k, n, bench.entry_at(c.created_at, k) as at,
           case when k = 1 then 'opened' when c.status <> 'new' and (k = n or k = 3) then 'status' else 'comment' end as kind,
           case when k = n then c.status in ('closed', 'new', 'in_progress') when c.status <> 'new' and k = 3 then false else k <= 2 or k % 2 = 1 end as by_user
         from (select bench.entries(c.i) as n) s, generate_series(1, s.n) k
       ) entry
     ) e
     join bench.texts t on t.n = bench.dice(c.i, e.k) % ${bodies.length}, (select id from operators where user_id = '${OPERATOR}') o
     order by c.i, e.k`,
    [number(range.from), number(range.to)],
  );
}

async function inBatches(pool: pg.Pool, total: number, work: (client: pg.PoolClient, range: Range) => Promise<void>): Promise<void> {
  for (let from = 0; from < total; from += BATCH) {
    const client = await pool.connect();
    try {
      await work(client, { from, to: Math.min(from + BATCH, total), total });
    } finally {
      client.release();
    }
  }
}

async function checkCounts(pool: pg.Pool, size: Size): Promise<void> {
  const { rows } = await pool.query<Size & { database: string; caseTable: string; activityTable: string }>(`
    select (select count(*)::int from cases) as cases, (select count(*)::int from activities) as activities, (select count(*)::int from accounts) as accounts,
      (select count(*)::int from cases where account_id = (select account_id from users where user_id = '${READER}')) as "bigAccount",
      pg_size_pretty(pg_database_size(current_database())) as database, pg_size_pretty(pg_total_relation_size('cases')) as "caseTable", pg_size_pretty(pg_total_relation_size('activities')) as "activityTable"`);
  const { database, caseTable, activityTable, ...made } = rows[0] as (typeof rows)[number];
  if (JSON.stringify(made) !== JSON.stringify(size)) throw new Error(`Seeding made ${JSON.stringify(made)} instead of ${JSON.stringify(size)}.`);
  console.log(`  sizes with indexes: cases ${caseTable}, activities ${activityTable}, whole database ${database}`);
}

async function timed(what: string, work: () => Promise<unknown>): Promise<void> {
  const started = performance.now();
  await work();
  console.log(`  ${what}: ${seconds(started)} s`);
}

const seconds = (started: number): string => ((performance.now() - started) / 1000).toFixed(1);
export const count = (value: number): string => value.toLocaleString('en');
