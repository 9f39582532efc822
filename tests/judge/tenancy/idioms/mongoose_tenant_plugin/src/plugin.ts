import type { Schema } from 'mongoose';

export function tenantPlugin(schema: Schema) {
  schema.add({ orgId: { type: String, required: true, index: true } });
  schema.statics.forOrg = function (orgId: string) {
    return this.find({ orgId });
  };
  schema.statics.oneForOrg = function (orgId: string, id: string) {
    return this.findOne({ _id: id, orgId });
  };
  schema.query.byOrg = function (orgId: string) {
    return this.where({ orgId });
  };
}
