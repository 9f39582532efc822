create table orgs (id uuid primary key, name text);
create table tickets (id uuid primary key, org_id uuid not null references orgs (id), title text, state text);
create table replies (id uuid primary key, ticket_id uuid not null references tickets (id), body text);
