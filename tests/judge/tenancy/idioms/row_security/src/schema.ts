import { pgTable, uuid, text } from 'drizzle-orm/pg-core';
export const orgs = pgTable('orgs', { id: uuid('id').primaryKey() });
export const projects = pgTable('projects', { id: uuid('id').primaryKey(), orgId: uuid('org_id').notNull().references(() => orgs.id), name: text('name') });
export const notes = pgTable('notes', { id: uuid('id').primaryKey(), orgId: uuid('org_id').notNull().references(() => orgs.id), t: text('t') });
