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
  -- The form that it came by: sent twice, it is one announcement.
  submission uuid not null unique,
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
-- Before sign-in nobody is known: only what is meant for the door, and never what is for single customers.
create policy door on announcements for select to madoguchi_door using (at_door and starts_at <= now() and ends_at > now());
create policy door on articles for select to madoguchi_door
  using (retired_at is null and published_at <= now() and not exists (select from unnest(open_to) o where o like 'account:%')
    and exists (select from announcements n where n.article_id = articles.id));
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

-- Nobody reads an announcement before its window begins, however they come to its article. Asked as the owner: the announcements' own wall
-- asks the articles.
create function app.is_told(article uuid) returns boolean
language sql stable security definer set search_path = public, app, pg_temp as $$
  select exists (select from announcements where article_id = article and starts_at <= now())
$$;
revoke execute on function app.is_told(uuid) from public;
grant execute on function app.is_told(uuid) to madoguchi_portal;
alter policy portal on articles
  using (retired_at is null and published_at <= now() and open_to && (select app.audiences()) and (kind <> 'announcement' or app.is_told(id)));

-- ── Who reads what of it ─────────────────────────────────────────────────────────────────────────────────────────
-- What this reader was or is told, by language, and whether they put its banner away. Only the portal's role may ask.
create view open_announcements with (security_invoker) as
  select n.article_id, a.number, v.language, v.title, n.severity, n.starts_at, n.ends_at, n.has_banner, n.planned_from, n.planned_until,
    exists (select from announcement_dismissals d where d.article_id = n.article_id) as is_dismissed
  from announcements n join articles a on a.id = n.article_id join article_versions v on v.article_id = a.id;
grant select on open_announcements to madoguchi_portal;
-- What the sign-in page tells.
create view door_announcements with (security_invoker) as
  select n.article_id, v.language, v.title, v.body, n.severity, n.starts_at, n.planned_from, n.planned_until
  from announcements n join articles a on a.id = n.article_id join article_versions v on v.article_id = a.id;
grant select on door_announcements to madoguchi_door;
-- What is mailed while its window lasts.
create view mailed_announcements with (security_invoker) as
  select n.article_id, a.number, v.language, v.title, v.body_text, n.severity, n.planned_from, n.planned_until
  from announcements n join articles a on a.id = n.article_id join article_versions v on v.article_id = a.id
  where n.by_mail and n.starts_at <= now() and n.ends_at > now() and a.retired_at is null
    and v.shows_from <= now() and (v.shows_until is null or v.shows_until > now());
grant select on mailed_announcements to madoguchi_worker;
-- What operators keep, with the newest words of each language that readers have or get.
create view announcement_cards with (security_invoker) as
  select n.article_id, a.number, a.open_to, a.author_name, a.created_at, a.retired_at, a.views, n.severity, n.starts_at, n.ends_at, n.has_banner,
    n.at_door, n.by_mail, n.mailed_at, n.planned_from, n.planned_until, n.version, n.submission,
    case when a.retired_at is not null or n.ends_at <= now() then 'over' when n.starts_at > now() then 'planned' else 'now' end as state,
    ja.title as title_ja, ja.body as body_ja, en.title as title_en, en.body as body_en
  from announcements n join articles a on a.id = n.article_id
    left join lateral (select title, body from article_versions where article_id = a.id and language = 'ja' and state = 'approved' order by number desc limit 1) ja on true
    left join lateral (select title, body from article_versions where article_id = a.id and language = 'en' and state = 'approved' order by number desc limit 1) en on true;
grant select on announcement_cards to madoguchi_console;
-- To whom it is open, and the day on which each first read it.
create function app.reach_of(article uuid) returns table (account_id uuid, account_name text, user_id uuid, display_name text, read_on date)
language sql stable as $$
  select r.account_id, c.name, r.user_id, u.display_name,
    (select min(w.day) from public.article_views w where w.user_id = r.user_id and w.article_id = article)
  from app.readers_of(article) r join public.users u on u.id = r.user_id join public.accounts c on c.id = r.account_id
$$;
revoke execute on function app.reach_of(uuid) from public;
grant execute on function app.reach_of(uuid) to madoguchi_console;
-- The single customers to whom it is open.
create view announcement_accounts with (security_invoker) as
  select n.article_id, c.id as account_id, c.name
  from announcements n join articles a on a.id = n.article_id cross join unnest(a.open_to) o join accounts c on o = 'account:' || c.id;
grant select on announcement_accounts to madoguchi_console;
