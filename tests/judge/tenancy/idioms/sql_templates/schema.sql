CREATE TABLE orgs (id uuid PRIMARY KEY);
CREATE TABLE assets (id uuid PRIMARY KEY, org_id uuid NOT NULL REFERENCES orgs (id), name text NOT NULL, deleted_at timestamptz);
CREATE TABLE readings (id uuid PRIMARY KEY, asset_id uuid NOT NULL REFERENCES assets (id), value numeric NOT NULL);
