create table orgs (id uuid primary key);
create table projects (id uuid primary key, org_id uuid not null references orgs(id), name text);
create table notes (id uuid primary key, org_id uuid not null references orgs(id), t text);
alter table projects enable row level security;
create policy tenant_isolation on projects using (org_id = current_setting('app.tenant_id')::uuid);
