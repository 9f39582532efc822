import { BaseEntity, Column, Entity, JoinColumn, ManyToOne, OneToMany, PrimaryGeneratedColumn } from 'typeorm';
@Entity()
export class Org {
  @PrimaryGeneratedColumn('uuid') id: string;
}
export abstract class Owned extends BaseEntity {
  @PrimaryGeneratedColumn('uuid') id: string;
  @Column({ name: 'org_id' }) orgId: string;
  @ManyToOne(() => Org) @JoinColumn({ name: 'org_id' }) org: Org;
}
@Entity('warehouses')
export class Warehouse extends Owned {
  @Column() city: string;
  @OneToMany(() => Bin, (bin) => bin.warehouse) bins: Bin[];
}
@Entity('bins')
export class Bin extends BaseEntity {
  @PrimaryGeneratedColumn('uuid') id: string;
  @Column() code: string;
  @Column() warehouseId: string;
  @ManyToOne(() => Warehouse, (warehouse) => warehouse.bins, { nullable: false }) warehouse: Warehouse;
}
