-- Login roles. Passwords are set by the start of the program or by the operator of the database.
-- None owns a table, none bypasses row-level security.
do $$
declare
  role_name text;
begin
  foreach role_name in array array['madoguchi_owner', 'madoguchi_portal', 'madoguchi_door', 'madoguchi_console', 'madoguchi_worker'] loop
    if not exists (select from pg_roles where rolname = role_name) then
      execute format('create role %I login nosuperuser nocreatedb nocreaterole nobypassrls', role_name);
    end if;
  end loop;
  -- Pages run many short statements at once: neither compiling them nor sharing one among processes pays.
  foreach role_name in array array['madoguchi_portal', 'madoguchi_door', 'madoguchi_console', 'madoguchi_worker'] loop
    execute format('alter role %I set jit = off', role_name);
    execute format('alter role %I set max_parallel_workers_per_gather = 0', role_name);
  end loop;
end
$$;
