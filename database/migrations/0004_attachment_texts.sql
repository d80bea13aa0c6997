-- The words inside attached files, so that keyword search finds them. A file's name is searchable from the moment it is
-- attached; its text follows when the job has read it.

alter table attachments add unique (account_id, id);

create table attachment_texts (
  attachment_id uuid primary key,
  account_id uuid not null,
  -- 'none': nothing in it that this program can read. 'failed': broken, locked, or beyond a limit; nobody tries again.
  state text not null check (state in ('read', 'none', 'failed')),
  text text check (length(text) <= 300000),
  read_at timestamptz not null,
  check ((state = 'read') = (text is not null)),
  foreign key (account_id, attachment_id) references attachments (account_id, id) on delete cascade
);
alter table attachment_texts enable row level security;
alter table attachment_texts force row level security;
create policy owner on attachment_texts to madoguchi_owner using (true) with check (true);
create policy worker on attachment_texts to madoguchi_worker
  using (account_id = (select app.account_id())) with check (account_id = (select app.account_id()));
-- Even the worker cannot read a text back.
grant select (attachment_id, account_id, state), insert, update (state, text, read_at) on attachment_texts to madoguchi_worker;

-- Hands a file's name, and its text once there is one, to keyword search. Of an infected file only the name is known. The lock makes
-- a verdict and a text that arrive at the same moment wait for each other.
create function app.keep_file(its_id uuid) returns void language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  perform from attachments where id = its_id for no key update;
  perform app.keep_case_text(a.id, a.account_id, a.contract_id, a.case_id, 'file', a.audience,
      concat_ws(E'\n', a.name, case when a.scan <> 'infected' then t.text end))
    from attachments a left join attachment_texts t on t.account_id = a.account_id and t.attachment_id = a.id
    where a.id = its_id and a.case_id is not null;
end
$$;

create function app.keep_attached_file() returns trigger language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  if new.scan = 'infected' then delete from attachment_texts where account_id = new.account_id and attachment_id = new.id; end if;
  perform app.keep_file(new.id);
  return null;
end
$$;
create trigger keep_attached_file after insert or update of case_id, audience, name, scan on attachments
  for each row when (new.case_id is not null) execute function app.keep_attached_file();

create function app.keep_read_file() returns trigger language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  perform app.keep_file(new.attachment_id);
  return null;
end
$$;
create trigger keep_read_file after insert or update of text on attachment_texts
  for each row when (new.text is not null) execute function app.keep_read_file();

create function app.drop_file() returns trigger language plpgsql security definer set search_path = public, app, pg_temp as $$
begin
  delete from case_texts where source_id = old.id;
  return null;
end
$$;
create trigger drop_file after delete on attachments for each row when (old.case_id is not null) execute function app.drop_file();

-- Attached files of every account that nobody has read yet, newest first: which they are, and no word of them.
create function app.unread_files(most int) returns table (account_id uuid, attachment_id uuid)
language sql stable security definer set search_path = public, app, pg_temp as $$
  select a.account_id, a.id from attachments a
  where a.case_id is not null and a.scan <> 'infected' and not exists (select from attachment_texts t where t.attachment_id = a.id)
  order by a.created_at desc limit most
$$;

revoke execute on function app.keep_file(uuid), app.keep_attached_file(), app.keep_read_file(), app.drop_file(), app.unread_files(int) from public;
grant execute on function app.unread_files(int) to madoguchi_worker;

-- The names of what was attached before; the sweep has the texts read.
insert into case_texts (source_id, account_id, contract_id, case_id, kind, audience, folded)
  select id, account_id, contract_id, case_id, 'file', audience, app.fold(name) from attachments where case_id is not null and btrim(name) <> '';
