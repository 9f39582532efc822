CREATE TABLE orgs (id uuid PRIMARY KEY, plan text NOT NULL);
CREATE TABLE invoices (id uuid PRIMARY KEY, org_id uuid NOT NULL REFERENCES orgs (id), status text NOT NULL, due timestamptz NOT NULL);
CREATE TABLE invoice_items (id uuid PRIMARY KEY, invoice_id uuid NOT NULL REFERENCES invoices (id), cents integer NOT NULL);
