create table orgs (id uuid primary key);
create table projects (id uuid primary key, "orgId" uuid not null references orgs(id), name text);
create table tasks (id uuid primary key, "projectId" uuid not null references projects(id), title text);
