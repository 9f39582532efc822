import { Injectable, NotFoundException } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Brackets, ILike, In, Repository } from 'typeorm';
import { Invoice, InvoiceLine, Customer } from './entities';
import { TenantContext } from './tenant-context';
import { TenantRepository } from './tenant.repository';
@Injectable()
export class InvoiceRepository extends TenantRepository<Invoice> {
  constructor(
    @InjectRepository(Invoice) invoices: Repository<Invoice>,
    @InjectRepository(InvoiceLine) private readonly lines: Repository<InvoiceLine>,
    tenant: TenantContext,
  ) {
    super(invoices, tenant);
  }
  async linesOf(id: string) {
    const invoice = await this.one(id);
    if (!invoice) throw new NotFoundException();
    return this.lines.find({ where: { invoiceId: id } }); // safe
  }
  async linesOfAnyone(id: string) {
    const invoice = await this.anyone(id);
    if (!invoice) throw new NotFoundException();
    return this.lines.find({ where: { invoiceId: id } }); // unsafe
  }
  search(text: string) {
    return this.model // safe
      .createQueryBuilder('i')
      .where('i.orgId = :org', { org: this.tenant.orgId })
      .andWhere(new Brackets((qb) => qb.where('i.number ILIKE :text', { text }).orWhere('i.id = :id', { id: text })))
      .getMany();
  }
  searchLoosely(text: string) {
    return this.model // unsafe
      .createQueryBuilder('i')
      .where(new Brackets((qb) => qb.where('i.orgId = :org', { org: this.tenant.orgId }).orWhere('i.number = :text', { text })))
      .getMany();
  }
  late(ids: string[]) {
    return this.model.find({ where: { id: In(ids), ...this.mine() } }); // safe
  }
  either(text: string) {
    return this.model.find({ where: [this.mine({ number: ILike(text) }), this.mine({ id: text })] }); // safe
  }
  eitherLoosely(text: string) {
    return this.model.find({ where: [this.mine({ number: ILike(text) }), { id: text }] }); // unsafe
  }
}
@Injectable()
export class CustomerRepository extends TenantRepository<Customer> {
  constructor(@InjectRepository(Customer) customers: Repository<Customer>, tenant: TenantContext) {
    super(customers, tenant);
  }
  byEmail(email: string) {
    return this.model.findOne({ where: this.mine({ email }) }); // safe
  }
  touch(email: string) {
    return this.model.update({ email }, { email }); // unsafe
  }
}
