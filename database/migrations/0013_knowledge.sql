-- What the provider writes for its customers: bases of articles, in versions by language, open to all, to a service or to
-- single accounts, and found by the same search as cases.

-- Titles in order as a Japanese reader expects them, with numbers by their value.
create collation titles (provider = icu, locale = 'ja-u-kn-true');

create table knowledge_bases (
  id uuid primary key,
  -- Whose customers a new article here is meant for; null for every customer.
  service_id text references services,
  name_ja text not null check (length(name_ja) between 1 and 100),
  name_en text not null check (length(name_en) between 1 and 100),
  position int not null,
  version int not null default 1
);

create table knowledge_categories (
  id uuid primary key,
  base_id uuid not null references knowledge_bases,
  name_ja text not null check (length(name_ja) between 1 and 100),
  name_en text not null check (length(name_en) between 1 and 100),
  position int not null,
  unique (base_id, id)
);

create sequence article_numbers as bigint start 10001 maxvalue 9999999;

create table articles (
  id uuid primary key,
  number text not null unique default ('KB' || lpad(nextval('article_numbers')::text, 7, '0')) check (number ~ '^KB[0-9]{7}$'),
  -- What the program itself keeps up to date, such as its guide, is found by this name.
  key text unique check (key ~ '^[a-z][a-z0-9-]{1,40}$'),
  -- 'document': a file that is the article. 'announcement': stands in no base.
  kind text not null check (kind in ('article', 'document', 'announcement')),
  base_id uuid references knowledge_bases,
  category_id uuid,
  -- Its readers: '*' everybody, 'service:…' who has a contract of it, 'account:…' one customer. Any of them is enough.
  open_to text[] not null check (cardinality(open_to) between 1 and 200),
  author_id uuid references operators,
  author_name text not null check (length(author_name) between 1 and 200),
  -- Since when there is a version in each language, and in any: kept with the versions.
  ja_from timestamptz,
  en_from timestamptz,
  published_at timestamptz,
  retired_at timestamptz,
  views int not null default 0,
  version int not null default 1,
  created_at timestamptz not null,
  check ((kind = 'announcement') = (base_id is null)),
  check (category_id is null or base_id is not null),
  foreign key (base_id, category_id) references knowledge_categories (base_id, id)
);
create index articles_in_time on articles (published_at desc, id);
create index articles_by_views on articles (views desc, published_at desc, id);
create index articles_of_base on articles (base_id, published_at desc);
create index articles_of_category on articles (category_id);

-- One language's text at one time. At most one version of a language is being written; an approved one never changes but for its end.
create table article_versions (
  id uuid primary key,
  article_id uuid not null references articles,
  language text not null check (language in ('ja', 'en')),
  number int not null check (number > 0),
  state text not null default 'draft' check (state in ('draft', 'in_review', 'approved')),
  title text not null check (length(title) between 1 and 200),
  body jsonb not null,
  body_text text not null,
  -- What changed, for those who compare versions.
  note text not null default '' check (length(note) <= 500),
  -- The newest version of the other language when this was last said to be level with it.
  level_with int,
  -- Guards a draft that two authors have open.
  revision int not null default 1,
  author_id uuid references operators,
  author_name text not null,
  reviewer_id uuid references operators,
  reviewer_name text,
  -- The time in which readers see it: from its publication until the next one's.
  shows_from timestamptz,
  shows_until timestamptz,
  changed_at timestamptz not null,
  unique (article_id, language, number),
  unique (article_id, id),
  check ((state = 'approved') = (shows_from is not null)),
  check (shows_until is null or shows_until >= shows_from)
);
create index article_versions_by_title on article_versions (title collate titles, article_id) where shows_from is not null;
create unique index article_drafts on article_versions (article_id, language) where state <> 'approved';
create unique index article_last_versions on article_versions (article_id, language) where shows_from is not null and shows_until is null;

create function app.keep_approved_version() returns trigger language plpgsql as $$
begin
  if old.state = 'approved' and (tg_op = 'DELETE' or (new.title, new.body, new.body_text, new.language, new.number, new.article_id, new.state)
      is distinct from (old.title, old.body, old.body_text, old.language, old.number, old.article_id, old.state))
    and (old.shows_from <= now() or tg_op = 'DELETE') then
    raise exception 'An approved version never changes.' using errcode = 'restrict_violation';
  end if;
  return coalesce(new, old);
end
$$;
create trigger keep_approved_version before update or delete on article_versions for each row execute function app.keep_approved_version();

create function app.keep_publication() returns trigger language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  its_article constant uuid := coalesce(new.article_id, old.article_id);
begin
  update articles a set ja_from = v.ja, en_from = v.en, published_at = least(v.ja, v.en)
    from (select min(shows_from) filter (where language = 'ja') as ja, min(shows_from) filter (where language = 'en') as en
      from article_versions where article_id = its_article) v
    where a.id = its_article and (a.ja_from, a.en_from, a.published_at) is distinct from (v.ja, v.en, least(v.ja, v.en));
  return null;
end
$$;
revoke execute on function app.keep_publication() from public;
create trigger keep_publication after insert or delete or update of shows_from on article_versions for each row execute function app.keep_publication();

-- Files belong to an article and are shown by the versions that name them.
create table article_files (
  id uuid primary key,
  article_id uuid not null references articles,
  name text not null check (length(name) between 1 and 200),
  size bigint not null check (size >= 0),
  content_type text not null,
  sha256 bytea not null,
  owner_id uuid references operators,
  -- As of attachments: 'none' holds nothing that this program can read, 'failed' is not tried again.
  text_state text not null default 'unread' check (text_state in ('unread', 'read', 'none', 'failed')),
  text text check (length(text) <= 300000),
  created_at timestamptz not null,
  unique (article_id, id)
);
create table article_version_files (
  article_id uuid not null,
  version_id uuid not null,
  file_id uuid not null,
  -- 'document': the article is this file. 'picture': stands in the text. 'attachment': listed below it.
  role text not null check (role in ('document', 'picture', 'attachment')),
  position int not null default 0,
  primary key (version_id, file_id, role),
  foreign key (article_id, version_id) references article_versions (article_id, id) on delete cascade,
  foreign key (article_id, file_id) references article_files (article_id, id)
);
create index article_version_files_of_file on article_version_files (file_id);

-- One for each reader and day.
create table article_views (
  account_id uuid not null,
  user_id uuid not null,
  article_id uuid not null references articles,
  day date not null,
  primary key (user_id, article_id, day),
  foreign key (account_id, user_id) references users (account_id, id) on delete cascade
);
create index article_views_of_article on article_views (article_id, day);

create table article_feedback (
  account_id uuid not null,
  user_id uuid not null,
  article_id uuid not null references articles,
  version_id uuid not null references article_versions,
  is_helpful boolean not null,
  comment text not null default '' check (length(comment) <= 2000),
  at timestamptz not null,
  primary key (user_id, article_id),
  foreign key (account_id, user_id) references users (account_id, id) on delete cascade
);
create index article_feedback_of_article on article_feedback (article_id, at desc);

-- ── Who may read what ────────────────────────────────────────────────────────────────────────────────────────────
-- The names under which the reader of this transaction may find an article open.
create function app.audiences() returns text[] language sql stable
  return case when app.account_id() is null then '{}'::text[]
    else array['*', 'account:' || app.account_id()] ||
      array(select distinct 'service:' || c.service_id from public.contracts c
        where c.account_id = app.account_id() and array_position(app.contract_ids(), c.id) is not null) end;

do $$
declare
  t text;
begin
  foreach t in array array['knowledge_bases', 'knowledge_categories', 'articles', 'article_versions', 'article_files', 'article_version_files',
    'article_views', 'article_feedback'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner on %I to madoguchi_owner using (true) with check (true)', t);
    execute format('create policy console on %I to madoguchi_console using (true) with check (true)', t);
  end loop;
end
$$;
create policy portal on articles for select to madoguchi_portal
  using (retired_at is null and published_at <= now() and open_to && (select app.audiences()));
create policy portal on article_versions for select to madoguchi_portal
  using (shows_from <= now() and (shows_until is null or shows_until > now()) and exists (select from articles a where a.id = article_id));
create policy portal on article_version_files for select to madoguchi_portal
  using (exists (select from article_versions v where v.id = version_id));
create policy portal on article_files for select to madoguchi_portal
  using (exists (select from article_version_files f where f.file_id = article_files.id));
create policy portal on knowledge_bases for select to madoguchi_portal using (exists (select from articles a where a.base_id = knowledge_bases.id));
create policy portal on knowledge_categories for select to madoguchi_portal
  using (exists (select from articles a where a.category_id = knowledge_categories.id));
create policy portal on article_views for select to madoguchi_portal using (account_id = (select app.account_id()) and user_id = (select app.user_id()));
create policy portal on article_feedback to madoguchi_portal
  using (account_id = (select app.account_id()) and user_id = (select app.user_id()))
  with check (account_id = (select app.account_id()) and user_id = (select app.user_id())
    and exists (select from article_versions v where v.id = version_id and v.article_id = article_feedback.article_id));
-- The worker reads files, and tells readers of announcements.
create policy worker on articles for select to madoguchi_worker using (true);
create policy worker on article_versions for select to madoguchi_worker using (state = 'approved');
create policy worker on article_files to madoguchi_worker using (true) with check (true);

grant select (id, number, kind, base_id, category_id, author_name, ja_from, en_from, published_at, views) on articles to madoguchi_portal;
grant select (id, article_id, language, number, title, body, body_text, shows_from, shows_until) on article_versions to madoguchi_portal;
grant select (id, article_id, name, size, content_type) on article_files to madoguchi_portal;
grant select on article_version_files, knowledge_bases, knowledge_categories to madoguchi_portal;
grant select on article_views to madoguchi_portal;
grant select, insert, update, delete on article_feedback to madoguchi_portal;
grant select, insert, update, delete on knowledge_bases, knowledge_categories, articles, article_versions, article_files, article_version_files to madoguchi_console;
grant select on article_views, article_feedback to madoguchi_console;
grant usage on sequence article_numbers to madoguchi_console;
grant select (id, number, kind, published_at, retired_at) on articles to madoguchi_worker;
grant select (id, article_id, language, number, state, title, body_text, shows_from, shows_until) on article_versions to madoguchi_worker;
grant select (id, article_id, name, content_type, text_state), update (text_state, text) on article_files to madoguchi_worker;

-- Counts one view of this reader for this day, of an article that is open to them; a second one the same day counts nothing.
create function app.view_article(article uuid, its_day date) returns void
language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  if not exists (select from articles where id = article and retired_at is null and published_at <= now() and open_to && app.audiences()) then return; end if;
  begin
    insert into article_views values (app.account_id(), app.user_id(), article, its_day);
  exception when unique_violation then
    return;
  end;
  update articles set views = views + 1 where id = article;
end
$$;
revoke execute on function app.view_article(uuid, date) from public;
grant execute on function app.view_article(uuid, date) to madoguchi_portal;

-- ── Searching ────────────────────────────────────────────────────────────────────────────────────────────────────
-- Titles and bodies of approved versions, and the text of files.
create table article_texts (
  source_id uuid not null,
  kind text not null check (kind in ('title', 'body', 'file')),
  article_id uuid not null references articles on delete cascade,
  folded text not null,
  primary key (source_id, kind)
);
-- The keys of cases are mixed with their account; articles are the provider's, whose place in the mix is nobody's.
create index article_texts_grams on article_texts using gin (app.grams('00000000-0000-0000-0000-000000000000', folded)) with (fastupdate = off);
alter table article_texts enable row level security;
alter table article_texts force row level security;
create policy owner on article_texts to madoguchi_owner using (true) with check (true);

create function app.keep_article_text(source uuid, its_kind text, article uuid, words text) returns void
language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  delete from article_texts where source_id = source and kind = its_kind;
  if words is null or btrim(words) = '' then return; end if;
  insert into article_texts values (source, its_kind, article, app.fold(words));
end
$$;
-- A version that is over is no longer found; the next one's approval takes its words away.
create function app.keep_version_texts() returns trigger language plpgsql security definer set search_path = public, app, pg_temp as $$
declare
  is_found constant boolean := new.state = 'approved' and (new.shows_until is null or new.shows_until > now());
begin
  delete from article_texts t using article_versions v
    where v.article_id = new.article_id and v.language = new.language and v.shows_until <= now() and t.source_id = v.id and t.kind <> 'file';
  perform app.keep_article_text(new.id, 'title', new.article_id, case when is_found then new.title end);
  perform app.keep_article_text(new.id, 'body', new.article_id, case when is_found then new.body_text end);
  return null;
end
$$;
create trigger keep_version_texts after insert or update of title, body_text, state on article_versions for each row execute function app.keep_version_texts();
create function app.keep_file_text() returns trigger language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  perform app.keep_article_text(new.id, 'file', new.article_id, concat_ws(E'\n', new.name, new.text));
  return null;
end
$$;
create trigger keep_file_text after insert or update of name, text on article_files for each row execute function app.keep_file_text();

-- The versions that hold this one folded word, whoever may read them: in their title or body, or in a file that they show.
create function app.versions_with(word text) returns setof uuid language plpgsql stable set plan_cache_mode = force_generic_plan as $$
declare
  keys constant int[] := app.word_grams('00000000-0000-0000-0000-000000000000', word);
  -- A word that is one key and nothing more need not be looked for in the text again.
  is_key constant boolean := cardinality(keys) = 1 and (length(word) <= 2 or word ~ '^[a-z0-9]{3}$');
begin
  if keys is null then
    return query
      select t.source_id from public.article_texts t where t.kind <> 'file' and strpos(t.folded, word) > 0
      union
      select f.version_id from public.article_texts t join public.article_version_files f on f.file_id = t.source_id and f.role <> 'picture'
        where t.kind = 'file' and strpos(t.folded, word) > 0;
  else
    return query
      with hits as materialized (
        select t.source_id, t.kind from public.article_texts t
        where app.grams('00000000-0000-0000-0000-000000000000', t.folded) @> keys and (is_key or strpos(t.folded, word) > 0)
      )
      select h.source_id from hits h where h.kind <> 'file'
      union
      select f.version_id from hits h join public.article_version_files f on f.file_id = h.source_id and f.role <> 'picture' where h.kind = 'file';
  end if;
end
$$;

-- The versions that this reader may see now and that hold every word. Row-level security would keep the index out of reach, so this
-- runs as the owner and asks itself, in the words of the policies.
create function app.find_articles(words text[]) returns table (article_id uuid, language text, titles int)
language plpgsql stable security definer rows 200 set search_path = public, app, pg_temp as $$
declare
  audiences constant text[] := app.audiences();
  word text;
  found uuid[];
begin
  foreach word in array words loop
    found := case when found is null then array(select app.versions_with(word))
      else array(select unnest(found) intersect select app.versions_with(word)) end;
    exit when cardinality(found) = 0;
  end loop;
  return query
    select v.article_id, v.language, (select count(*)::int from unnest(words) w where strpos(t.folded, w) > 0)
    from unnest(found) f join article_versions v on v.id = f join articles a on a.id = v.article_id
      left join article_texts t on t.source_id = v.id and t.kind = 'title'
    where a.kind <> 'announcement' and a.retired_at is null and a.published_at <= now() and a.open_to && audiences
      and v.shows_from <= now() and (v.shows_until is null or v.shows_until > now());
end
$$;

-- Articles that share words with what somebody is about to ask, best first: a word of the title weighs three.
create function app.suggest_articles(words text[], its_language text, most int) returns table (article_id uuid, version_id uuid, weight int)
language plpgsql stable security definer rows 10 set search_path = public, app, pg_temp as $$
declare
  audiences constant text[] := app.audiences();
begin
  return query
    with hits as (select w as word, x.version_id as version from unnest(words) w, lateral app.versions_with(w) x (version_id))
    select v.article_id, v.id, sum(case when strpos(t.folded, h.word) > 0 then 3 else 1 end)::int
    from hits h join article_versions v on v.id = h.version join articles a on a.id = v.article_id
      left join article_texts t on t.source_id = v.id and t.kind = 'title'
    where v.language = its_language and a.kind <> 'announcement' and a.retired_at is null and a.published_at <= now() and a.open_to && audiences
      and v.shows_from <= now() and (v.shows_until is null or v.shows_until > now())
    group by v.article_id, v.id
    order by 3 desc, 1 limit most;
end
$$;
revoke execute on function app.keep_article_text(uuid, text, uuid, text), app.keep_version_texts(), app.keep_file_text(), app.versions_with(text),
  app.find_articles(text[]), app.suggest_articles(text[], text, int) from public;
grant execute on function app.find_articles(text[]), app.suggest_articles(text[], text, int) to madoguchi_portal;

-- ── What readers read ────────────────────────────────────────────────────────────────────────────────────────────
-- One row for each article and language that the asker sees now. Only the portal's role may ask; the walls above are its own.
create view open_articles with (security_invoker) as
  select a.id, a.number, a.kind, a.base_id, a.category_id, a.author_name, a.published_at, a.views,
    v.id as version_id, v.language, v.title, v.body, v.body_text, v.shows_from
  from articles a join article_versions v on v.article_id = a.id;
-- One row for each article that the asker sees now, and in which languages: what is counted and put in order without touching a text.
create view listed_articles with (security_invoker) as
  select id, number, kind, base_id, category_id, author_name, published_at, views, coalesce(ja_from <= now(), false) as in_ja, coalesce(en_from <= now(), false) as in_en
  from articles where kind <> 'announcement';
create view open_article_files with (security_invoker) as
  select l.version_id, l.role, l.position, f.id, f.article_id, f.name, f.size, f.content_type
  from article_version_files l join article_files f on f.id = l.file_id;
create view open_categories with (security_invoker) as select id, base_id, name_ja, name_en, position from knowledge_categories;
create view open_bases with (security_invoker) as select id, service_id, name_ja, name_en, position from knowledge_bases;
grant select on open_articles, listed_articles, open_article_files, open_categories, open_bases to madoguchi_portal;

-- ── What authors read ────────────────────────────────────────────────────────────────────────────────────────────
-- Customers with what they have, as an audience is chosen from them. Only the console's role may ask these.
create view article_audiences with (security_invoker) as
  select c.id, c.name, coalesce(string_agg(k.number, ' '), '') as numbers,
    coalesce(array_agg(distinct k.service_id) filter (where k.service_id is not null), '{}') as services
  from accounts c left join contracts k on k.account_id = c.id group by c.id, c.name;
create view audience_names with (security_invoker) as
  select 'service:' || id as name from services union all select 'account:' || id from accounts;
create view article_readings with (security_invoker) as
  select w.article_id, w.day, w.account_id, c.name as account_name, w.user_id, u.display_name as user_name
  from article_views w join accounts c on c.id = w.account_id join users u on u.id = w.user_id;
create view article_opinions with (security_invoker) as
  select f.article_id, f.user_id, c.name as account_name, u.display_name as user_name, f.is_helpful, f.comment, v.language, v.number, f.at
  from article_feedback f join accounts c on c.id = f.account_id join users u on u.id = f.user_id join article_versions v on v.id = f.version_id;
grant select on article_audiences, audience_names, article_readings, article_opinions to madoguchi_console;
