-- The case list that answers: keyword search over everything a reader may see, an order for every column, and marks of
-- what changed since somebody last looked.

-- ── Folding ──────────────────────────────────────────────────────────────────────────────────────────────────────
-- What search takes for the same: half and full width, capital and small letters, katakana and hiragana, a long vowel
-- mark at the end of a katakana word, kinds of dashes, any run of blanks. A part of a text folds to a part of the
-- folded text, so that whatever stands in a text is found by it.
create function app.fold(words text) returns text language sql immutable strict parallel safe as $$
  select translate(
    case when strpos(plain, 'ー') = 0 then plain
      else regexp_replace(regexp_replace(plain, '(?<![ぁ-ゖ])ー+(?![ァ-ヺー])', '', 'g'), 'ー+(?![ぁ-ゖァ-ヺー])', '', 'g') end,
    'ァアィイゥウェエォオカガキギクグケゲコゴサザシジスズセゼソゾタダチヂッツヅテデトドナニヌネノハバパヒビピフブプヘベペホボポマミムメモャヤュユョヨラリルレロヮワヰヱヲンヴヵヶヽヾ‐‑‒–—―−〜',
    'ぁあぃいぅうぇえぉおかがきぎくぐけげこごさざしじすずせぜそぞただちぢっつづてでとどなにぬねのはばぱひびぴふぶぷへべぺほぼぽまみむめもゃやゅゆょよらりるれろゎわゐゑをんゔゕゖゝゞ-------~')
  from (select btrim(regexp_replace(lower(normalize(words, NFKC)), '\s+', ' ', 'g')) as plain) as folding
$$;

-- The index keys of a folded text: every two neighbours, every three of Latin letters and digits, and every single
-- kanji. Each key is mixed with the account, so that what others wrote never lies on the way of a search.
create function app.grams(account uuid, folded text) returns int[] language plpgsql immutable strict parallel safe as $$
declare
  salt constant int := hashtext(account::text);
  found int[] := '{}';
  before_last text := '';
  last text := '';
  letter text;
  run int := 0;
begin
  foreach letter in array string_to_array(folded, null) loop
    if letter = ' ' then
      run := 0;
      last := '';
    else
      if ascii(letter) >= 19968 then found := found || (hashtext(letter) # salt); end if;
      if last <> '' then found := found || (hashtext(last || letter) # salt); end if;
      run := case when ascii(letter) between 48 and 57 or ascii(letter) between 97 and 122 then run + 1 else 0 end;
      if run >= 3 then found := found || (hashtext(before_last || last || letter) # salt); end if;
      before_last := last;
      last := letter;
    end if;
  end loop;
  return found;
end
$$;

-- The keys that a text with this word must have: the rarest kind at each place, no more than a dozen. Null for a word
-- that has none, such as one Latin letter.
create function app.word_grams(account uuid, word text) returns int[] language plpgsql immutable strict parallel safe as $$
declare
  salt constant int := hashtext(account::text);
  letters constant text[] := string_to_array(word, null);
  n constant int := cardinality(letters);
  latin boolean[] := array(select ascii(l) between 48 and 57 or ascii(l) between 97 and 122 from unnest(letters) with ordinality as t (l, i) order by i);
  found int[] := '{}';
begin
  if n = 1 then
    return case when ascii(word) >= 19968 then array[hashtext(word) # salt] end;
  end if;
  for i in 1..n - 1 loop
    if letters[i] <> ' ' and letters[i + 1] <> ' ' then
      if latin[i] and latin[i + 1] and i + 2 <= n and latin[i + 2] then
        found := found || (hashtext(letters[i] || letters[i + 1] || letters[i + 2]) # salt);
      elsif not (latin[i] and latin[i + 1] and i > 1 and latin[i - 1]) then
        found := found || (hashtext(letters[i] || letters[i + 1]) # salt);
      end if;
    end if;
  end loop;
  if cardinality(found) = 0 then return null; end if;
  return array(select key from unnest(found) with ordinality as t (key, i) where i % (1 + cardinality(found) / 12) = 0 or i = 1);
end
$$;

-- ── What keyword search reads ────────────────────────────────────────────────────────────────────────────────────
create table case_texts (
  source_id uuid primary key,
  account_id uuid not null,
  contract_id uuid not null,
  case_id uuid not null,
  kind text not null check (kind in ('subject', 'comment', 'note', 'file')),
  audience text not null check (audience in ('customer', 'internal')),
  folded text not null,
  foreign key (account_id, contract_id, case_id) references cases (account_id, contract_id, id) on delete cascade
);
create index case_texts_of_case on case_texts (account_id, case_id);
-- Without a list of things to do later: a search takes the same time however much was written just before.
create index case_texts_grams on case_texts using gin (app.grams(account_id, folded)) with (fastupdate = off);
create index case_texts_subject_grams on case_texts using gin (app.grams(account_id, folded)) with (fastupdate = off) where kind = 'subject';
alter table case_texts enable row level security;
alter table case_texts force row level security;
create policy owner on case_texts to madoguchi_owner using (true) with check (true);

-- Replaces what is known of one source. No serving role writes texts by itself.
create function app.keep_case_text(source uuid, account uuid, contract uuid, its_case uuid, its_kind text, its_audience text, words text) returns void
language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  delete from case_texts where source_id = source;
  if words is null or btrim(words) = '' then return; end if;
  insert into case_texts (source_id, account_id, contract_id, case_id, kind, audience, folded)
    values (source, account, contract, its_case, its_kind, its_audience, app.fold(words));
end
$$;

create function app.keep_subject() returns trigger language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  perform app.keep_case_text(new.id, new.account_id, new.contract_id, new.id, 'subject', 'customer', new.subject);
  return null;
end
$$;
create trigger keep_subject after insert or update of subject on cases for each row execute function app.keep_subject();

create function app.keep_comment() returns trigger language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  perform app.keep_case_text(new.id, new.account_id, new.contract_id, new.case_id, 'comment', 'customer', new.body_text);
  return null;
end
$$;
create trigger keep_comment after insert on activities for each row when (new.body_text is not null) execute function app.keep_comment();

create function app.keep_note() returns trigger language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  perform app.keep_case_text(new.id, new.account_id, c.contract_id, new.case_id, 'note', 'internal', new.body_text)
    from cases c where c.account_id = new.account_id and c.id = new.case_id;
  return null;
end
$$;
create trigger keep_note after insert on work_notes for each row execute function app.keep_note();

-- ── Searching ────────────────────────────────────────────────────────────────────────────────────────────────────
-- Row-level security would keep the index out of reach, because the comparison of keys is not leakproof. So the search
-- runs as the owner, and itself asks for the account and the contracts of the transaction.
create function app.search_texts(account uuid, linked uuid[], inside boolean, words text[], kinds text[], audiences text[]) returns uuid[]
language plpgsql stable parallel restricted set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
declare
  word text;
  keys int[];
  found uuid[];
  hits uuid[];
begin
  foreach word in array words loop
    continue when word = '';
    keys := app.word_grams(account, word);
    if keys is null then
      found := array(select distinct t.case_id from case_texts t
        where t.account_id = account and array_position(audiences, t.audience) is not null and array_position(kinds, t.kind) is not null
          and (array_position(linked, t.contract_id) is not null) = inside and strpos(t.folded, word) > 0);
    elsif kinds = '{subject}' then
      found := array(select t.case_id from case_texts t
        where app.grams(t.account_id, t.folded) @> keys and t.kind = 'subject' and t.account_id is not distinct from account
          and (array_position(linked, t.contract_id) is not null) = inside and strpos(t.folded, word) > 0);
    else
      -- Nothing here but the keys suits an index, so that no other is ever chosen.
      found := array(select distinct t.case_id from case_texts t
        where app.grams(t.account_id, t.folded) @> keys and t.account_id is not distinct from account
          and array_position(kinds, t.kind) is not null and array_position(audiences, t.audience) is not null
          and (array_position(linked, t.contract_id) is not null) = inside and strpos(t.folded, word) > 0);
    end if;
    if word ~ '^(cs)?[0-9]{1,7}$' and 'subject' = any (kinds) and cardinality(kinds) > 1 then
      found := found || array(select c.id from cases c where c.account_id = account
        and (array_position(linked, c.contract_id) is not null) = inside and strpos(lower(c.number), word) > 0);
    end if;
    hits := case when hits is null then found else array(select unnest(hits) intersect select unnest(found)) end;
    exit when cardinality(hits) = 0;
  end loop;
  return coalesce(hits, '{}');
end
$$;

-- The reader's cases whose texts of these kinds hold every word. The words are folded already.
create function app.find_cases(words text[], kinds text[]) returns setof uuid
language plpgsql stable security definer rows 500 set search_path = public, app, pg_temp as $$
begin
  return query select distinct unnest(app.search_texts(app.account_id(), app.contract_ids(), true, words, kinds, '{customer}'));
end
$$;

-- How many cases of the reader's own account, under contracts that are not theirs, have every word in their subject (D-7). Comments
-- and files are not asked, nor words of one letter, nor more often than anybody searches: the answers must not spell out what is hidden.
create function app.count_hidden_cases(words text[]) returns int
language plpgsql volatile security definer set search_path = public, app, pg_temp as $$
begin
  if exists (select from unnest(words) word where length(word) < 2) then return 0; end if;
  if not exists (select from contracts where account_id = app.account_id() and array_position(app.contract_ids(), id) is null) then return 0; end if;
  if not app.take('hidden_count', app.user_id()::text, 60, 3600) then return 0; end if;
  return cardinality(app.search_texts(app.account_id(), app.contract_ids(), false, words, '{subject}', '{customer}'));
end
$$;
revoke execute on function app.search_texts(uuid, uuid[], boolean, text[], text[], text[]), app.find_cases(text[], text[]),
  app.count_hidden_cases(text[]), app.keep_case_text(uuid, uuid, uuid, uuid, text, text, text),
  app.keep_subject(), app.keep_comment(), app.keep_note() from public;
grant execute on function app.find_cases(text[], text[]), app.count_hidden_cases(text[]) to madoguchi_portal;
grant execute on function app.fold(text) to madoguchi_portal, madoguchi_console, madoguchi_worker;

-- ── An order for every column ────────────────────────────────────────────────────────────────────────────────────
-- The columns that lists narrow and order by lie in the index: a big account's cases are counted and put in order
-- without touching a case.
drop index cases_by_account;
create index cases_by_account on cases (account_id, updated_at desc, id desc) include (contract_id, status, category, contact_id, created_at);
-- In a collation of its own, so that the unique index over everybody's numbers is never walked for it.
create index cases_by_number on cases (account_id, number collate "C", id) include (contract_id);
create index cases_by_contract on cases (account_id, contract_id, updated_at desc, id desc);
create index cases_by_created on cases (account_id, created_at desc, id desc) include (contract_id);
create index cases_by_contact on cases (account_id, contact_id, updated_at desc, id desc) include (contract_id);
create index cases_by_subject on cases (account_id, subject collate "ja-x-icu", id) include (contract_id);

-- What the list reads, as its reader.
create view listed_cases with (security_invoker) as
  select id, account_id, contract_id, number, status, category, subject, contact_id, assignee_id, replied_at, version, created_at, updated_at from cases;
grant select on listed_cases to madoguchi_portal, madoguchi_console;

-- The place of every person in the order of their names.
create view people_in_order with (security_invoker) as
  select account_id, id, display_name, row_number() over (partition by account_id order by display_name collate "ja-x-icu", id)::int as place from users;
grant select on people_in_order to madoguchi_portal, madoguchi_console;

-- ── What changed since I last looked ─────────────────────────────────────────────────────────────────────────────
create table case_visits (
  account_id uuid not null,
  user_id uuid not null,
  case_id uuid not null,
  seen_at timestamptz not null,
  primary key (user_id, case_id),
  foreign key (account_id, user_id) references users (account_id, id) on delete cascade,
  foreign key (account_id, case_id) references cases (account_id, id) on delete cascade
);
-- Everything before this time counts as seen.
create table case_read_marks (
  account_id uuid not null,
  user_id uuid primary key,
  read_until timestamptz not null,
  foreign key (account_id, user_id) references users (account_id, id) on delete cascade
);
do $$
declare
  t text;
begin
  foreach t in array array['case_visits', 'case_read_marks'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner on %I to madoguchi_owner using (true) with check (true)', t);
    execute format('create policy portal on %I for select to madoguchi_portal using (account_id = (select app.account_id()) and user_id = (select app.user_id()))', t);
  end loop;
end
$$;
grant select on case_visits, case_read_marks to madoguchi_portal;

-- What is older than a person's account is nothing new to them.
create function app.begin_read_mark() returns trigger language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  insert into case_read_marks values (new.account_id, new.id, new.created_at);
  return null;
end
$$;
revoke execute on function app.begin_read_mark() from public;
create trigger begin_read_mark after insert on users for each row execute function app.begin_read_mark();
insert into case_read_marks select account_id, id, now() from users;

-- Two pages of one person may look at the same moment: the later time stays, and nobody's transaction breaks.
create function app.see_case(its_case uuid, at timestamptz) returns void
language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  if not exists (select from cases where id = its_case and account_id = app.account_id() and array_position(app.contract_ids(), contract_id) is not null) then return; end if;
  loop
    update case_visits set seen_at = greatest(seen_at, at) where user_id = app.user_id() and case_id = its_case;
    exit when found;
    begin
      insert into case_visits values (app.account_id(), app.user_id(), its_case, at);
      exit;
    exception when unique_violation then
      -- Another page of the same reader was quicker: its row is updated.
    end;
  end loop;
end
$$;
create function app.see_all_cases(at timestamptz) returns void
language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  update case_read_marks set read_until = greatest(read_until, at) where user_id = app.user_id() and account_id = app.account_id();
  delete from case_visits where user_id = app.user_id() and account_id = app.account_id() and seen_at <= at;
end
$$;
revoke execute on function app.see_case(uuid, timestamptz), app.see_all_cases(timestamptz) from public;
grant execute on function app.see_case(uuid, timestamptz), app.see_all_cases(timestamptz) to madoguchi_portal;

-- What was written before search came.
insert into case_texts (source_id, account_id, contract_id, case_id, kind, audience, folded)
  select id, account_id, contract_id, id, 'subject', 'customer', app.fold(subject) from cases where btrim(subject) <> ''
  union all
  select id, account_id, contract_id, case_id, 'comment', 'customer', app.fold(body_text) from activities where btrim(body_text) <> ''
  union all
  select n.id, n.account_id, c.contract_id, n.case_id, 'note', 'internal', app.fold(n.body_text)
    from work_notes n join cases c on c.account_id = n.account_id and c.id = n.case_id where btrim(n.body_text) <> '';
