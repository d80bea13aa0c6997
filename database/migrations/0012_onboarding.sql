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
