import { pgTable, text, uuid } from 'drizzle-orm/pg-core';
export const orgs = pgTable('orgs', { id: uuid('id').primaryKey() });
export const campaigns = pgTable('campaigns', { id: uuid('id').primaryKey(), orgId: uuid('org_id').notNull().references(() => orgs.id), name: text('name') });
export const messages = pgTable('messages', { id: uuid('id').primaryKey(), campaignId: uuid('campaign_id').notNull().references(() => campaigns.id), body: text('body') });
