import { expect, it } from 'vitest';
import { useWorld } from '#tests/support/world.ts';
import { sweepAccess } from './index.ts';

const world = useWorld();

it('clears what is long over of every account, and nothing that still counts', async () => {
  const rows = (age: string) => [
    `insert into user_sessions (id, account_id, reader_id, token_hash, created_at, seen_at, expires_at) select gen_random_uuid(), account_id, id, gen_random_uuid()::text::bytea, now(), now(), now() - interval '${age}' from users`,
    `insert into user_sign_in_attempts (id, account_id, reader_id, token_hash, expires_at) select gen_random_uuid(), account_id, id, gen_random_uuid()::text::bytea, now() - interval '${age}' from users`,
    `insert into user_reset_links (id, account_id, reader_id, token_hash, asked_by, mail, expires_at) select gen_random_uuid(), account_id, id, gen_random_uuid()::text::bytea, 'self', mail, now() - interval '${age}' from users`,
    `insert into user_mail_changes (id, account_id, reader_id, old_mail, new_mail, confirm_until, undo_until) select gen_random_uuid(), account_id, id, 'a', 'b', now(), now() - interval '${age}' from users`,
    `insert into user_browsers (account_id, reader_id, token_hash, seen_at) select account_id, id, gen_random_uuid()::text::bytea, now() - interval '${age}' from users`,
    `insert into mail_deliveries (id, account_id, reader_id, kind, mail, created_at) select gen_random_uuid(), account_id, id, 'code', 'x', now() - interval '${age}' from users`,
    `insert into user_events (id, account_id, reader_id, name, actor_kind, at) select gen_random_uuid(), account_id, id, 'login', 'user', now() - interval '${age}' from users`,
  ];
  for (const text of [...rows('500 days'), ...rows('1 hour')]) await world.owner.query(text);
  await world.owner.query(`insert into throttles values ('sign_in', 'old', 1, now() - interval '2 days'), ('sign_in', 'new', 1, now() + interval '1 minute')`);
  await sweepAccess();
  const { rows: users } = await world.owner.query('select from users');
  for (const table of ['user_sessions', 'user_sign_in_attempts', 'user_reset_links', 'user_mail_changes', 'user_browsers', 'mail_deliveries', 'user_events'])
    expect([table, (await world.one<{ left: number }>(`select count(*)::int as left from ${table}`)).left]).toEqual([table, users.length]);
  expect((await world.owner.query('select key from throttles')).rows).toEqual([{ key: 'new' }]);
});
