import { pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { relations } from 'drizzle-orm';
export const orgs = pgTable('orgs', { id: text('id').primaryKey() });
export const projects = pgTable('projects', { id: text('id').primaryKey(), orgId: text('org_id').notNull().references(() => orgs.id), name: text('name') });
export const tasks = pgTable('tasks', { id: text('id').primaryKey(), projectId: text('project_id').notNull().references(() => projects.id), title: text('title') });
export const projectRelations = relations(projects, ({ many }) => ({ tasks: many(tasks) }));
