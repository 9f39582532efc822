import { sql } from 'drizzle-orm';
import { pgPolicy, pgTable, text, uuid } from 'drizzle-orm/pg-core';
export const orgs = pgTable('orgs', { id: uuid('id').primaryKey() });
export const notes = pgTable('notes', { id: uuid('id').primaryKey(), orgId: uuid('org_id').notNull().references(() => orgs.id), text: text('text') }, () => [
  pgPolicy('notes_of_tenant', { for: 'all', using: sql`org_id = current_setting('app.org_id')::uuid` }),
]);
export const files = pgTable('files', { id: uuid('id').primaryKey(), orgId: uuid('org_id').notNull().references(() => orgs.id) });
