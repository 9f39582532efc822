CREATE TABLE orgs (id uuid PRIMARY KEY, name text NOT NULL);
CREATE TABLE vehicles (id uuid PRIMARY KEY, org_id uuid NOT NULL REFERENCES orgs (id), plate text NOT NULL, retired_at timestamptz);
CREATE TABLE trips (id uuid PRIMARY KEY, vehicle_id uuid NOT NULL REFERENCES vehicles (id), km integer NOT NULL);
