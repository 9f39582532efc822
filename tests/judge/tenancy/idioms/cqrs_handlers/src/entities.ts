import { Column, Entity, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
@Entity('orgs')
export class Org {
  @PrimaryGeneratedColumn('uuid') id: string;
}
@Entity('shipments')
export class Shipment {
  @PrimaryGeneratedColumn('uuid') id: string;
  @Column() orgId: string;
  @ManyToOne(() => Org) @JoinColumn({ name: 'orgId' }) org: Org;
  @Column() status: string;
}
@Entity('parcels')
export class Parcel {
  @PrimaryGeneratedColumn('uuid') id: string;
  @Column() shipmentId: string;
  @ManyToOne(() => Shipment) @JoinColumn({ name: 'shipmentId' }) shipment: Shipment;
  @Column() weight: number;
}
