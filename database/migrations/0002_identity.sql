-- Identity: what people say of themselves, second factors, resets, remembered browsers, limits, and the history of it all.
-- Secrets (password hashes, sealed app secrets, passkeys, tokens) are the door's alone; the portal sees that they exist.

create function app.is_administrator() returns boolean language sql stable parallel safe
  return coalesce(current_setting('app.role', true), '') = 'administrator';
create function app.operator_id() returns uuid language sql stable parallel safe
  return nullif(current_setting('app.operator_id', true), '')::uuid;

-- ── People ───────────────────────────────────────────────────────────────────────────────────────────────────────
-- Without a language or a time zone of their own, people get the system's.
alter table users alter column language drop not null, alter column time_zone drop not null,
  alter column language drop default, alter column time_zone drop default;
alter table users
  add column given_name text not null default '' check (length(given_name) <= 100),
  add column family_name text not null default '' check (length(family_name) <= 100),
  add column job_title text not null default '' check (length(job_title) <= 100),
  add column bio text not null default '' check (length(bio) <= 2000),
  add column work_phone text not null default '' check (length(work_phone) <= 40),
  add column mobile_phone text not null default '' check (length(mobile_phone) <= 40),
  add column easier_reading boolean not null default false,
  add column picture_id uuid unique,
  -- マルチファクター認証を有効にする: an app must be paired at the next sign-in.
  add column app_required boolean not null default false,
  add column version int not null default 1,
  add column updated_at timestamptz not null default now();
update users set updated_at = created_at;
create index users_by_account on users (account_id, display_name);
create index users_by_mail on users (lower(mail));

alter table accounts add column second_factor text not null default 'any'
  check (second_factor in ('any', 'app_once_paired', 'app_required'));

-- A contact changes what they say of themselves, and nothing that decides what they may do; even an administrator
-- changes their own address only through its confirmation.
create function app.guard_user() returns trigger language plpgsql as $$
begin
  if current_user <> 'madoguchi_portal' then return new; end if;
  if not app.is_administrator() and (new.user_id, new.canonical_user_id, new.mail, new.role, new.state, new.app_required)
      is distinct from (old.user_id, old.canonical_user_id, old.mail, old.role, old.state, old.app_required) then
    raise insufficient_privilege using message = 'only an administrator changes rights';
  end if;
  if new.id = app.user_id() and new.mail is distinct from old.mail then
    raise insufficient_privilege using message = 'an address of one''s own is confirmed first';
  end if;
  return new;
end
$$;
create trigger guard_user before update on users for each row execute function app.guard_user();

-- ── Passwords, browsers, sessions ────────────────────────────────────────────────────────────────────────────────
alter table user_passwords
  add column changed_at timestamptz not null default now(),
  -- When it was last set through a mailed link: self-service is closed for a day after it.
  add column reset_at timestamptz,
  add column code_failures int not null default 0;
alter table operator_passwords add column changed_at timestamptz not null default now(), add column reset_at timestamptz,
  add column code_failures int not null default 0;

-- A browser that completed a sign-in has a counter of its own: strangers cannot lock its owner out of it.
create table user_browsers (
  account_id uuid not null,
  reader_id uuid not null,
  token_hash bytea not null,
  failures int not null default 0,
  locked_until timestamptz,
  seen_at timestamptz not null default now(),
  primary key (reader_id, token_hash),
  foreign key (account_id, reader_id) references users (account_id, id) on delete cascade
);
create table operator_browsers (
  reader_id uuid not null references operators on delete cascade,
  token_hash bytea not null,
  failures int not null default 0,
  locked_until timestamptz,
  seen_at timestamptz not null default now(),
  primary key (reader_id, token_hash)
);

-- confirmed_at: when its person last proved who they are; what changes factors asks again after a while.
alter table user_sessions add column address text not null default '', add column agent text not null default '',
  add column challenge text, add column pending_secret bytea, add column offered_at timestamptz,
  add column confirmed_at timestamptz not null default now(), add column failures int not null default 0;
alter table operator_sessions add column address text not null default '', add column agent text not null default '',
  add column challenge text, add column pending_secret bytea, add column offered_at timestamptz,
  add column confirmed_at timestamptz not null default now(), add column failures int not null default 0;

-- An attempt that proved the mailbox but must still pair an app waits for it in verified_at.
alter table user_sign_in_attempts add column challenge text, add column verified_at timestamptz, add column pending_secret bytea;
alter table operator_sign_in_attempts add column challenge text, add column verified_at timestamptz, add column pending_secret bytea;

-- ── Second factors ───────────────────────────────────────────────────────────────────────────────────────────────
create table user_authenticators (
  id uuid primary key,
  account_id uuid not null,
  reader_id uuid not null,
  kind text not null check (kind in ('app', 'passkey')),
  name text not null check (length(name) between 1 and 100),
  sealed_secret bytea,
  last_step bigint not null default 0,
  credential_id text unique,
  public_key bytea,
  counter bigint not null default 0,
  transports text[] not null default '{}',
  created_at timestamptz not null default now(),
  used_at timestamptz,
  foreign key (account_id, reader_id) references users (account_id, id) on delete cascade,
  check ((kind = 'app') = (sealed_secret is not null)),
  check ((kind = 'passkey') = (credential_id is not null and public_key is not null))
);
create index user_authenticators_by_reader on user_authenticators (reader_id);
create table operator_authenticators (
  id uuid primary key,
  reader_id uuid not null references operators on delete cascade,
  kind text not null check (kind in ('app', 'passkey')),
  name text not null check (length(name) between 1 and 100),
  sealed_secret bytea,
  last_step bigint not null default 0,
  credential_id text unique,
  public_key bytea,
  counter bigint not null default 0,
  transports text[] not null default '{}',
  created_at timestamptz not null default now(),
  used_at timestamptz,
  check ((kind = 'app') = (sealed_secret is not null)),
  check ((kind = 'passkey') = (credential_id is not null and public_key is not null))
);
create index operator_authenticators_by_reader on operator_authenticators (reader_id);

create table user_recovery_codes (
  account_id uuid not null,
  reader_id uuid not null,
  code_mac bytea not null,
  used_at timestamptz,
  primary key (reader_id, code_mac),
  foreign key (account_id, reader_id) references users (account_id, id) on delete cascade
);
create table operator_recovery_codes (
  reader_id uuid not null references operators on delete cascade,
  code_mac bytea not null,
  used_at timestamptz,
  primary key (reader_id, code_mac)
);

-- ── Links in mails ───────────────────────────────────────────────────────────────────────────────────────────────
create table user_reset_links (
  id uuid primary key,
  account_id uuid not null,
  reader_id uuid not null,
  token_hash bytea not null unique,
  asked_by text not null check (asked_by in ('self', 'administrator', 'operator')),
  -- The address that it was mailed to: it is good for nobody who was given another since.
  mail text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz,
  foreign key (account_id, reader_id) references users (account_id, id) on delete cascade
);
create index user_reset_links_by_reader on user_reset_links (reader_id);
-- The one-time link with which an operator sets a password and pairs the first factor.
create table operator_reset_links (
  id uuid primary key,
  reader_id uuid not null references operators on delete cascade,
  token_hash bytea not null unique,
  asked_by text not null default 'operator',
  mail text not null,
  -- The app that is offered with it, until it is paired.
  pending_secret bytea,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz
);

create table user_mail_changes (
  id uuid primary key,
  account_id uuid not null,
  reader_id uuid not null,
  old_mail text not null,
  new_mail text not null check (length(new_mail) <= 254),
  confirm_hash bytea unique,
  undo_hash bytea unique,
  created_at timestamptz not null default now(),
  confirm_until timestamptz not null,
  undo_until timestamptz not null,
  confirmed_at timestamptz,
  undone_at timestamptz,
  foreign key (account_id, reader_id) references users (account_id, id) on delete cascade
);
create index user_mail_changes_by_reader on user_mail_changes (reader_id, created_at desc);

-- ── History and deliveries ───────────────────────────────────────────────────────────────────────────────────────
create table user_events (
  id uuid primary key,
  account_id uuid not null,
  reader_id uuid not null,
  -- As they were then: a history does not change with a rename.
  reader_name text not null default '',
  reader_user_id text not null default '',
  name text not null check (name ~ '^[a-z][a-z_.]{1,50}$'),
  result text not null default 'success' check (result in ('success', 'failure')),
  actor_kind text not null check (actor_kind in ('user', 'operator', 'system')),
  actor_id uuid,
  session_id uuid,
  address text not null default '',
  agent text not null default '',
  at timestamptz not null,
  foreign key (account_id, reader_id) references users (account_id, id) on delete cascade
);
create index user_events_of_account on user_events (account_id, at desc, id desc);
create index user_events_of_reader on user_events (account_id, reader_id, at desc, id desc);
create index user_events_of_session on user_events (session_id) where name = 'report.view.homepage';

create function app.name_event() returns trigger language plpgsql as $$
begin
  select user_id, display_name into new.reader_user_id, new.reader_name from users where id = new.reader_id;
  return new;
end
$$;
create trigger name_event before insert on user_events for each row execute function app.name_event();

create table mail_deliveries (
  id uuid primary key,
  account_id uuid not null,
  reader_id uuid not null,
  kind text not null,
  mail text not null,
  sent_at timestamptz,
  fault text,
  created_at timestamptz not null default now(),
  foreign key (account_id, reader_id) references users (account_id, id) on delete cascade
);
create index mail_deliveries_of_reader on mail_deliveries (account_id, reader_id, created_at desc);

-- ── Limits: counted here, so that they hold over every process ───────────────────────────────────────────────────
create table throttles (
  kind text not null,
  key text not null,
  count int not null,
  ends_at timestamptz not null,
  primary key (kind, key)
);
create index throttles_over on throttles (ends_at);

-- Takes one of `most` in a window of so many seconds that begins with the first; false when they are used up. The row
-- is locked while it changes: of any number at once, `most` pass.
create function app.take(its_kind text, its_key text, most int, seconds int) returns boolean
language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  taken int;
begin
  loop
    update throttles set
      count = case when ends_at <= clock_timestamp() then 1 else count + 1 end,
      ends_at = case when ends_at <= clock_timestamp() then clock_timestamp() + seconds * interval '1 second' else ends_at end
      where kind = its_kind and key = its_key returning count into taken;
    exit when found;
    begin
      insert into throttles values (its_kind, its_key, 1, clock_timestamp() + seconds * interval '1 second');
      taken := 1;
      exit;
    exception when unique_violation then
      -- Somebody else began the window in this very moment: count in theirs.
    end;
  end loop;
  return taken <= most;
end
$$;
-- Whether any are left, without taking one.
create function app.is_left(its_kind text, its_key text, most int) returns boolean
language sql stable security definer set search_path = public, app, pg_temp
  return not exists (select from public.throttles where kind = its_kind and key = its_key and count >= most and ends_at > clock_timestamp());
create function app.forget_takes(its_kind text, its_key text) returns void
language sql security definer set search_path = public, app, pg_temp
as $$ delete from throttles where kind = its_kind and key = its_key $$;
create function app.sweep_takes() returns void
language sql security definer set search_path = public, app, pg_temp
as $$ delete from throttles where ends_at < clock_timestamp() - interval '1 day' $$;
revoke execute on function app.take(text, text, int, int), app.is_left(text, text, int), app.forget_takes(text, text), app.sweep_takes() from public;
grant execute on function app.take(text, text, int, int), app.is_left(text, text, int), app.forget_takes(text, text)
  to madoguchi_portal, madoguchi_door, madoguchi_console;
grant execute on function app.sweep_takes() to madoguchi_worker;

-- ── The walls ────────────────────────────────────────────────────────────────────────────────────────────────────
do $$
declare
  t text;
begin
  foreach t in array array[
    'user_browsers', 'user_authenticators', 'user_recovery_codes', 'user_reset_links', 'user_mail_changes', 'user_events', 'mail_deliveries',
    'operator_browsers', 'operator_authenticators', 'operator_recovery_codes', 'operator_reset_links', 'throttles'
  ] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner on %I to madoguchi_owner using (true) with check (true)', t);
  end loop;
  foreach t in array array['operator_browsers', 'operator_authenticators', 'operator_recovery_codes', 'operator_reset_links'] loop
    execute format('create policy console on %I to madoguchi_console using (true) with check (true)', t);
    execute format('grant select, insert, update, delete on %I to madoguchi_console', t);
  end loop;
  -- The door knows every secret of signing in, and no word of any case.
  foreach t in array array['user_browsers', 'user_authenticators', 'user_recovery_codes', 'user_reset_links', 'user_mail_changes', 'user_events'] loop
    execute format('create policy door on %I to madoguchi_door using (true) with check (true)', t);
  end loop;
  foreach t in array array['user_browsers', 'user_authenticators', 'user_recovery_codes', 'user_events', 'mail_deliveries', 'user_passwords', 'user_sessions'] loop
    execute format('create policy console on %I to madoguchi_console using (true) with check (true)', t);
  end loop;
  -- One's own, and for an administrator the account's.
  foreach t in array array['user_browsers', 'user_authenticators', 'user_recovery_codes', 'user_passwords', 'user_sessions', 'user_contracts'] loop
    execute format('create policy portal on %I for select to madoguchi_portal using (account_id = (select app.account_id()) and (%s = (select app.user_id()) or (select app.is_administrator())))',
      t, case t when 'user_contracts' then 'user_id' else 'reader_id' end);
  end loop;
end
$$;

-- Door.
grant insert, update, delete on user_passwords to madoguchi_door;
grant select, insert, update, delete on user_browsers, user_authenticators, user_recovery_codes to madoguchi_door;
grant select on user_reset_links, user_mail_changes to madoguchi_door;
grant insert on user_mail_changes to madoguchi_door;
grant update (used_at) on user_reset_links to madoguchi_door;
grant update (confirmed_at, undone_at) on user_mail_changes to madoguchi_door;
grant insert on user_events to madoguchi_door;
grant update (mail, state, version, updated_at) on users to madoguchi_door;
create policy door_changes on users for update to madoguchi_door using (true) with check (true);

-- Portal: a contact's own facts, and an administrator's work on their own account.
create policy portal_administers on users for update to madoguchi_portal
  using (account_id = (select app.account_id()) and (select app.is_administrator()))
  with check (account_id = (select app.account_id()) and (select app.is_administrator()));
create policy portal_adds on users for insert to madoguchi_portal
  with check (account_id = (select app.account_id()) and (select app.is_administrator()) and state = 'invited');
grant select (user_id, given_name, family_name, job_title, bio, work_phone, mobile_phone, mail, easier_reading, picture_id, app_required, version, updated_at, created_at) on users to madoguchi_portal;
grant insert (id, account_id, user_id, canonical_user_id, display_name, given_name, family_name, mail, language, time_zone, role, state, app_required) on users to madoguchi_portal;
grant update (user_id, canonical_user_id, display_name, given_name, family_name, job_title, bio, work_phone, mobile_phone, mail, time_zone, easier_reading, picture_id,
  app_required, role, state, version, updated_at) on users to madoguchi_portal;

create policy portal_links on user_contracts for insert to madoguchi_portal
  with check (account_id = (select app.account_id()) and (select app.is_administrator()) and contract_id = any ((select app.contract_ids())::uuid[]));
create policy portal_unlinks on user_contracts for delete to madoguchi_portal
  using (account_id = (select app.account_id()) and (select app.is_administrator()) and contract_id = any ((select app.contract_ids())::uuid[]));
grant select, insert, delete on user_contracts to madoguchi_portal;

create policy portal_unlocks on user_passwords for update to madoguchi_portal
  using (account_id = (select app.account_id()) and (select app.is_administrator()))
  with check (account_id = (select app.account_id()) and (select app.is_administrator()));
create policy portal_unlocks on user_browsers for update to madoguchi_portal
  using (account_id = (select app.account_id()) and (select app.is_administrator()))
  with check (account_id = (select app.account_id()) and (select app.is_administrator()));
grant select (account_id, reader_id, failures, locked_until, changed_at, reset_at, code_failures) on user_passwords to madoguchi_portal;
grant update (failures, locked_until, code_failures) on user_passwords to madoguchi_portal;
grant select (account_id, reader_id, failures, locked_until, seen_at) on user_browsers to madoguchi_portal;
grant update (failures, locked_until) on user_browsers to madoguchi_portal;

create policy portal_ends on user_sessions for update to madoguchi_portal
  using (account_id = (select app.account_id()) and (reader_id = (select app.user_id()) or (select app.is_administrator())))
  with check (account_id = (select app.account_id()));
grant select (id, account_id, reader_id, created_at, seen_at, expires_at, ended_at, confirmed_at, address, agent) on user_sessions to madoguchi_portal;
grant update (ended_at) on user_sessions to madoguchi_portal;

create policy portal_removes on user_authenticators for delete to madoguchi_portal
  using (account_id = (select app.account_id()) and (reader_id = (select app.user_id()) or (select app.is_administrator())));
create policy portal_names on user_authenticators for update to madoguchi_portal
  using (account_id = (select app.account_id()) and reader_id = (select app.user_id()))
  with check (account_id = (select app.account_id()) and reader_id = (select app.user_id()));
create policy portal_removes on user_recovery_codes for delete to madoguchi_portal
  using (account_id = (select app.account_id()) and (reader_id = (select app.user_id()) or (select app.is_administrator())));
grant select (id, account_id, reader_id, kind, name, created_at, used_at) on user_authenticators to madoguchi_portal;
grant update (name) on user_authenticators to madoguchi_portal;
grant delete on user_authenticators, user_recovery_codes to madoguchi_portal;
grant select (account_id, reader_id, used_at) on user_recovery_codes to madoguchi_portal;

create policy portal on user_mail_changes for select to madoguchi_portal
  using (account_id = (select app.account_id()) and reader_id = (select app.user_id()));
grant select (id, account_id, reader_id, old_mail, new_mail, created_at, confirm_until, confirmed_at, undone_at) on user_mail_changes to madoguchi_portal;

-- An administrator's change is noted as confirmed, for the mail to the old address; it carries no links.
create policy portal_notes on user_mail_changes for insert to madoguchi_portal
  with check (account_id = (select app.account_id()) and (select app.is_administrator()) and confirmed_at is not null and reader_id <> (select app.user_id()));
grant insert (id, account_id, reader_id, old_mail, new_mail, confirm_until, undo_until, confirmed_at) on user_mail_changes to madoguchi_portal;
create policy portal_sees on user_mail_changes for select to madoguchi_portal
  using (account_id = (select app.account_id()) and (select app.is_administrator()));
create policy portal_ends on user_mail_changes for update to madoguchi_portal
  using (account_id = (select app.account_id()) and (select app.is_administrator()))
  with check (account_id = (select app.account_id()) and (select app.is_administrator()));
grant update (undone_at) on user_mail_changes to madoguchi_portal;
create policy console on user_mail_changes to madoguchi_console using (true) with check (true);
grant select (id, account_id, reader_id, created_at, confirmed_at, undone_at), update (undone_at) on user_mail_changes to madoguchi_console;

create policy portal_reads on user_events for select to madoguchi_portal
  using (account_id = (select app.account_id()) and (reader_id = (select app.user_id()) or (select app.is_administrator())));
create policy portal_writes on user_events for insert to madoguchi_portal
  with check (account_id = (select app.account_id()) and (reader_id = (select app.user_id()) or (select app.is_administrator()))
    and actor_kind = 'user' and actor_id = (select app.user_id()));
grant select, insert on user_events to madoguchi_portal;

-- Administrators decide what follows the password in their own account (D-1).
create policy portal_decides on accounts for update to madoguchi_portal
  using (id = (select app.account_id()) and (select app.is_administrator()))
  with check (id = (select app.account_id()) and (select app.is_administrator()));
grant update (second_factor) on accounts to madoguchi_portal;

-- Console: support of every customer's users; passwords and factors are never shown, only that they exist.
grant update (state, version, updated_at) on users to madoguchi_console;
grant select (account_id, reader_id, failures, locked_until, changed_at, reset_at, code_failures) on user_passwords to madoguchi_console;
grant update (failures, locked_until, reset_at, code_failures) on user_passwords to madoguchi_console;
grant select (account_id, reader_id, failures, locked_until, seen_at) on user_browsers to madoguchi_console;
grant update (failures, locked_until) on user_browsers to madoguchi_console;
grant select (id, account_id, reader_id, created_at, seen_at, expires_at, ended_at, address, agent) on user_sessions to madoguchi_console;
grant update (ended_at) on user_sessions to madoguchi_console;
grant select (id, account_id, reader_id, kind, name, created_at, used_at) on user_authenticators to madoguchi_console;
grant delete on user_authenticators, user_recovery_codes to madoguchi_console;
grant select (account_id, reader_id, used_at) on user_recovery_codes to madoguchi_console;
grant select, insert on user_events to madoguchi_console;
grant select on mail_deliveries to madoguchi_console;
grant insert, update, delete on operator_passwords to madoguchi_console;
grant update (state, display_name, time_zone) on operators to madoguchi_console;

-- Worker: makes tokens at the moment of mailing, writes what was delivered, and sweeps what is over.
create policy worker on user_reset_links for insert to madoguchi_worker with check (account_id = (select app.account_id()));
create policy worker on user_mail_changes for select to madoguchi_worker using (account_id = (select app.account_id()));
create policy worker_tokens on user_mail_changes for update to madoguchi_worker
  using (account_id = (select app.account_id())) with check (account_id = (select app.account_id()));
create policy worker on user_events for select to madoguchi_worker using (account_id = (select app.account_id()));
create policy worker_writes on user_events for insert to madoguchi_worker with check (account_id = (select app.account_id()));
-- No deployment keeps its history for less than thirty days.
create policy worker_sweep on user_events for select to madoguchi_worker using (at < now() - interval '30 days');
create policy worker_sweeps on user_events for delete to madoguchi_worker using (at < now() - interval '30 days');
create policy worker on mail_deliveries to madoguchi_worker using (account_id = (select app.account_id())) with check (account_id = (select app.account_id()));
create policy worker on user_passwords for select to madoguchi_worker using (account_id = (select app.account_id()));
grant insert on user_reset_links to madoguchi_worker;
grant select on user_mail_changes to madoguchi_worker;
grant update (confirm_hash, undo_hash) on user_mail_changes to madoguchi_worker;
grant select, insert, delete on user_events to madoguchi_worker;
grant select, insert, update on mail_deliveries to madoguchi_worker;
grant select (account_id, reader_id, locked_until, reset_at) on user_passwords to madoguchi_worker;

-- What is long over goes by itself. Each policy says from when on, whatever the program asks for.
create policy worker_sees_over on user_sessions for select to madoguchi_worker using (expires_at < now() - interval '30 days');
create policy worker_sweeps on user_sessions for delete to madoguchi_worker using (expires_at < now() - interval '30 days');
create policy worker_sees_over on user_sign_in_attempts for select to madoguchi_worker using (expires_at < now() - interval '1 day');
create policy worker_sweeps on user_sign_in_attempts for delete to madoguchi_worker using (expires_at < now() - interval '1 day');
create policy worker_sees_over on user_reset_links for select to madoguchi_worker using (expires_at < now() - interval '30 days');
create policy worker_sweeps on user_reset_links for delete to madoguchi_worker using (expires_at < now() - interval '30 days');
create policy worker_sees_over on user_mail_changes for select to madoguchi_worker using (undo_until < now() - interval '30 days');
create policy worker_sweeps on user_mail_changes for delete to madoguchi_worker using (undo_until < now() - interval '30 days');
create policy worker_sees_over on user_browsers for select to madoguchi_worker using (seen_at < now() - interval '400 days');
create policy worker_sweeps on user_browsers for delete to madoguchi_worker using (seen_at < now() - interval '400 days');
create policy worker_sweeps on mail_deliveries for delete to madoguchi_worker using (created_at < now() - interval '30 days');
create policy worker_sees_over on mail_deliveries for select to madoguchi_worker using (created_at < now() - interval '30 days');
grant select (id, expires_at), delete on user_sessions, user_sign_in_attempts, user_reset_links to madoguchi_worker;
grant delete on user_mail_changes, mail_deliveries to madoguchi_worker;
grant select (seen_at), delete on user_browsers to madoguchi_worker;

-- ── What each edge reads in one look ─────────────────────────────────────────────────────────────────────────────
create or replace view user_sign_in_candidates with (security_invoker) as
  select u.canonical_user_id, u.id as reader_id, u.account_id, u.mail, u.display_name, u.language, u.state, p.hash,
    u.user_id, u.app_required, a.second_factor, a.name as account_name, p.code_failures, p.locked_until, p.reset_at, u.given_name, u.family_name
  from users u join accounts a on a.id = u.account_id left join user_passwords p on p.reader_id = u.id;
create or replace view operator_sign_in_candidates with (security_invoker) as
  select o.canonical_user_id, o.id as reader_id, null::uuid as account_id, o.mail, o.display_name, o.language, o.state, p.hash,
    o.user_id, true as app_required, 'app_required'::text as second_factor, ''::text as account_name, p.code_failures, p.locked_until, p.reset_at, ''::text as given_name, ''::text as family_name
  from operators o left join operator_passwords p on p.reader_id = o.id;

create or replace view user_session_readers with (security_invoker) as
  select s.id as session_id, s.token_hash, s.seen_at, s.expires_at, s.ended_at,
    u.id as reader_id, u.account_id, a.name as account_name, u.display_name, u.language, u.time_zone, u.role,
    coalesce((
      select json_agg(json_build_object('id', c.id, 'number', c.number, 'holderName', c.holder_name,
        'service', json_build_object('id', v.id, 'nameJa', v.name_ja, 'nameEn', v.name_en)) order by c.number desc)
      from user_contracts l join contracts c on c.id = l.contract_id join services v on v.id = c.service_id
      where l.account_id = u.account_id and l.user_id = u.id), '[]') as contracts,
    u.easier_reading, u.picture_id
  from user_sessions s join users u on u.id = s.reader_id join accounts a on a.id = u.account_id
  where u.state = 'active';

-- A contact as the account's administrator and the operators see one.
create view contact_cards with (security_invoker) as
  select u.id, u.account_id, a.name as account_name, u.user_id, u.display_name, u.given_name, u.family_name, u.mail, u.job_title, u.work_phone, u.mobile_phone,
    u.language, u.time_zone, u.role, u.state, u.app_required, u.picture_id, u.created_at, u.updated_at, u.version,
    l.locked_until is not null as locked, l.locked_until, p.changed_at as password_changed_at, p.reset_at, p.reader_id is not null as has_password,
    coalesce(p.code_failures >= 100, false) as codes_used_up
  from users u join accounts a on a.id = u.account_id left join user_passwords p on p.reader_id = u.id
  -- Locked out from anywhere, be it from a browser that is known.
  cross join lateral (select max(until) as locked_until from (
    select p.locked_until as until union all select b.locked_until from user_browsers b where b.reader_id = u.id) t where until > now()) l;
grant select on contact_cards to madoguchi_portal, madoguchi_console;

-- What an account has, for whoever links its contacts.
create view account_contracts with (security_invoker) as
  select c.account_id, c.id as contract_id, c.number as contract_number, c.holder_name, s.name_ja, s.name_en
  from contracts c join services s on s.id = c.service_id;
grant select on account_contracts to madoguchi_portal, madoguchi_console;

-- When a password was last set through a link, for the job that mails the next one.
create view user_reset_pauses with (security_invoker) as select account_id, reader_id, reset_at from user_passwords where reset_at is not null;
grant select on user_reset_pauses to madoguchi_worker;
