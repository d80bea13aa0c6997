-- The ledger of points: entries are only ever added, and every sum is theirs.

create table point_entries (
  id uuid primary key,
  account_id uuid not null,
  contract_id uuid not null,
  -- The month's first day in the provider's calendar. Points that are left end with their month.
  month date not null check (extract(day from month) = 1),
  kind text not null check (kind in ('grant', 'hold', 'settle', 'release', 'adjust')),
  -- How many; only an adjustment may be less than nothing.
  points int not null check (points <> 0 and (points > 0 or kind = 'adjust') and abs(points) <= 1000000),
  request_id uuid,
  operator_id uuid references operators,
  reason text check (length(reason) between 1 and 1000),
  at timestamptz not null,
  foreign key (account_id, contract_id) references contracts (account_id, id),
  foreign key (account_id, contract_id, request_id) references requests (account_id, contract_id, id),
  check ((kind in ('hold', 'settle', 'release')) = (request_id is not null)),
  check (kind <> 'adjust' or (operator_id is not null and reason is not null))
);
-- Whatever restarts: one grant a month, one hold a request, and one end of that hold.
create unique index point_entries_one_grant on point_entries (account_id, contract_id, month) where kind = 'grant';
create unique index point_entries_one_hold on point_entries (account_id, request_id) where kind = 'hold';
create unique index point_entries_one_end on point_entries (account_id, request_id) where kind in ('settle', 'release');
create index point_entries_of_month on point_entries (account_id, contract_id, month, at, id);

-- What the entries of a month come to; kept by the trigger below and written by nobody else.
create table point_months (
  account_id uuid not null,
  contract_id uuid not null,
  month date not null,
  granted int not null default 0,
  adjusted int not null default 0,
  held int not null default 0 check (held >= 0),
  settled int not null default 0 check (settled >= 0),
  primary key (account_id, contract_id, month),
  foreign key (account_id, contract_id) references contracts (account_id, id),
  constraint points_never_negative check (granted + adjusted - held - settled >= 0)
);

-- A change of the sums waits for the one before it, so that of twenty holds on a balance for one exactly one is kept.
create function app.add_up_points() returns trigger language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  held_before point_entries;
begin
  if new.kind = 'hold' then
    perform from requests r where r.account_id = new.account_id and r.id = new.request_id and r.points = new.points and r.month = new.month and r.state = 'open';
    if not found then raise exception 'A hold is for the points of an open request.' using errcode = 'check_violation', constraint = 'points_of_request'; end if;
  elsif new.kind in ('settle', 'release') then
    select * into held_before from point_entries e where e.account_id = new.account_id and e.request_id = new.request_id and e.kind = 'hold';
    if held_before.points is distinct from new.points or held_before.month is distinct from new.month then
      raise exception 'What is settled or released is what was held.' using errcode = 'check_violation', constraint = 'points_of_request';
    end if;
    -- The deeds decide a request first: nobody frees the points of one that may still be accepted.
    if new.kind = 'release' and exists (select from requests r where r.account_id = new.account_id and r.id = new.request_id and r.state not in ('refused', 'withdrawn')) then
      raise exception 'Points are released with the decision.' using errcode = 'check_violation', constraint = 'points_of_request';
    end if;
  end if;
  loop
    update point_months set
        granted = granted + case new.kind when 'grant' then new.points else 0 end,
        adjusted = adjusted + case new.kind when 'adjust' then new.points else 0 end,
        held = held + case new.kind when 'hold' then new.points when 'settle' then -new.points when 'release' then -new.points else 0 end,
        settled = settled + case new.kind when 'settle' then new.points else 0 end
      where account_id = new.account_id and contract_id = new.contract_id and month = new.month;
    exit when found;
    begin
      insert into point_months (account_id, contract_id, month) values (new.account_id, new.contract_id, new.month);
    exception when unique_violation then
      -- Somebody else made the row in this very moment: add to theirs.
    end;
  end loop;
  return null;
end
$$;
create trigger add_up_points after insert on point_entries for each row execute function app.add_up_points();

create function app.keep_entry() returns trigger language plpgsql as $$
begin
  raise exception 'Entries of the ledger are never changed.' using errcode = 'restrict_violation';
end
$$;
create trigger keep_entry before update or delete on point_entries for each row execute function app.keep_entry();
revoke execute on function app.add_up_points(), app.keep_entry() from public;

do $$
declare
  t text;
begin
  foreach t in array array['point_entries', 'point_months'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner on %I to madoguchi_owner using (true) with check (true)', t);
    execute format('create policy console on %I to madoguchi_console using (true) with check (true)', t);
    execute format('create policy portal on %I for select to madoguchi_portal
      using (account_id = (select app.account_id()) and contract_id = any ((select app.contract_ids())::uuid[]))', t);
    execute format('create policy worker on %I for select to madoguchi_worker using (account_id = (select app.account_id()))', t);
  end loop;
end
$$;
create policy portal_holds on point_entries for insert to madoguchi_portal
  with check (account_id = (select app.account_id()) and contract_id = any ((select app.contract_ids())::uuid[]) and kind in ('hold', 'release') and operator_id is null);
create policy worker_grants on point_entries for insert to madoguchi_worker
  with check (account_id = (select app.account_id()) and kind = 'grant' and operator_id is null);
-- Which operator it was, customers are not told.
grant select (id, account_id, contract_id, month, kind, points, request_id, reason, at) on point_entries to madoguchi_portal;
grant insert (id, account_id, contract_id, month, kind, points, request_id, at) on point_entries to madoguchi_portal;
grant select on point_months to madoguchi_portal, madoguchi_console, madoguchi_worker;
grant select, insert on point_entries to madoguchi_console, madoguchi_worker;

-- Contracts of every account that are to be granted a month's points and have not been: which they are, and nothing of them.
create function app.contracts_to_grant(its_month date) returns table (account_id uuid, contract_id uuid)
language sql stable security definer set search_path = public, app, pg_temp as $$
  select c.account_id, c.id from contracts c
  cross join lateral (select t.has_points, t.plan_points + t.option_points as points from contract_terms t
    where t.account_id = c.account_id and t.contract_id = c.id and t.from_on <= greatest(its_month, c.started_on) order by t.from_on desc limit 1) n
  where n.has_points and n.points > 0 and c.started_on <= app.today() and c.started_on < (its_month + interval '1 month')::date
    and coalesce(c.ends_on >= its_month, true)
    and not exists (select from point_entries e where e.account_id = c.account_id and e.contract_id = c.id and e.month = its_month and e.kind = 'grant')
$$;
revoke execute on function app.contracts_to_grant(date) from public;
grant execute on function app.contracts_to_grant(date) to madoguchi_worker;

-- What one contract is granted for a month, by the terms of its first day in it; null where it is granted nothing.
create function app.points_of_month(its_contract uuid, its_month date) returns int
language sql stable set search_path = public, app, pg_temp as $$
  select nullif(t.plan_points + t.option_points, 0) from contracts c join contract_terms t on t.account_id = c.account_id and t.contract_id = c.id
  where c.id = its_contract and t.from_on <= greatest(its_month, c.started_on) and t.has_points
    and not exists (select from contract_terms n where n.account_id = t.account_id and n.contract_id = t.contract_id
      and n.from_on > t.from_on and n.from_on <= greatest(its_month, c.started_on))
$$;
revoke execute on function app.points_of_month(uuid, date) from public;
grant execute on function app.points_of_month(uuid, date) to madoguchi_worker, madoguchi_console;

-- ── What the pages read ──────────────────────────────────────────────────────────────────────────────────────────
create view point_periods with (security_invoker) as
  select p.account_id, p.contract_id, c.number as contract_number, c.holder_name, p.month, p.granted, p.adjusted, p.held, p.settled
  from point_months p join contracts c on c.account_id = p.account_id and c.id = p.contract_id;
create view point_lines with (security_invoker) as
  select e.id, e.account_id, e.contract_id, e.month, e.kind, e.points, e.reason, e.at, r.number as request_number, v.name_ja as item_ja, v.name_en as item_en
  from point_entries e left join requests r on r.account_id = e.account_id and r.id = e.request_id
  left join catalog_versions v on v.item_id = r.item_id and v.version = r.item_version;
create view point_ledgers with (security_invoker) as
  select c.id as contract_id, c.account_id, c.number, c.holder_name, c.has_points, coalesce(c.plan_points + c.option_points, 0) as monthly from contracts_today c;
grant select on point_periods, point_lines to madoguchi_portal, madoguchi_console;
grant select on point_ledgers to madoguchi_console;
