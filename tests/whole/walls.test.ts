import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useWorld } from '#tests/support/world.ts';
import { people } from '#tests/support/people.ts';

const world = useWorld();
/** Tables without customers' rows: what the provider sells, the counters of limits, and the schema's own book-keeping. */
const open = new Set(['services', 'catalog_items', 'price_lists', 'prices', 'migrations', 'throttles']);
/** The provider's own rows, which name no account: walled all the same. */
const ofTheProvider =
  /^(?:operator|knowledge_|accounts$|case_viewers$|catalog_versions$|articles$|article_(?:versions|files|version_files|texts)$|announcements$)/;

const tables = async () =>
  (
    await world.owner.query<{ name: string; secured: boolean; forced: boolean }>(
      `select relname as name, relrowsecurity as secured, relforcerowsecurity as forced from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`,
    )
  ).rows.filter((table) => !open.has(table.name));

describe('the walls between accounts', () => {
  it('stand around every table, for its owner too', async () => {
    const found = await tables();
    expect(found.length).toBeGreaterThan(12);
    expect(found.filter((table) => !table.secured || !table.forced)).toEqual([]);
  });

  it('name the account on every customer table, and join customer tables by keys that start with it', async () => {
    const { rows: columns } = await world.owner.query(
      `select table_name from information_schema.columns where table_schema = 'public' and column_name = 'account_id' and is_nullable = 'NO'`,
    );
    const withAccount = new Set(columns.map((row) => row.table_name));
    const missing = (await tables()).map((table) => table.name).filter((name) => !withAccount.has(name) && !ofTheProvider.test(name));
    expect(missing).toEqual([]);
    const { rows: keys } = await world.owner.query<{ definition: string; child: string }>(
      `select conrelid::regclass::text as child, pg_get_constraintdef(oid) as definition from pg_constraint
       where contype = 'f' and connamespace = 'public'::regnamespace and confrelid::regclass::text not in ('accounts', 'services', 'operators', 'catalog_items', 'catalog_versions', 'price_lists', 'articles', 'article_versions', 'announcements')`,
    );
    const loose = keys.filter((key) => withAccount.has(key.child) && !key.definition.startsWith('FOREIGN KEY (account_id,'));
    expect(loose).toEqual([]);
  });

  it('are owned by nobody who serves, and passed by nobody', async () => {
    const { rows } = await world.owner.query(
      `select rolname from pg_roles where rolname like 'madoguchi_%' and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb)`,
    );
    expect(rows).toEqual([]);
    const { rows: owners } = await world.owner.query(`select distinct tableowner from pg_tables where schemaname = 'public'`);
    expect(owners).toEqual([{ tableowner: 'madoguchi_owner' }]);
  });

  it('hold through every view', async () => {
    const { rows } = await world.owner.query(
      `select relname from pg_class where relkind = 'v' and relnamespace = 'public'::regnamespace and not coalesce(reloptions::text like '%security_invoker=true%' or reloptions::text like '%security_invoker=on%', false)`,
    );
    expect(rows).toEqual([]);
  });
});

describe("the portal's role", () => {
  let portal: pg.Client;
  beforeAll(async () => {
    portal = new pg.Client({ connectionString: world.urls.portal });
    await portal.connect();
  });
  afterAll(() => portal.end());

  const asAccount = async (key: string, text: string, values: unknown[] = []) => {
    const actor = await world.user(key);
    await portal.query('begin');
    try {
      await portal.query(
        `select set_config('app.account_id', $1, true), set_config('app.user_id', $2, true), set_config('app.contract_ids', $3, true), set_config('app.role', $4, true)`,
        [actor.accountId, actor.id, `{${actor.contracts.map((one) => one.id)}}`, actor.role],
      );
      return await portal.query(text, values);
    } finally {
      await portal.query('rollback');
    }
  };

  it('sees nothing at all without an account', async () => {
    for (const table of ['accounts', 'contracts', 'cases', 'activities', 'submissions'])
      expect((await portal.query(`select count(*)::int as n from ${table}`)).rows).toEqual([{ n: 0 }]);
    expect((await portal.query('select count(id)::int as n from attachments')).rows).toEqual([{ n: 0 }]);
  });

  it('may not touch work notes, attempts, links, deliveries, counters, operators or queued jobs, nor any secret', async () => {
    const shut = ['work_notes', 'user_sign_in_attempts', 'user_reset_links', 'mail_deliveries', 'throttles', 'operators', 'operator_sessions', 'case_viewers'];
    for (const table of shut) await expect(portal.query(`select count(*) from ${table}`)).rejects.toMatchObject({ code: '42501' });
    for (const secret of [
      'hash from user_passwords',
      'token_hash from user_sessions',
      'pending_secret from user_sessions',
      'token_hash from user_browsers',
      'sealed_secret from user_authenticators',
      'public_key from user_authenticators',
      'code_mac from user_recovery_codes',
      'confirm_hash from user_mail_changes',
      'data from pgboss.job',
    ])
      await expect(portal.query(`select ${secret}`)).rejects.toMatchObject({ code: '42501' });
  });

  it("shows a contact the access and history of nobody else, and an administrator their own account's only [D-20]", async () => {
    await world.owner.query(
      `insert into user_events (id, account_id, reader_id, name, actor_kind, at) select gen_random_uuid(), account_id, id, 'login', 'user', now() from users`,
    );
    await world.owner.query(
      `insert into user_authenticators (id, account_id, reader_id, kind, name, sealed_secret) select gen_random_uuid(), account_id, id, 'app', 'x', '' from users`,
    );
    const tables = { user_events: 'reader_id', user_authenticators: 'reader_id', user_passwords: 'reader_id', user_contracts: 'user_id' };
    for (const [table, column] of Object.entries(tables)) {
      const seenBy = async (key: string) =>
        (await asAccount(key, `select distinct account_id, ${column} as id from ${table}`)).rows as { account_id: string; id: string }[];
      const [contact, administrator] = [await world.user(people.contact), await world.user(people.strangeAdministrator)];
      expect([table, (await seenBy(people.contact)).map((row) => row.id)]).toEqual([table, [contact.id]]);
      const ofAccount = await seenBy(people.strangeAdministrator);
      expect([table, new Set(ofAccount.map((row) => row.account_id)), ofAccount.length > 1]).toEqual([table, new Set([administrator.accountId]), true]);
    }
  });

  it('lets a contact change no right of anybody, nor their own address, and an administrator nothing of another account [G-5.1-1, D-10]', async () => {
    const contact = await world.user(people.contact);
    const refusedAs = (key: string, text: string) => expect(asAccount(key, text), text).rejects.toMatchObject({ code: '42501' });
    for (const change of [
      `role = 'administrator'`,
      `state = 'disabled'`,
      `mail = 'x@evil.example'`,
      `user_id = 'x', canonical_user_id = 'x'`,
      'app_required = true',
    ])
      await refusedAs(people.contact, `update users set ${change} where id = '${contact.id}'`);
    const administrator = await world.user(people.administrator);
    await refusedAs(people.administrator, `update users set mail = 'x@evil.example' where id = '${administrator.id}'`);
    await refusedAs(people.contact, `insert into user_contracts select account_id, '${contact.id}', id from contracts limit 1`);
    for (const text of [
      `update users set state = 'disabled' where id = '${contact.id}' returning id`,
      `update user_sessions set ended_at = now() where reader_id = '${contact.id}' returning id`,
      `update user_passwords set locked_until = null where reader_id = '${contact.id}' returning reader_id`,
      `delete from user_authenticators where reader_id = '${contact.id}' returning id`,
      `delete from user_contracts where user_id = '${contact.id}' returning user_id`,
    ])
      expect([text, (await asAccount(people.strangeAdministrator, text)).rows]).toEqual([text, []]);
    await refusedAs(
      people.strangeAdministrator,
      `insert into user_events (id, account_id, reader_id, name, actor_kind, actor_id, at) values (gen_random_uuid(), '${contact.accountId}', '${contact.id}', 'login', 'user', app.user_id(), now())`,
    );
  });

  it("cannot read, write, count or take another account's rows, whatever the statement says [D-7, D-8]", async () => {
    const stranger = await world.user(people.stranger);
    const foreign = await world.one<{ id: string; contract: string; account: string }>(
      `select id, contract_id as contract, account_id as account from cases where account_id <> $1 limit 1`,
      [stranger.accountId],
    );
    expect((await asAccount(people.stranger, 'select count(*)::int as n from cases where account_id = $1', [foreign.account])).rows).toEqual([{ n: 0 }]);
    expect((await asAccount(people.stranger, 'update cases set status = $2 where id = $1 returning id', [foreign.id, 'closed'])).rows).toEqual([]);
    await expect(
      asAccount(
        people.stranger,
        'insert into activities (id, account_id, contract_id, case_id, kind, author_kind, author_id, created_at) values (gen_random_uuid(), $1, $2, $3, $4, $5, $6, now())',
        [foreign.account, foreign.contract, foreign.id, 'comment', 'user', stranger.id],
      ),
    ).rejects.toMatchObject({ code: '42501' });
    await expect(
      asAccount(
        people.stranger,
        'insert into activities (id, account_id, contract_id, case_id, kind, author_kind, author_id, created_at) values (gen_random_uuid(), $1, $2, $3, $4, $5, $6, now())',
        [stranger.accountId, stranger.contracts[0]?.id, foreign.id, 'comment', 'user', stranger.id],
      ),
    ).rejects.toMatchObject({ code: '23503' });
    await expect(
      asAccount(
        people.stranger,
        'insert into activities (id, account_id, contract_id, case_id, kind, author_kind, author_id, created_at) select gen_random_uuid(), account_id, contract_id, id, $1, $2, $3, now() from cases limit 1',
        ['comment', 'operator', stranger.id],
      ),
    ).rejects.toMatchObject({ code: '42501' });
  });

  it('is narrowed to the contracts of its reader [D-8]', async () => {
    const { rows } = await asAccount(people.narrow, 'select distinct k.number from cases c join contracts k on k.id = c.contract_id');
    expect(rows).toEqual([{ number: 'N100000001' }]);
  });

  it('cannot take an upload of a colleague, nor one that is attached already', async () => {
    const contact = await world.user(people.contact);
    const id = crypto.randomUUID();
    await world.owner.query(
      `insert into attachments (id, account_id, owner_kind, owner_id, name, size, content_type, sha256, created_at) values ($1, $2, 'user', $3, 'x', 1, 'text/plain', '', now())`,
      [id, contact.accountId, contact.id],
    );
    expect((await asAccount(people.contact, 'select id from attachments where id = $1', [id])).rows).toHaveLength(1);
    expect((await asAccount(people.colleague, 'select id from attachments where id = $1', [id])).rows).toHaveLength(0);
    expect((await asAccount(people.colleague, 'delete from attachments where id = $1 returning id', [id])).rows).toHaveLength(0);
    const attached = await world.one<{ id: string }>(`select id from attachments where case_id is not null and account_id = $1 limit 1`, [contact.accountId]);
    expect((await asAccount(people.contact, 'update attachments set case_id = case_id where id = $1 returning id', [attached.id])).rows).toHaveLength(0);
  });
});
