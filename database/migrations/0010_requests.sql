-- A contact's order of work, from its sending to the decision; a record of its own before there is any case.

create sequence request_numbers as bigint start 1001 maxvalue 9999999;

create table requests (
  id uuid primary key,
  account_id uuid not null,
  contract_id uuid not null,
  number text not null unique check (number ~ '^WR[0-9]{7}$'),
  item_id uuid not null references catalog_items,
  -- The version that was filled in: a renamed item keeps its old name here.
  item_version int not null,
  answers jsonb not null,
  -- What was quoted; a later price changes nothing.
  points int not null check (points >= 0),
  -- The month whose points were held: its first day in the provider's calendar.
  month date not null check (extract(day from month) = 1),
  state text not null default 'open' check (state in ('open', 'accepted', 'refused', 'withdrawn')),
  requester_id uuid not null,
  -- Since when a question waits for the customer's answer.
  asked_at timestamptz,
  claimed_by uuid references operators,
  decided_by uuid references operators,
  decided_at timestamptz,
  -- Why it was refused, for the customer to read.
  reason text check (length(reason) <= 4000),
  case_id uuid,
  version int not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (account_id, id),
  unique (account_id, contract_id, id),
  foreign key (account_id, contract_id) references contracts (account_id, id),
  foreign key (account_id, requester_id) references users (account_id, id),
  foreign key (account_id, contract_id, case_id) references cases (account_id, contract_id, id),
  foreign key (item_id, item_version) references catalog_versions (item_id, version),
  check ((state = 'accepted') = (case_id is not null)),
  check ((state = 'open') = (decided_at is null)),
  check (state <> 'refused' or reason is not null)
);
create index requests_by_account on requests (account_id, updated_at desc, id desc) include (contract_id, state);
create index requests_queued on requests (created_at, id) where state = 'open';
create index requests_decided on requests (decided_at desc, id desc) where state <> 'open';

create table request_entries (
  id uuid primary key,
  account_id uuid not null,
  contract_id uuid not null,
  request_id uuid not null,
  kind text not null check (kind in ('submitted', 'question', 'answer', 'accepted', 'refused', 'withdrawn', 'claimed', 'returned', 'note')),
  audience text not null default 'customer' check (audience in ('customer', 'internal')),
  author_kind text not null check (author_kind in ('user', 'operator')),
  author_id uuid not null,
  words text check (length(words) between 1 and 4000),
  at timestamptz not null,
  unique (account_id, id),
  foreign key (account_id, contract_id, request_id) references requests (account_id, contract_id, id) on delete cascade,
  check ((audience = 'internal') = (kind in ('claimed', 'returned', 'note')))
);
create index request_entries_of_request on request_entries (account_id, request_id, at, id);

do $$
declare
  t text;
begin
  foreach t in array array['requests', 'request_entries'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner on %I to madoguchi_owner using (true) with check (true)', t);
    execute format('create policy console on %I to madoguchi_console using (true) with check (true)', t);
    execute format('create policy worker on %I for select to madoguchi_worker using (account_id = (select app.account_id()))', t);
  end loop;
end
$$;
create policy portal on requests for select to madoguchi_portal
  using (account_id = (select app.account_id()) and contract_id = any ((select app.contract_ids())::uuid[]));
create policy portal_sends on requests for insert to madoguchi_portal
  with check (account_id = (select app.account_id()) and contract_id = any ((select app.contract_ids())::uuid[])
    and requester_id = (select app.user_id()) and state = 'open');
create policy portal_changes on requests for update to madoguchi_portal
  using (account_id = (select app.account_id()) and contract_id = any ((select app.contract_ids())::uuid[]) and state = 'open')
  with check (account_id = (select app.account_id()) and contract_id = any ((select app.contract_ids())::uuid[]) and state in ('open', 'withdrawn'));
grant select (id, account_id, contract_id, number, item_id, item_version, answers, points, month, state, requester_id, asked_at, decided_at, reason, case_id, version, created_at, updated_at)
  on requests to madoguchi_portal;
grant insert (id, account_id, contract_id, number, item_id, item_version, answers, points, month, requester_id, created_at, updated_at) on requests to madoguchi_portal;
grant update (state, asked_at, decided_at, version, updated_at) on requests to madoguchi_portal;
create policy portal on request_entries for select to madoguchi_portal
  using (account_id = (select app.account_id()) and contract_id = any ((select app.contract_ids())::uuid[]) and audience = 'customer');
create policy portal_writes on request_entries for insert to madoguchi_portal
  with check (account_id = (select app.account_id()) and contract_id = any ((select app.contract_ids())::uuid[]) and kind in ('submitted', 'answer', 'withdrawn')
    and author_kind = 'user' and author_id = (select app.user_id()));
grant select, insert on request_entries to madoguchi_portal;
grant usage on sequence request_numbers to madoguchi_portal;
grant select on requests to madoguchi_console;
grant update (state, asked_at, claimed_by, decided_by, decided_at, reason, case_id, version, updated_at) on requests to madoguchi_console;
grant select, insert on request_entries to madoguchi_console;
grant select on requests, request_entries to madoguchi_worker;

alter table submissions drop constraint submissions_deed_check;
alter table submissions add constraint submissions_deed_check check (deed in ('open', 'comment', 'note', 'request', 'raise'));

-- ── Files of a request ───────────────────────────────────────────────────────────────────────────────────────────
-- A file waits for as long as it belongs to neither a case nor a request. With an accepted request its files join the case.
alter table attachments
  add column request_id uuid,
  add foreign key (account_id, contract_id, request_id) references requests (account_id, contract_id, id);
alter table attachments drop constraint attachments_check;
alter table attachments add constraint attachments_place check ((case_id is null and request_id is null) = (contract_id is null));
create index attachments_of_request on attachments (account_id, request_id, created_at) where request_id is not null;
drop index attachments_waiting;
create index attachments_waiting on attachments (created_at) where contract_id is null;
drop policy portal on attachments;
create policy portal on attachments to madoguchi_portal
  using (account_id = (select app.account_id()) and audience = 'customer' and (
    contract_id = any ((select app.contract_ids())::uuid[])
    or (contract_id is null and owner_kind = 'user' and owner_id = (select app.user_id()))))
  with check (account_id = (select app.account_id()) and audience = 'customer'
    and owner_kind = 'user' and owner_id = (select app.user_id())
    and (contract_id is null or contract_id = any ((select app.contract_ids())::uuid[])));
drop policy portal_delete on attachments;
create policy portal_delete on attachments as restrictive for delete to madoguchi_portal
  using (contract_id is null and owner_kind = 'user' and owner_id = (select app.user_id()));
drop policy portal_attach on attachments;
create policy portal_attach on attachments as restrictive for update to madoguchi_portal
  using (contract_id is null and owner_kind = 'user' and owner_id = (select app.user_id())) with check (true);
drop policy worker on attachments;
create policy worker on attachments for select to madoguchi_worker using (account_id = (select app.account_id()) or contract_id is null);
drop policy worker_sweep on attachments;
create policy worker_sweep on attachments for delete to madoguchi_worker using (contract_id is null);
grant select (request_id), update (request_id) on attachments to madoguchi_portal;

-- A request with the names that its readers see beside it: for customers, and for operators and jobs. Neither role may read all of the other's.
create view sent_requests with (security_invoker) as
  select r.id, r.account_id, r.contract_id, r.number, r.item_id, r.item_version, r.answers, r.points, r.month, r.state, r.requester_id, r.asked_at, r.decided_at,
    r.reason, r.version, r.created_at, r.updated_at, c.number as contract_number, v.name_ja, v.name_en, u.display_name as requester_name, k.number as case_number
  from requests r
  join contracts c on c.account_id = r.account_id and c.id = r.contract_id
  join catalog_versions v on v.item_id = r.item_id and v.version = r.item_version
  left join users u on u.account_id = r.account_id and u.id = r.requester_id
  left join cases k on k.account_id = r.account_id and k.id = r.case_id;
create view triage_requests with (security_invoker) as
  select r.id, r.account_id, r.contract_id, r.number, r.item_id, r.item_version, r.answers, r.points, r.month, r.state, r.requester_id, r.asked_at, r.decided_at,
    r.reason, r.version, r.created_at, r.updated_at, c.number as contract_number, v.name_ja, v.name_en, u.display_name as requester_name, k.number as case_number,
    r.claimed_by, r.decided_by, u.language as requester_language, a.name as account_name, c.holder_name
  from requests r
  join accounts a on a.id = r.account_id
  join contracts c on c.account_id = r.account_id and c.id = r.contract_id
  join catalog_versions v on v.item_id = r.item_id and v.version = r.item_version
  left join users u on u.account_id = r.account_id and u.id = r.requester_id
  left join cases k on k.account_id = r.account_id and k.id = r.case_id;
grant select on sent_requests to madoguchi_portal;
grant select on triage_requests to madoguchi_console, madoguchi_worker;
