ALTER TABLE "projects" ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "projects" USING (org_id = current_setting('app.current_org', true));
