import { relations } from 'drizzle-orm';
import { boolean, integer, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';

const base = {
  id: uuid('id').primaryKey().defaultRandom(),
  deletedAt: timestamp('deleted_at'),
};
export const orgs = pgTable('orgs', { ...base, name: text('name') });
const owned = { ...base, orgId: uuid('org_id').notNull().references(() => orgs.id) };

export const suppliers = pgTable('suppliers', { ...owned, name: text('name').notNull(), active: boolean('active') });
export const orders = pgTable('orders', { ...owned, supplierId: uuid('supplier_id').notNull().references(() => suppliers.id), total: integer('total') });
export const orderLines = pgTable('order_lines', { ...base, orderId: uuid('order_id').notNull().references(() => orders.id), sku: text('sku') });
export const orderRelations = relations(orders, ({ many, one }) => ({
  lines: many(orderLines),
  supplier: one(suppliers, { fields: [orders.supplierId], references: [suppliers.id] }),
}));
export const lineRelations = relations(orderLines, ({ one }) => ({ order: one(orders, { fields: [orderLines.orderId], references: [orders.id] }) }));
