-- How a customer was brought in, what they use of what they bought, and files of many customers at once.

create table onboardings (
  id uuid primary key,
  account_id uuid not null,
  contract_id uuid not null,
  user_id uuid not null,
  case_id uuid,
  operator_id uuid not null references operators,
  at timestamptz not null,
  unique (account_id, contract_id),
  foreign key (account_id, contract_id) references contracts (account_id, id),
  foreign key (account_id, user_id) references users (account_id, id),
  foreign key (account_id, contract_id, case_id) references cases (account_id, contract_id, id)
);
create index onboardings_by_time on onboardings (at desc, id desc);

-- Figures only ever come; the newest of a month counts.
create table usage_figures (
  id uuid primary key,
  account_id uuid not null,
  contract_id uuid not null,
  month date not null check (extract(day from month) = 1),
  credits int not null check (credits between 0 and 100000000),
  source text not null check (source in ('console', 'file')),
  operator_id uuid not null references operators,
  at timestamptz not null,
  foreign key (account_id, contract_id) references contracts (account_id, id)
);
create index usage_figures_of_month on usage_figures (account_id, contract_id, month, at desc, id desc);
create index usage_figures_newest on usage_figures (at desc, id desc);

-- One case for each contract and month in which more was used than bought.
create table usage_overruns (
  account_id uuid not null,
  contract_id uuid not null,
  month date not null check (extract(day from month) = 1),
  credits int not null,
  contracted int not null,
  case_id uuid not null,
  at timestamptz not null,
  primary key (account_id, contract_id, month),
  foreign key (account_id, contract_id, case_id) references cases (account_id, contract_id, id)
);

-- A file of an operator on its way in, line by line; console only, and of no account before a line is taken.
create table operator_imports (
  id uuid primary key,
  operator_id uuid not null references operators,
  kind text not null check (kind in ('onboarding', 'usage')),
  file_name text not null check (length(file_name) between 1 and 200),
  created_at timestamptz not null
);
create table operator_import_lines (
  import_id uuid not null references operator_imports on delete cascade,
  line int not null,
  cells jsonb not null,
  state text not null check (state in ('waiting', 'done', 'failed')),
  -- The codes of what is wrong with it, by column.
  problems jsonb not null default '{}',
  -- What came of it: the number of a contract or of a case.
  result text,
  primary key (import_id, line)
);
create index operator_import_lines_waiting on operator_import_lines (import_id, line) where state = 'waiting';

do $$
declare
  t text;
begin
  foreach t in array array['onboardings', 'usage_figures', 'usage_overruns', 'operator_imports', 'operator_import_lines'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner on %I to madoguchi_owner using (true) with check (true)', t);
    execute format('create policy console on %I to madoguchi_console using (true) with check (true)', t);
  end loop;
end
$$;
grant select, insert on onboardings, usage_figures, usage_overruns, operator_imports, operator_import_lines to madoguchi_console;
grant update (case_id) on onboardings to madoguchi_console;
grant update (state, problems, result) on operator_import_lines to madoguchi_console;
grant delete on operator_imports to madoguchi_console;

-- Who was brought in, with the names that operators see beside it.
create view onboarding_cards with (security_invoker) as
  select b.id, b.at, p.display_name as operator_name, a.name as account_name, c.number, c.holder_name, v.name_ja as service_ja, v.name_en as service_en,
    c.started_on, c.renews_on, c.ends_on, u.id as user_row_id, u.user_id, u.display_name, u.mail, coalesce(u.language, 'ja') as language, k.number as case_number
  from onboardings b
  join operators p on p.id = b.operator_id
  join accounts a on a.id = b.account_id
  join contracts c on c.account_id = b.account_id and c.id = b.contract_id
  join services v on v.id = c.service_id
  join users u on u.account_id = b.account_id and u.id = b.user_id
  join cases k on k.account_id = b.account_id and k.contract_id = b.contract_id and k.id = b.case_id;
create view onboarding_accounts with (security_invoker) as
  select a.name, c.number from accounts a join contracts c on c.account_id = a.id;

-- What usage is compared with: the contract, what was bought from which day on, and whom to tell.
create view usage_contracts with (security_invoker) as
  select c.id, c.account_id, c.number, c.holder_name, a.name as account_name, c.started_on, c.ends_on
  from contracts c join accounts a on a.id = c.account_id;
create view usage_terms with (security_invoker) as select account_id, contract_id, from_on, credits from contract_terms;
create view usage_people with (security_invoker) as
  select l.account_id, l.contract_id, u.id, u.role, u.language, u.created_at
  from user_contracts l join users u on u.account_id = l.account_id and u.id = l.user_id where u.state = 'active';
create view usage_overrun_cards with (security_invoker) as
  select o.account_id, o.contract_id, o.month, o.credits, o.contracted, o.at, c.number, c.holder_name, a.name as account_name, k.number as case_number
  from usage_overruns o
  join contracts c on c.account_id = o.account_id and c.id = o.contract_id
  join accounts a on a.id = o.account_id
  join cases k on k.account_id = o.account_id and k.contract_id = o.contract_id and k.id = o.case_id;
create view usage_managers with (security_invoker) as
  select id, display_name, (duty = 'service_manager' and state = 'active') as is_told from operators;
grant select on onboarding_cards, onboarding_accounts, usage_contracts, usage_terms, usage_people, usage_overrun_cards, usage_managers to madoguchi_console;
-- The mails about an overrun are the worker's.
create policy worker on usage_overruns for select to madoguchi_worker using (account_id = (select app.account_id()));
grant select on usage_overruns, usage_overrun_cards to madoguchi_worker;

-- Files on their way in, with whose they are and how far.
create view operator_import_states with (security_invoker) as
  select i.id, i.kind, i.file_name, i.created_at, o.display_name as operator_name, n.total, n.waiting, n.done, n.failed
  from operator_imports i join operators o on o.id = i.operator_id
  cross join lateral (select count(*)::int as total, count(*) filter (where state = 'waiting')::int as waiting,
    count(*) filter (where state = 'done')::int as done, count(*) filter (where state = 'failed')::int as failed
    from operator_import_lines where import_id = i.id) n;
grant select on operator_import_states to madoguchi_console;
