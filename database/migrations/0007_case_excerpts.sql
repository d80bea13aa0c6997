-- Where the words stand in the reader's cases: a piece of the text as it was written, around the first of them. Of each
-- case the newest comment and the newest file; the subject is on the list itself.
create function app.case_excerpts(its_cases uuid[], words text[]) returns table (case_id uuid, kind text, source_id uuid, piece text)
language sql stable security definer set search_path = public, app, pg_temp as $$
  select f.case_id, f.kind, f.source_id,
    substr(s.written, greatest(1, (f.place::bigint * length(s.written) / greatest(1, length(f.folded)))::int - 900), 2400)
  from (
    select distinct on (t.case_id, t.kind) t.case_id, t.kind, t.source_id, t.folded, strpos(t.folded, w.word) as place
    from unnest(words) with ordinality as w (word, n), case_texts t
    where t.account_id = app.account_id() and t.case_id = any (its_cases) and t.audience = 'customer'
      and t.kind <> 'subject'
      and array_position(app.contract_ids(), t.contract_id) is not null and strpos(t.folded, w.word) > 0
    order by t.case_id, t.kind, t.source_id desc, w.n
  ) f
  cross join lateral (
    select a.body_text as written from activities a where f.kind = 'comment' and a.id = f.source_id
    union all
    select x.name || ' ' || x.text from (select b.name, coalesce(y.text, '') as text from attachments b left join attachment_texts y on y.attachment_id = b.id
      where f.kind = 'file' and b.id = f.source_id) x
  ) s
$$;
revoke execute on function app.case_excerpts(uuid[], text[]) from public;
grant execute on function app.case_excerpts(uuid[], text[]) to madoguchi_portal;
