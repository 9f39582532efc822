import { Prop, Schema, SchemaFactory, InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import { byTenant } from './plugins';
@Schema() export class Invoice { @Prop({ required: true }) orgId: string; @Prop() title: string; }
export const InvoiceSchema = SchemaFactory.createForClass(Invoice);
InvoiceSchema.plugin(byTenant);
export class Invoices {
  constructor(@InjectModel(Invoice.name) private readonly invoices: Model<Invoice>) {}
  one(id: string) {
    return this.invoices.findById(id); // safe
  }
  count() {
    return this.invoices.countDocuments({}); // unsafe
  }
}
