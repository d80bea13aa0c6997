-- Announcements: an article with a window in which it is told, and who has put its banner away.

create table announcements (
  article_id uuid primary key references articles on delete cascade,
  severity text not null check (severity in ('information', 'maintenance', 'important')),
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  has_banner boolean not null,
  -- Told on the sign-in page too, to anybody.
  at_door boolean not null,
  -- Told by mail as well when the window begins; when that was done.
  by_mail boolean not null,
  mailed_at timestamptz,
  -- 予定日時 of a maintenance.
  planned_from timestamptz,
  planned_until timestamptz,
  version int not null default 1,
  check ((planned_from is null) = (planned_until is null)),
  check (planned_until > planned_from)
);
create index announcements_now on announcements (ends_at, starts_at);

create table announcement_dismissals (
  account_id uuid not null,
  user_id uuid not null,
  article_id uuid not null references announcements on delete cascade,
  at timestamptz not null,
  primary key (user_id, article_id),
  foreign key (account_id, user_id) references users (account_id, id) on delete cascade
);

do $$
declare
  t text;
begin
  foreach t in array array['announcements', 'announcement_dismissals'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner on %I to madoguchi_owner using (true) with check (true)', t);
  end loop;
end
$$;
create policy console on announcements to madoguchi_console using (true) with check (true);
create policy worker on announcements to madoguchi_worker using (true) with check (true);
create policy portal on announcements for select to madoguchi_portal using (exists (select from articles a where a.id = article_id));
create policy portal on announcement_dismissals to madoguchi_portal
  using (account_id = (select app.account_id()) and user_id = (select app.user_id()))
  with check (account_id = (select app.account_id()) and user_id = (select app.user_id()) and exists (select from announcements n where n.article_id = announcement_dismissals.article_id));
-- Before sign-in nobody is known: only what is meant for the door.
create policy door on announcements for select to madoguchi_door using (at_door and starts_at <= now() and ends_at > now());
create policy door on articles for select to madoguchi_door
  using (retired_at is null and published_at <= now() and exists (select from announcements n where n.article_id = articles.id));
create policy door on article_versions for select to madoguchi_door
  using (shows_from <= now() and (shows_until is null or shows_until > now()) and exists (select from articles a where a.id = article_id));

grant select, insert, update, delete on announcements to madoguchi_console;
grant select (article_id, severity, starts_at, ends_at, has_banner, planned_from, planned_until) on announcements to madoguchi_portal;
grant select (article_id, severity, starts_at, ends_at, planned_from, planned_until) on announcements to madoguchi_door;
grant select, update (mailed_at) on announcements to madoguchi_worker;
grant select, insert on announcement_dismissals to madoguchi_portal;
grant select (id, number) on articles to madoguchi_door;
grant select (article_id, language, title, body, shows_from) on article_versions to madoguchi_door;

-- The active people to whom an announcement is open, with their account: whom its mail goes to.
create function app.readers_of(article uuid) returns table (account_id uuid, user_id uuid)
language sql stable security definer set search_path = public, app, pg_temp as $$
  select u.account_id, u.id from articles a join users u on u.state = 'active'
  where a.id = article and a.kind = 'announcement' and a.retired_at is null
    and (a.open_to && array['*', 'account:' || u.account_id] or exists (
      select from user_contracts l join contracts c on c.account_id = l.account_id and c.id = l.contract_id
      where l.account_id = u.account_id and l.user_id = u.id and ('service:' || c.service_id) = any (a.open_to)))
$$;
revoke execute on function app.readers_of(uuid) from public;
grant execute on function app.readers_of(uuid) to madoguchi_worker, madoguchi_console;
