import { model, Schema, Types } from 'mongoose';
import { tenantPlugin } from './plugin';

const ticketSchema = new Schema(
  { orgId: { type: String, required: true }, subject: String, status: String, assignee: String },
  {
    statics: {
      openFor(orgId: string) {
        return this.find({ orgId, status: 'open' }).lean(); // safe
      },
      byStatus(status: string) {
        return this.find({ status }); // unsafe
      },
    },
    query: {
      inOrg(orgId: string) {
        return this.where({ orgId });
      },
    },
    methods: {
      siblings() {
        return model('Ticket').find({ orgId: this.orgId, _id: { $ne: this._id } }); // safe
      },
    },
  },
);
export const Ticket = model('Ticket', ticketSchema);

const replySchema = new Schema({ ticket: { type: Types.ObjectId, ref: 'Ticket', required: true }, text: String, orgId: { type: String, required: true } });
replySchema.plugin(tenantPlugin);
export const Reply = model('Reply', replySchema);
