-- Long lists on their way out: asked for by one person, made by a job with that person's rights, kept for a few days.

create table exports (
  id uuid primary key,
  account_id uuid not null,
  user_id uuid not null,
  list text not null check (list ~ '^[a-z][a-z-]{1,40}$'),
  -- The parameters of the list's address, as its source reads them.
  search text not null check (length(search) <= 16000),
  format text not null check (format in ('csv', 'xlsx', 'pdf')),
  title text not null check (length(title) between 1 and 200),
  state text not null default 'waiting' check (state in ('waiting', 'running', 'ready', 'failed', 'canceled')),
  -- What its reader might see: whoever lost some of it gets no file that was made before.
  role text not null check (role in ('contact', 'administrator')),
  contract_ids uuid[] not null,
  rows_total int not null check (rows_total >= 0),
  rows_done int not null default 0,
  -- Whoever makes it: a run that was taken over finds another name here and leaves off.
  run_id uuid,
  tries int not null default 0,
  size bigint,
  -- The code of a refusal.
  fault text,
  created_at timestamptz not null,
  started_at timestamptz,
  -- When its run was last heard of.
  alive_at timestamptz,
  finished_at timestamptz,
  -- When its reader last looked at it, and when they were written to.
  seen_at timestamptz,
  mailed_at timestamptz,
  expires_at timestamptz not null,
  foreign key (account_id, user_id) references users (account_id, id) on delete cascade
);
create index exports_of_user on exports (account_id, user_id, created_at desc);
create index exports_over on exports (expires_at);

alter table exports enable row level security;
alter table exports force row level security;
create policy owner on exports to madoguchi_owner using (true) with check (true);

-- Portal: one's own, not even an administrator another's. The worker alone says that something is ready or failed.
create policy portal on exports for select to madoguchi_portal
  using (account_id = (select app.account_id()) and user_id = (select app.user_id()));
create policy portal_asks on exports for insert to madoguchi_portal
  with check (account_id = (select app.account_id()) and user_id = (select app.user_id()) and state = 'waiting');
create policy portal_changes on exports for update to madoguchi_portal
  using (account_id = (select app.account_id()) and user_id = (select app.user_id()))
  with check (account_id = (select app.account_id()) and user_id = (select app.user_id()) and state in ('waiting', 'running', 'canceled'));
grant select on exports to madoguchi_portal;
grant insert (id, account_id, user_id, list, search, format, title, role, contract_ids, rows_total, created_at, expires_at) on exports to madoguchi_portal;
grant update (state, finished_at, seen_at, expires_at) on exports to madoguchi_portal;

-- Worker: the account of the job, and whatever is over.
create policy worker on exports for select to madoguchi_worker using (account_id = (select app.account_id()));
create policy worker_makes on exports for update to madoguchi_worker
  using (account_id = (select app.account_id())) with check (account_id = (select app.account_id()));
create policy worker_sees_over on exports for select to madoguchi_worker using (expires_at < now());
create policy worker_sweeps on exports for delete to madoguchi_worker using (expires_at < now());
-- A changed row must still be seen: what was stuck is failed then.
create policy worker_sees_stuck on exports for select to madoguchi_worker using (state in ('running', 'failed') and alive_at < now() - interval '1 hour');
create policy worker_ends_stuck on exports for update to madoguchi_worker
  using (state = 'running' and alive_at < now() - interval '1 hour') with check (state = 'failed');
grant select, delete on exports to madoguchi_worker;
grant update (state, role, contract_ids, rows_total, rows_done, run_id, tries, size, fault, started_at, alive_at, finished_at, mailed_at, expires_at) on exports to madoguchi_worker;

-- Who a job acts for: what the door says of somebody signed in, without a session.
create view user_actors with (security_invoker) as
  select u.id, u.account_id, a.name as account_name, u.display_name, u.language, u.time_zone, u.role, u.easier_reading, u.picture_id,
    coalesce((
      select json_agg(json_build_object('id', c.id, 'number', c.number, 'holderName', c.holder_name,
        'service', json_build_object('id', v.id, 'nameJa', v.name_ja, 'nameEn', v.name_en)) order by c.number desc)
      from user_contracts l join contracts c on c.id = l.contract_id join services v on v.id = c.service_id
      where l.account_id = u.account_id and l.user_id = u.id), '[]') as contracts
  from users u join accounts a on a.id = u.account_id
  where u.state = 'active';
grant select on user_actors to madoguchi_worker;
