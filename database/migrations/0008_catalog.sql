-- What customers may order: items with their forms in versions, and what each costs in points by price list.

create table catalog_items (
  id uuid primary key,
  key text not null unique check (key ~ '^[a-z][a-z0-9-]{1,60}$'),
  service_id text not null references services,
  category text not null default 'support' check (category ~ '^[a-z][a-z0-9-]{1,40}$'),
  position int not null,
  -- What is retired is offered to nobody; requests of it stay what they are.
  is_offered boolean not null default true,
  -- The version that is offered; null until the first is published.
  published_version int,
  created_at timestamptz not null default now()
);

-- A published version never changes: requests of it are read by it for as long as they exist.
create table catalog_versions (
  item_id uuid not null references catalog_items,
  version int not null check (version > 0),
  name_ja text not null check (length(name_ja) between 1 and 200),
  name_en text not null check (length(name_en) between 1 and 200),
  summary_ja text not null check (length(summary_ja) <= 1000),
  summary_en text not null check (length(summary_en) <= 1000),
  form jsonb not null,
  -- Null while it is a draft.
  published_at timestamptz,
  published_by uuid references operators,
  changed_at timestamptz not null default now(),
  changed_by uuid references operators,
  primary key (item_id, version)
);
create unique index catalog_drafts on catalog_versions (item_id) where published_at is null;
alter table catalog_items add foreign key (id, published_version) references catalog_versions (item_id, version) deferrable initially deferred;

create function app.keep_published() returns trigger language plpgsql as $$
begin
  if old.published_at is not null then raise exception 'A published version never changes.' using errcode = 'restrict_violation'; end if;
  return coalesce(new, old);
end
$$;
create trigger keep_published before update or delete on catalog_versions for each row execute function app.keep_published();

create table price_lists (
  id uuid primary key,
  name text not null unique check (length(name) between 1 and 100),
  version int not null default 1
);
create table prices (
  price_list_id uuid not null references price_lists on delete cascade,
  item_id uuid not null references catalog_items,
  -- For one unit of the item.
  points int not null check (points between 0 and 100000),
  primary key (price_list_id, item_id)
);

alter table catalog_versions enable row level security;
alter table catalog_versions force row level security;
create policy owner on catalog_versions to madoguchi_owner using (true) with check (true);
-- A draft is the provider's own.
create policy portal on catalog_versions for select to madoguchi_portal using (published_at is not null);
create policy worker on catalog_versions for select to madoguchi_worker using (published_at is not null);
create policy console on catalog_versions to madoguchi_console using (true) with check (true);

grant select on catalog_items to madoguchi_portal, madoguchi_worker, madoguchi_console;
grant select (item_id, version, name_ja, name_en, summary_ja, summary_en, form, published_at) on catalog_versions to madoguchi_portal, madoguchi_worker;
grant select, insert, update, delete on catalog_versions to madoguchi_console;
grant insert, update on catalog_items to madoguchi_console;
grant select, insert, update, delete on price_lists, prices to madoguchi_console;

-- Items as the console lists them, by the words of their newest version.
create view catalog_overview with (security_invoker) as
  select i.id, i.key, s.name_ja as service_ja, s.name_en as service_en, i.position, i.is_offered, i.published_version,
    exists (select from catalog_versions d where d.item_id = i.id and d.published_at is null) as has_draft, v.name_ja, v.name_en
  from catalog_items i join services s on s.id = i.service_id
  join lateral (select name_ja, name_en from catalog_versions w where w.item_id = i.id order by w.version desc limit 1) v on true;
grant select on catalog_overview to madoguchi_console;
