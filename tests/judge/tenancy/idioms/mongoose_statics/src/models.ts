import { Model, model, Query, Schema, Types, HydratedDocument } from 'mongoose';
export interface Asset { orgId: Types.ObjectId; kind: string; name: string; tags: string[] }
const assetSchema = new Schema<Asset>({
  orgId: { type: Schema.Types.ObjectId, ref: 'Org', required: true, index: true },
  name: { type: String, required: true },
  tags: [String],
}, { discriminatorKey: 'kind', timestamps: true });
assetSchema.statics.ofOrg = function (orgId: string, filter = {}) {
  return this.find({ ...filter, orgId }); // safe
};
assetSchema.statics.named = function (name: string) {
  return this.findOne({ name }); // unsafe
};
assetSchema.query.inOrg = function (orgId: string) {
  return this.where({ orgId });
};
assetSchema.query.tagged = function (tag: string) {
  return this.where({ tags: tag });
};
export const Asset = model('Asset', assetSchema);
export const Machine = Asset.discriminator('Machine', new Schema({ power: Number }));
export const Org = model('Org', new Schema({ name: String }));
const readingSchema = new Schema({ asset: { type: Schema.Types.ObjectId, ref: 'Asset', required: true }, value: Number });
export const Reading = model('Reading', readingSchema);
