-- What a contract includes, by day: a change is a new row from its day on, and what was is never rewritten.

alter table contracts
  add column renews_on date,
  -- The last day; from the next on the customer only reads.
  add column ends_on date,
  add column version int not null default 1,
  add constraint contracts_end_after_start check (ends_on >= started_on);

alter table operators add column duty text not null default 'operator' check (duty in ('operator', 'service_manager'));

-- The calendar of contracts, months and points is the provider's.
create function app.today() returns date language sql stable parallel safe return (now() at time zone 'Asia/Tokyo')::date;

create table contract_terms (
  id uuid primary key,
  account_id uuid not null,
  contract_id uuid not null,
  from_on date not null,
  kind text not null check (kind in ('paid', 'trial')),
  plan text not null check (length(plan) between 1 and 100),
  credits int not null check (credits between 0 and 100000000),
  plan_points int not null default 0 check (plan_points between 0 and 1000000),
  -- オプション「作業依頼ポイント追加」
  option_points int not null default 0 check (option_points between 0 and 1000000),
  has_requests boolean not null,
  has_points boolean not null,
  -- CSPM ケース連携: off unless agreed.
  alerts_open_cases boolean not null default false,
  -- The kinds of inquiry that contacts may choose.
  categories text[] not null default '{service,product,alert,failure,monthly_report_question,other}',
  price_list_id uuid references price_lists,
  written_by uuid references operators,
  written_at timestamptz not null default now(),
  unique (account_id, contract_id, from_on),
  foreign key (account_id, contract_id) references contracts (account_id, id) on delete cascade,
  check (categories <@ '{service,product,alert,failure,monthly_report_question,other}' and cardinality(categories) > 0),
  -- Work costs points only where there are points, and needs a price list then.
  check (not has_points or has_requests),
  check (not has_points or price_list_id is not null)
);

-- What operators did to a contract: before and after, never changed.
create table contract_events (
  id uuid primary key,
  account_id uuid not null,
  contract_id uuid not null,
  operator_id uuid references operators,
  name text not null check (name in ('made', 'dates_changed', 'holder_changed', 'terms_written', 'terms_withdrawn', 'reminded')),
  before jsonb,
  after jsonb,
  at timestamptz not null,
  foreign key (account_id, contract_id) references contracts (account_id, id) on delete cascade
);
create index contract_events_of_contract on contract_events (account_id, contract_id, at desc, id desc);

-- One reminder for each renewal and notice, whatever restarts.
create table contract_reminders (
  account_id uuid not null,
  contract_id uuid not null,
  renews_on date not null,
  days_before int not null,
  at timestamptz not null,
  primary key (account_id, contract_id, renews_on, days_before),
  foreign key (account_id, contract_id) references contracts (account_id, id) on delete cascade
);

do $$
declare
  t text;
begin
  foreach t in array array['contract_terms', 'contract_events', 'contract_reminders'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner on %I to madoguchi_owner using (true) with check (true)', t);
    execute format('create policy console on %I to madoguchi_console using (true) with check (true)', t);
    execute format('create policy worker on %I to madoguchi_worker using (account_id = (select app.account_id())) with check (account_id = (select app.account_id()))', t);
  end loop;
end
$$;
create policy portal on contract_terms for select to madoguchi_portal
  using (account_id = (select app.account_id()) and contract_id = any ((select app.contract_ids())::uuid[]));
create policy door on contract_terms for select to madoguchi_door using (true);
grant select (account_id, contract_id, from_on, kind, plan, credits, plan_points, option_points, has_requests, has_points, categories) on contract_terms
  to madoguchi_portal, madoguchi_door;
grant select, insert, delete on contract_terms to madoguchi_console;
grant select on contract_terms to madoguchi_worker;
grant select, insert on contract_events to madoguchi_console;
grant insert on contract_events to madoguchi_worker;
grant select, insert on contract_reminders to madoguchi_worker;
grant select on contract_reminders to madoguchi_console;
grant update (holder_name, renews_on, ends_on, started_on, version) on contracts to madoguchi_console;
grant insert on accounts, contracts, users, user_contracts to madoguchi_console;

-- The terms of every contract today. A contract without any includes inquiries and nothing else.
create view contracts_today with (security_invoker) as
  select c.id, c.account_id, c.number, c.holder_name, c.started_on, c.renews_on, c.ends_on, coalesce(c.ends_on < app.today(), false) as is_over,
    v.id as service_id, v.name_ja, v.name_en, t.from_on, t.kind, t.plan, t.credits, t.plan_points, t.option_points,
    coalesce(t.has_requests, false) as has_requests, coalesce(t.has_points, false) as has_points,
    coalesce(t.categories, '{service,product,alert,failure,monthly_report_question,other}') as categories
  from contracts c join services v on v.id = c.service_id
  left join lateral (
    select * from (select account_id, contract_id, from_on, kind, plan, credits, plan_points, option_points, has_requests, has_points, categories from contract_terms) w
    where w.account_id = c.account_id and w.contract_id = c.id and w.from_on <= app.today() order by w.from_on desc limit 1) t on true;
grant select on contracts_today to madoguchi_portal, madoguchi_door, madoguchi_console, madoguchi_worker;

-- What one unit of an item costs under a contract of the reader today; null where it is not offered. The portal's role reads no price list.
create function app.points_of_item(its_contract uuid, its_item uuid) returns int
language sql stable security definer set search_path = public, app, pg_temp as $$
  select p.points
  from contracts c
  cross join lateral (select has_points, price_list_id from contract_terms t
    where t.account_id = c.account_id and t.contract_id = c.id and t.from_on <= app.today() order by t.from_on desc limit 1) n
  join prices p on p.price_list_id = n.price_list_id and p.item_id = its_item
  where c.id = its_contract and c.account_id = app.account_id() and c.id = any (app.contract_ids()) and n.has_points
$$;
revoke execute on function app.points_of_item(uuid, uuid) from public;
grant execute on function app.points_of_item(uuid, uuid) to madoguchi_portal;

-- What follows a reader on every request.
create or replace view user_session_readers with (security_invoker) as
  select s.id as session_id, s.token_hash, s.seen_at, s.expires_at, s.ended_at,
    u.id as reader_id, u.account_id, a.name as account_name, u.display_name, u.language, u.time_zone, u.role,
    coalesce((
      select json_agg(json_build_object('id', c.id, 'number', c.number, 'holderName', c.holder_name,
        'service', json_build_object('id', c.service_id, 'nameJa', c.name_ja, 'nameEn', c.name_en),
        'isOver', c.is_over, 'hasRequests', c.has_requests, 'hasPoints', c.has_points, 'categories', c.categories) order by c.number desc)
      from user_contracts l join contracts_today c on c.id = l.contract_id
      where l.account_id = u.account_id and l.user_id = u.id), '[]') as contracts,
    u.easier_reading, u.picture_id
  from user_sessions s join users u on u.id = s.reader_id join accounts a on a.id = u.account_id
  where u.state = 'active';
create or replace view user_actors with (security_invoker) as
  select u.id, u.account_id, a.name as account_name, u.display_name, u.language, u.time_zone, u.role, u.easier_reading, u.picture_id,
    coalesce((
      select json_agg(json_build_object('id', c.id, 'number', c.number, 'holderName', c.holder_name,
        'service', json_build_object('id', c.service_id, 'nameJa', c.name_ja, 'nameEn', c.name_en),
        'isOver', c.is_over, 'hasRequests', c.has_requests, 'hasPoints', c.has_points, 'categories', c.categories) order by c.number desc)
      from user_contracts l join contracts_today c on c.id = l.contract_id
      where l.account_id = u.account_id and l.user_id = u.id), '[]') as contracts
  from users u join accounts a on a.id = u.account_id
  where u.state = 'active';
create or replace view operator_session_readers with (security_invoker) as
  select s.id as session_id, s.token_hash, s.seen_at, s.expires_at, s.ended_at,
    o.id as reader_id, o.display_name, o.language, o.time_zone, o.duty
  from operator_sessions s join operators o on o.id = s.reader_id
  where o.state = 'active';

-- ── What operators keep of contracts, and what reminds of renewals ───────────────────────────────────────────────
create view contract_cards with (security_invoker) as
  select c.id, c.account_id, a.name as account_name, c.number, c.holder_name, c.service_id, v.name_ja, v.name_en, c.started_on, c.renews_on, c.ends_on,
    coalesce(c.ends_on < app.today(), false) as is_over, c.version,
    t.id as terms_id, t.from_on, t.kind, t.plan, t.credits, t.plan_points, t.option_points, t.has_requests, t.has_points, t.alerts_open_cases, t.categories,
    t.price_list_id
  from contracts c join accounts a on a.id = c.account_id join services v on v.id = c.service_id
  left join lateral (select * from contract_terms w where w.account_id = c.account_id and w.contract_id = c.id and w.from_on <= app.today()
    order by w.from_on desc limit 1) t on true;
create view contract_services with (security_invoker) as select id, name_ja, name_en from services;
create view contract_price_lists with (security_invoker) as select id, name from price_lists;
grant select on contract_cards, contract_services, contract_price_lists to madoguchi_console;

-- Who hears of a contract's renewal: the administrators that see it, and every service manager.
create view service_managers with (security_invoker) as select id from operators where duty = 'service_manager' and state <> 'disabled';
create view contract_administrators with (security_invoker) as
  select l.account_id, l.contract_id, u.id as user_id from user_contracts l join users u on u.account_id = l.account_id and u.id = l.user_id
  where u.role = 'administrator' and u.state = 'active';
grant select on service_managers, contract_administrators to madoguchi_worker;

-- Contracts of every account whose renewal is near and has not been reminded of: which they are, and nothing of them. One that ends before renews no more.
create function app.renewals_to_remind() returns table (account_id uuid, contract_id uuid, renews_on date, days_before int)
language sql stable security definer set search_path = public, app, pg_temp as $$
  select c.account_id, c.id, c.renews_on, n.days_before from contracts c
  cross join lateral (select case when c.renews_on - app.today() <= 30 then 30 else 60 end as days_before) n
  where c.renews_on between app.today() and app.today() + 60 and coalesce(c.ends_on >= c.renews_on, true)
    and not exists (select from contract_reminders r where r.account_id = c.account_id and r.contract_id = c.id
      and r.renews_on = c.renews_on and r.days_before <= n.days_before)
$$;
revoke execute on function app.renewals_to_remind() from public;
grant execute on function app.renewals_to_remind() to madoguchi_worker;
create index contracts_renewing on contracts (renews_on) where renews_on is not null;
