import { Column, Entity, ManyToOne, OneToMany, PrimaryGeneratedColumn } from 'typeorm';
export abstract class TenantOwned {
  @PrimaryGeneratedColumn('uuid') id: string;
  @Column('uuid') orgId: string;
}
@Entity() export class Invoice extends TenantOwned {
  @Column() number: string;
  @OneToMany(() => InvoiceLine, (line) => line.invoice) lines: InvoiceLine[];
}
@Entity() export class InvoiceLine {
  @PrimaryGeneratedColumn('uuid') id: string;
  @Column() invoiceId: string;
  @ManyToOne(() => Invoice, (invoice) => invoice.lines, { nullable: false }) invoice: Invoice;
  @Column() amount: number;
}
@Entity() export class Customer extends TenantOwned {
  @Column() email: string;
}
