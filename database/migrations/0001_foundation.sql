-- The first shape of the database: accounts, contracts, people, sign-in, cases and their attachments.
-- Every table that a customer's role can reach carries account_id, is walled by forced row-level security, and is joined
-- by keys that start with account_id, so that a row of one account can never point at a row of another.

create schema app;
grant usage on schema app to madoguchi_portal, madoguchi_door, madoguchi_console, madoguchi_worker;

-- After a transaction the settings are '' rather than null.
create function app.account_id() returns uuid language sql stable parallel safe
  return nullif(current_setting('app.account_id', true), '')::uuid;
create function app.user_id() returns uuid language sql stable parallel safe
  return nullif(current_setting('app.user_id', true), '')::uuid;
create function app.contract_ids() returns uuid[] language sql stable parallel safe
  return coalesce(nullif(current_setting('app.contract_ids', true), '')::uuid[], '{}');

-- ── What the provider sells ──────────────────────────────────────────────────────────────────────────────────────
create table services (
  id text primary key check (id ~ '^[a-z][a-z0-9-]{1,40}$'),
  name_ja text not null,
  name_en text not null
);
grant select on services to madoguchi_portal, madoguchi_door, madoguchi_console, madoguchi_worker;

-- ── Customers ────────────────────────────────────────────────────────────────────────────────────────────────────
create table accounts (
  id uuid primary key,
  name text not null check (length(name) between 1 and 200),
  created_at timestamptz not null default now()
);

create table contracts (
  id uuid primary key,
  account_id uuid not null references accounts,
  number text not null unique check (number ~ '^[A-Z][0-9]{8,9}$'),
  holder_name text not null check (length(holder_name) between 1 and 200),
  service_id text not null references services,
  started_on date not null,
  unique (account_id, id)
);

create table users (
  id uuid primary key,
  account_id uuid not null references accounts,
  user_id text not null check (length(user_id) between 1 and 40),
  canonical_user_id text not null unique,
  display_name text not null check (length(display_name) between 1 and 200),
  mail text not null check (length(mail) <= 254),
  language text not null default 'ja' check (language in ('ja', 'en')),
  time_zone text not null default 'Asia/Tokyo',
  role text not null default 'contact' check (role in ('contact', 'administrator')),
  state text not null default 'invited' check (state in ('invited', 'active', 'disabled')),
  created_at timestamptz not null default now(),
  unique (account_id, id)
);

create table user_contracts (
  account_id uuid not null,
  user_id uuid not null,
  contract_id uuid not null,
  primary key (account_id, user_id, contract_id),
  foreign key (account_id, user_id) references users (account_id, id) on delete cascade,
  foreign key (account_id, contract_id) references contracts (account_id, id) on delete cascade
);

-- ── Signing in, customers ────────────────────────────────────────────────────────────────────────────────────────
create table user_passwords (
  account_id uuid not null,
  reader_id uuid primary key,
  hash text not null,
  failures int not null default 0,
  locked_until timestamptz,
  foreign key (account_id, reader_id) references users (account_id, id) on delete cascade
);

create table user_sign_in_attempts (
  id uuid primary key,
  account_id uuid not null,
  reader_id uuid not null,
  token_hash bytea not null unique,
  code_hash bytea,
  code_sent_at timestamptz,
  tries int not null default 0,
  mails int not null default 0,
  expires_at timestamptz not null,
  done_at timestamptz,
  foreign key (account_id, reader_id) references users (account_id, id) on delete cascade
);
create index user_sign_in_attempts_by_reader on user_sign_in_attempts (account_id, reader_id, expires_at);

create table user_sessions (
  id uuid primary key,
  account_id uuid not null,
  reader_id uuid not null,
  token_hash bytea not null unique,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  foreign key (account_id, reader_id) references users (account_id, id) on delete cascade
);
create index user_sessions_by_reader on user_sessions (account_id, reader_id) where ended_at is null;

-- ── Operators: the provider's people, in tables of their own ─────────────────────────────────────────────────────
create table operators (
  id uuid primary key,
  user_id text not null,
  canonical_user_id text not null unique,
  display_name text not null,
  mail text not null,
  language text not null default 'ja' check (language in ('ja', 'en')),
  time_zone text not null default 'Asia/Tokyo',
  state text not null default 'active' check (state in ('invited', 'active', 'disabled'))
);

create table operator_passwords (
  reader_id uuid primary key references operators on delete cascade,
  hash text not null,
  failures int not null default 0,
  locked_until timestamptz
);

create table operator_sign_in_attempts (
  id uuid primary key,
  reader_id uuid not null references operators on delete cascade,
  token_hash bytea not null unique,
  code_hash bytea,
  code_sent_at timestamptz,
  tries int not null default 0,
  mails int not null default 0,
  expires_at timestamptz not null,
  done_at timestamptz
);

create table operator_sessions (
  id uuid primary key,
  reader_id uuid not null references operators on delete cascade,
  token_hash bytea not null unique,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz
);

-- ── Cases ────────────────────────────────────────────────────────────────────────────────────────────────────────
create sequence case_numbers as bigint start 21600 maxvalue 9999999;

create table cases (
  id uuid primary key,
  account_id uuid not null,
  contract_id uuid not null,
  number text not null unique check (number ~ '^CS[0-9]{7}$'),
  status text not null default 'new' check (status in ('new', 'in_progress', 'awaiting_customer', 'resolved', 'closed')),
  category text not null check (category in (
    'service', 'product', 'alert', 'failure', 'monthly_report_question', 'other',
    'work_request', 'monthly_report', 'alarm', 'health_check', 'credit_overrun')),
  subject text not null default '' check (length(subject) <= 200),
  contact_id uuid,
  assignee_id uuid references operators,
  replied_at timestamptz,
  version int not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  closed_at timestamptz,
  unique (account_id, id),
  unique (account_id, contract_id, id),
  foreign key (account_id, contract_id) references contracts (account_id, id),
  foreign key (account_id, contact_id) references users (account_id, id)
);
create index cases_by_account on cases (account_id, updated_at desc, id desc) include (contract_id, status, category);
create index cases_by_category on cases (account_id, category, updated_at desc, id desc) include (contract_id);
create index cases_by_status on cases (account_id, status, updated_at desc, id desc) include (contract_id);
create index cases_queued on cases (status, updated_at, id) where status <> 'closed';
create index cases_open on cases (updated_at, id) where status <> 'closed';
create index cases_replied on cases (replied_at, id) where replied_at is not null and status <> 'closed';
create index cases_of_assignee on cases (assignee_id, updated_at, id) where status <> 'closed';

-- How many cases of each kind a contract has, kept with every change of a case: the list shows exact counts without
-- counting, however many cases an account has.
create table case_tallies (
  account_id uuid not null,
  contract_id uuid not null,
  status text not null,
  category text not null,
  count bigint not null check (count >= 0),
  primary key (account_id, contract_id, status, category),
  foreign key (account_id, contract_id) references contracts (account_id, id)
);

create function app.add_to_tally(account uuid, contract uuid, its_status text, its_category text, difference int) returns void
language plpgsql as $$
begin
  loop
    update case_tallies set count = count + difference
      where account_id = account and contract_id = contract and status = its_status and category = its_category;
    exit when found;
    begin
      insert into case_tallies values (account, contract, its_status, its_category, difference);
      exit;
    exception when unique_violation then
      -- Somebody else made the row in this very moment: add to theirs.
    end;
  end loop;
end
$$;

-- Runs as the owner, because no serving role may write tallies. Two rows change in one order everywhere, so that two
-- cases that swap their states never wait for each other.
create function app.tally_case() returns trigger language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  if tg_op = 'DELETE' then
    perform app.add_to_tally(old.account_id, old.contract_id, old.status, old.category, -1);
  elsif tg_op = 'INSERT' then
    perform app.add_to_tally(new.account_id, new.contract_id, new.status, new.category, 1);
  elsif (old.status, old.category) < (new.status, new.category) then
    perform app.add_to_tally(old.account_id, old.contract_id, old.status, old.category, -1);
    perform app.add_to_tally(new.account_id, new.contract_id, new.status, new.category, 1);
  elsif (old.status, old.category) > (new.status, new.category) then
    perform app.add_to_tally(new.account_id, new.contract_id, new.status, new.category, 1);
    perform app.add_to_tally(old.account_id, old.contract_id, old.status, old.category, -1);
  end if;
  return null;
end
$$;
revoke execute on function app.tally_case(), app.add_to_tally(uuid, uuid, text, text, int) from public;
create trigger tally_case after insert or delete or update of status, category on cases for each row execute function app.tally_case();

create table activities (
  id uuid primary key,
  account_id uuid not null,
  contract_id uuid not null,
  case_id uuid not null,
  kind text not null check (kind in ('opened', 'comment', 'status')),
  author_kind text not null check (author_kind in ('user', 'operator', 'system')),
  author_id uuid,
  body jsonb,
  body_text text,
  from_status text,
  to_status text,
  created_at timestamptz not null,
  unique (account_id, id),
  foreign key (account_id, contract_id, case_id) references cases (account_id, contract_id, id)
);
create index activities_of_case on activities (case_id, created_at desc, id desc);

create table work_notes (
  id uuid primary key,
  account_id uuid not null,
  case_id uuid not null,
  author_id uuid not null references operators,
  body jsonb not null,
  body_text text not null,
  created_at timestamptz not null,
  unique (account_id, id),
  foreign key (account_id, case_id) references cases (account_id, id)
);
create index work_notes_of_case on work_notes (case_id, created_at desc, id desc);

-- One row per answered submission: a form sent twice gives one case.
create table submissions (
  account_id uuid not null,
  sender_id uuid not null,
  key uuid not null,
  deed text not null check (deed in ('open', 'comment', 'note')),
  -- Of all that was sent with it: the same key with other words is not the same submission.
  fingerprint bytea not null,
  result_id uuid not null,
  created_at timestamptz not null,
  primary key (account_id, sender_id, key, deed)
);

create table case_viewers (
  stream_id uuid primary key,
  case_id uuid not null references cases on delete cascade,
  operator_id uuid not null references operators on delete cascade,
  seen_at timestamptz not null
);
create index case_viewers_of_case on case_viewers (case_id, seen_at);

create table attachments (
  id uuid primary key,
  account_id uuid not null references accounts,
  contract_id uuid,
  case_id uuid,
  activity_id uuid,
  work_note_id uuid,
  audience text not null default 'customer' check (audience in ('customer', 'internal')),
  owner_kind text not null check (owner_kind in ('user', 'operator', 'system')),
  owner_id uuid,
  name text not null check (length(name) between 1 and 200),
  size bigint not null check (size >= 0),
  content_type text not null,
  sha256 bytea not null,
  scan text not null default 'unchecked' check (scan in ('unchecked', 'clean', 'infected')),
  created_at timestamptz not null,
  foreign key (account_id, contract_id, case_id) references cases (account_id, contract_id, id),
  foreign key (account_id, activity_id) references activities (account_id, id),
  foreign key (account_id, work_note_id) references work_notes (account_id, id),
  check ((case_id is null) = (contract_id is null)),
  check (work_note_id is null or audience = 'internal')
);
create index attachments_of_case on attachments (case_id, created_at) where case_id is not null;
create index attachments_waiting on attachments (created_at) where case_id is null;

-- ── The walls ────────────────────────────────────────────────────────────────────────────────────────────────────
do $$
declare
  t text;
begin
  foreach t in array array[
    'accounts', 'contracts', 'users', 'user_contracts', 'user_passwords', 'user_sign_in_attempts', 'user_sessions',
    'cases', 'case_tallies', 'activities', 'work_notes', 'submissions', 'case_viewers', 'attachments'
  ] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    -- The owner migrates and seeds; no process serves anybody as the owner.
    execute format('create policy owner on %I to madoguchi_owner using (true) with check (true)', t);
  end loop;
  foreach t in array array['operators', 'operator_passwords', 'operator_sign_in_attempts', 'operator_sessions'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner on %I to madoguchi_owner using (true) with check (true)', t);
    execute format('create policy console on %I to madoguchi_console using (true) with check (true)', t);
  end loop;
end
$$;

-- Portal: the account of the transaction, narrowed to the contracts of the reader.
create policy portal on accounts for select to madoguchi_portal using (id = (select app.account_id()));
create policy portal on contracts for select to madoguchi_portal
  using (account_id = (select app.account_id()) and id = any ((select app.contract_ids())::uuid[]));
create policy portal on users for select to madoguchi_portal using (account_id = (select app.account_id()));
create policy portal_self on users for update to madoguchi_portal
  using (account_id = (select app.account_id()) and id = (select app.user_id()))
  with check (account_id = (select app.account_id()) and id = (select app.user_id()));
-- array_position instead of = any: the planner would take the two conditions for independent and expect a handful of
-- rows of an account that has fifty thousand.
create policy portal on cases to madoguchi_portal
  using (account_id = (select app.account_id()) and array_position((select app.contract_ids()), contract_id) is not null)
  with check (account_id = (select app.account_id()) and array_position((select app.contract_ids()), contract_id) is not null);
create policy portal on case_tallies for select to madoguchi_portal
  using (account_id = (select app.account_id()) and array_position((select app.contract_ids()), contract_id) is not null);
create policy portal on activities to madoguchi_portal
  using (account_id = (select app.account_id()) and contract_id = any ((select app.contract_ids())::uuid[]))
  with check (account_id = (select app.account_id()) and contract_id = any ((select app.contract_ids())::uuid[])
    and author_kind = 'user' and author_id = (select app.user_id()));
create policy portal on submissions to madoguchi_portal
  using (account_id = (select app.account_id()) and sender_id = (select app.user_id()))
  with check (account_id = (select app.account_id()) and sender_id = (select app.user_id()));
-- An upload is its owner's until it is attached; an attached file follows its case.
create policy portal on attachments to madoguchi_portal
  using (account_id = (select app.account_id()) and audience = 'customer' and (
    contract_id = any ((select app.contract_ids())::uuid[])
    or (case_id is null and owner_kind = 'user' and owner_id = (select app.user_id()))))
  with check (account_id = (select app.account_id()) and audience = 'customer'
    and owner_kind = 'user' and owner_id = (select app.user_id())
    and (contract_id is null or contract_id = any ((select app.contract_ids())::uuid[])));

grant select on accounts, contracts, cases, case_tallies, activities to madoguchi_portal;
grant select (id, account_id, display_name, language, time_zone, role, state) on users to madoguchi_portal;
grant update (language) on users to madoguchi_portal;
grant insert (id, account_id, contract_id, number, category, subject, contact_id, created_at, updated_at) on cases to madoguchi_portal;
grant update (status, replied_at, version, updated_at, closed_at) on cases to madoguchi_portal;
grant insert on activities to madoguchi_portal;
grant select, insert on submissions to madoguchi_portal;
grant select (id, account_id, contract_id, case_id, activity_id, audience, owner_kind, owner_id, name, size, content_type, scan, created_at) on attachments to madoguchi_portal;
grant insert (id, account_id, owner_kind, owner_id, name, size, content_type, sha256, created_at) on attachments to madoguchi_portal;
grant update (contract_id, case_id, activity_id) on attachments to madoguchi_portal;
grant delete on attachments to madoguchi_portal;
create policy portal_delete on attachments as restrictive for delete to madoguchi_portal
  using (case_id is null and owner_kind = 'user' and owner_id = (select app.user_id()));
create policy portal_attach on attachments as restrictive for update to madoguchi_portal
  using (case_id is null and owner_kind = 'user' and owner_id = (select app.user_id())) with check (true);
grant usage on sequence case_numbers to madoguchi_portal;

-- Door: who may come in. It knows people, passwords and sessions, and no word of any case.
create policy door on accounts for select to madoguchi_door using (true);
create policy door on contracts for select to madoguchi_door using (true);
create policy door on users for select to madoguchi_door using (true);
create policy door on user_contracts for select to madoguchi_door using (true);
create policy door on user_passwords to madoguchi_door using (true) with check (true);
create policy door on user_sign_in_attempts to madoguchi_door using (true) with check (true);
create policy door on user_sessions to madoguchi_door using (true) with check (true);
grant select on accounts, contracts, users, user_contracts to madoguchi_door;
grant select on user_passwords to madoguchi_door;
grant update (failures, locked_until) on user_passwords to madoguchi_door;
grant select, insert, update, delete on user_sign_in_attempts, user_sessions to madoguchi_door;

-- Console: operators answer every account.
do $$
declare
  t text;
begin
  foreach t in array array['accounts', 'contracts', 'users', 'user_contracts', 'cases', 'activities', 'work_notes', 'submissions', 'case_viewers', 'attachments'] loop
    execute format('create policy console on %I to madoguchi_console using (true) with check (true)', t);
  end loop;
end
$$;
grant select on accounts, contracts, users, user_contracts to madoguchi_console;
grant select, insert on cases, activities, work_notes, submissions to madoguchi_console;
grant update (status, category, subject, assignee_id, replied_at, version, updated_at, closed_at) on cases to madoguchi_console;
grant select, insert, update, delete on attachments, case_viewers to madoguchi_console;
grant usage on sequence case_numbers to madoguchi_console;
grant select on operators, operator_passwords to madoguchi_console;
grant update (language) on operators to madoguchi_console;
grant update (failures, locked_until) on operator_passwords to madoguchi_console;
grant select, insert, update, delete on operator_sign_in_attempts, operator_sessions to madoguchi_console;

-- Worker: one account per job, as the transaction says.
create policy worker on accounts for select to madoguchi_worker using (id = (select app.account_id()));
create policy worker on contracts for select to madoguchi_worker using (account_id = (select app.account_id()));
create policy worker on users for select to madoguchi_worker using (account_id = (select app.account_id()));
create policy worker on user_contracts for select to madoguchi_worker using (account_id = (select app.account_id()));
create policy worker on cases for select to madoguchi_worker using (account_id = (select app.account_id()));
create policy worker on activities for select to madoguchi_worker using (account_id = (select app.account_id()));
create policy worker on attachments for select to madoguchi_worker using (account_id = (select app.account_id()) or case_id is null);
create policy worker_sweep on attachments for delete to madoguchi_worker using (case_id is null);
create policy worker on user_sign_in_attempts for select to madoguchi_worker using (account_id = (select app.account_id()));
create policy worker on operators for select to madoguchi_worker using (true);
create policy worker on operator_sign_in_attempts for select to madoguchi_worker using (true);
grant select on accounts, contracts, users, user_contracts, cases, activities, operators to madoguchi_worker;
grant select, delete on attachments to madoguchi_worker;
-- The worker makes the mailed code when it sends it, so that no job carries one.
create policy worker_code on user_sign_in_attempts for update to madoguchi_worker
  using (account_id = (select app.account_id())) with check (account_id = (select app.account_id()));
create policy worker_code on operator_sign_in_attempts for update to madoguchi_worker using (true) with check (true);
grant select (id, account_id, reader_id, expires_at, done_at) on user_sign_in_attempts to madoguchi_worker;
grant select (id, reader_id, expires_at, done_at) on operator_sign_in_attempts to madoguchi_worker;
grant update (code_hash, code_sent_at) on user_sign_in_attempts, operator_sign_in_attempts to madoguchi_worker;

-- ── What the door reads, in one look ─────────────────────────────────────────────────────────────────────────────
create view user_sign_in_candidates with (security_invoker) as
  select u.canonical_user_id, u.id as reader_id, u.account_id, u.mail, u.display_name, u.language, u.state, p.hash
  from users u join user_passwords p on p.reader_id = u.id;
create view operator_sign_in_candidates with (security_invoker) as
  select o.canonical_user_id, o.id as reader_id, null::uuid as account_id, o.mail, o.display_name, o.language, o.state, p.hash
  from operators o join operator_passwords p on p.reader_id = o.id;

create view user_session_readers with (security_invoker) as
  select s.id as session_id, s.token_hash, s.seen_at, s.expires_at, s.ended_at,
    u.id as reader_id, u.account_id, a.name as account_name, u.display_name, u.language, u.time_zone, u.role,
    coalesce((
      select json_agg(json_build_object('id', c.id, 'number', c.number, 'holderName', c.holder_name,
        'service', json_build_object('id', v.id, 'nameJa', v.name_ja, 'nameEn', v.name_en)) order by c.number desc)
      from user_contracts l join contracts c on c.id = l.contract_id join services v on v.id = c.service_id
      where l.account_id = u.account_id and l.user_id = u.id), '[]') as contracts
  from user_sessions s join users u on u.id = s.reader_id join accounts a on a.id = u.account_id
  where u.state = 'active';
create view operator_session_readers with (security_invoker) as
  select s.id as session_id, s.token_hash, s.seen_at, s.expires_at, s.ended_at,
    o.id as reader_id, o.display_name, o.language, o.time_zone
  from operator_sessions s join operators o on o.id = s.reader_id
  where o.state = 'active';
grant select on user_sign_in_candidates, user_session_readers to madoguchi_door;
grant select on operator_sign_in_candidates, operator_session_readers to madoguchi_console;

-- Who stands behind a contract, for operators.
create view contract_parties with (security_invoker) as
  select c.id as contract_id, a.name as account_name, c.number as contract_number, c.holder_name, s.name_ja, s.name_en
  from contracts c join accounts a on a.id = c.account_id join services s on s.id = c.service_id;
grant select on contract_parties to madoguchi_console, madoguchi_worker;
