create table project (id uuid primary key, "orgId" uuid not null, name text);
alter table project enable row level security;
create policy tenant_isolation on project using ("orgId" = current_setting('app.tenant_id')::uuid);
