create table orgs (id int primary key);
create table projects (id int primary key, org_id int not null references orgs(id), name text);
create table tasks (id int primary key, project_id int not null references projects(id), title text);
