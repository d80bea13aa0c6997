-- Serving roles may queue a job and read back its identifier; what queued jobs carry is the worker's alone.
grant usage on schema pgboss to madoguchi_portal, madoguchi_door, madoguchi_console, madoguchi_worker;
grant select on pgboss.version, pgboss.queue to madoguchi_portal, madoguchi_door, madoguchi_console;
grant insert on pgboss.job, pgboss.job_common to madoguchi_portal, madoguchi_door, madoguchi_console;
grant select (id, start_after) on pgboss.job, pgboss.job_common to madoguchi_portal, madoguchi_door, madoguchi_console;
grant select, insert, update, delete on all tables in schema pgboss to madoguchi_worker;
grant usage on all sequences in schema pgboss to madoguchi_worker;
