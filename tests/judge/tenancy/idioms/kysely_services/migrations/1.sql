create table orgs (id uuid primary key, name text);
create table users (id uuid primary key, email text);
create table members ("orgId" uuid not null references orgs (id), "userId" uuid not null references users (id), role text, primary key ("orgId", "userId"));
create table surveys (id uuid primary key, "orgId" uuid not null references orgs (id), title text, state text);
create table answers (id uuid primary key, "surveyId" uuid not null references surveys (id), text text);
