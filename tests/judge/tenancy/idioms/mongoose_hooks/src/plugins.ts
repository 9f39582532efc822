import { Schema } from 'mongoose';
import { context, tenant } from './context';
export function byTenant(schema: Schema) {
  schema.pre(['find', 'findOne', 'updateOne', 'deleteOne'], function () {
    const store = context.getStore();
    if (!store) throw new Error('no tenant');
    this.where({ orgId: store.orgId });
  });
}
export function whereKnown(schema: Schema) {
  schema.pre('find', function () {
    const store = context.getStore();
    if (!store) return;
    this.where({ orgId: store.orgId });
  });
}
