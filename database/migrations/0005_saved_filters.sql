-- Filters that people keep for a list, and the columns that they chose for it. A filter is its owner's; an administrator's may be shared
-- with the whole account.

create table saved_filters (
  id uuid primary key,
  account_id uuid not null,
  user_id uuid not null,
  list text not null check (list ~ '^[a-z][a-z-]{0,39}$'),
  name text not null check (length(name) between 1 and 80),
  -- The name as search folds it: names that read the same are the same.
  folded_name text not null,
  -- The parameters of the list's address. They may name what not every reader sees, so no page shows them as they are.
  query text not null check (length(query) <= 8000),
  is_shared boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  -- Removed, and kept only so that it can be brought back.
  removed_at timestamptz,
  foreign key (account_id, user_id) references users (account_id, id) on delete cascade
);
create unique index saved_filters_by_name on saved_filters (account_id, user_id, list, folded_name) where removed_at is null;
create index saved_filters_shared on saved_filters (account_id, list) where is_shared and removed_at is null;

create table list_settings (
  account_id uuid not null,
  user_id uuid not null,
  list text not null check (list ~ '^[a-z][a-z-]{0,39}$'),
  columns text[] not null check (cardinality(columns) between 1 and 60),
  primary key (account_id, user_id, list),
  foreign key (account_id, user_id) references users (account_id, id) on delete cascade
);

do $$
declare
  t text;
begin
  foreach t in array array['saved_filters', 'list_settings'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner on %I to madoguchi_owner using (true) with check (true)', t);
  end loop;
end
$$;

-- Portal only: neither door nor console nor worker has anything to look for here. What the whole account sees is written by
-- administrators alone; somebody who no longer is one may still withdraw their own.
create policy portal on saved_filters for select to madoguchi_portal
  using (account_id = (select app.account_id()) and (user_id = (select app.user_id()) or is_shared));
create policy portal_saves on saved_filters for insert to madoguchi_portal
  with check (account_id = (select app.account_id()) and user_id = (select app.user_id()) and (not is_shared or (select app.is_administrator())));
create policy portal_changes on saved_filters for update to madoguchi_portal
  using (account_id = (select app.account_id()) and user_id = (select app.user_id()))
  with check (account_id = (select app.account_id()) and user_id = (select app.user_id())
    and (not is_shared or removed_at is not null or (select app.is_administrator())));
create policy portal_forgets on saved_filters for delete to madoguchi_portal
  using (account_id = (select app.account_id()) and user_id = (select app.user_id()) and removed_at is not null);
grant select on saved_filters to madoguchi_portal;
grant insert (id, account_id, user_id, list, name, folded_name, query, is_shared, created_at, updated_at) on saved_filters to madoguchi_portal;
grant update (name, folded_name, query, is_shared, updated_at, removed_at) on saved_filters to madoguchi_portal;
grant delete on saved_filters to madoguchi_portal;

-- What administrators do with a colleague's shared filter: they withdraw it, remove it and bring it back, and can neither rewrite it nor
-- see what is not shared. False when there is no such filter.
create function app.judge_shared_filter(its_id uuid, shared boolean, removed timestamptz) returns boolean
language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  update saved_filters set is_shared = shared, removed_at = removed
    where id = its_id and account_id = app.account_id() and is_shared and app.is_administrator();
  return found;
end
$$;
revoke execute on function app.judge_shared_filter(uuid, boolean, timestamptz) from public;
grant execute on function app.judge_shared_filter(uuid, boolean, timestamptz) to madoguchi_portal;

create policy portal on list_settings to madoguchi_portal
  using (account_id = (select app.account_id()) and user_id = (select app.user_id()))
  with check (account_id = (select app.account_id()) and user_id = (select app.user_id()));
grant select, delete on list_settings to madoguchi_portal;
grant insert (account_id, user_id, list, columns), update (columns) on list_settings to madoguchi_portal;
