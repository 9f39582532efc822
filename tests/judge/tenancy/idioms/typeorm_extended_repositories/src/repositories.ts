import { DataSource, EntitySubscriberInterface, EventSubscriber, InsertEvent, ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { Bin, Warehouse } from './entities';

export const dataSource = new DataSource({ type: 'postgres', entities: [Warehouse, Bin] });

export function ofOrg<T extends ObjectLiteral>(query: SelectQueryBuilder<T>, alias: string, orgId: string) {
  return query.andWhere(`${alias}.orgId = :orgId`, { orgId });
}
export const warehouses = dataSource.getRepository(Warehouse).extend({
  inCity(orgId: string, city: string) {
    return this.find({ where: { orgId, city } }); // safe
  },
  anyInCity(city: string) {
    return this.find({ where: { city } }); // unsafe
  },
  withBins(orgId: string) {
    return ofOrg(this.createQueryBuilder('w').leftJoinAndSelect('w.bins', 'bin'), 'w', orgId).getMany(); // safe
  },
});

@EventSubscriber()
export class BinSubscriber implements EntitySubscriberInterface<Bin> {
  listenTo() {
    return Bin;
  }
  async afterInsert(event: InsertEvent<Bin>) {
    await event.manager.update(Warehouse, event.entity.warehouseId, { city: 'touched' }); // unsafe
  }
}

export class BinStore {
  private readonly bins = dataSource.getRepository(Bin);
  constructor(private readonly orgId: string) {}
  private base() {
    return this.bins.createQueryBuilder('bin').innerJoin('bin.warehouse', 'warehouse', 'warehouse.orgId = :orgId', { orgId: this.orgId }); // safe
  }
  byCode(code: string) {
    return this.base().where('bin.code = :code', { code }).getOne();
  }
  all() {
    return this.bins // safe
      .createQueryBuilder('b')
      .innerJoin('b.warehouse', 'w')
      .where('w.orgId = :orgId', { orgId: this.orgId })
      .getMany();
  }
  either(code: string) {
    return this.bins // unsafe
      .createQueryBuilder('b')
      .innerJoin('b.warehouse', 'w')
      .where('w.orgId = :orgId', { orgId: this.orgId })
      .orWhere('b.code = :code', { code })
      .getMany();
  }
  async move(id: string, warehouseId: string) {
    const warehouse = await Warehouse.findOneByOrFail({ id: warehouseId, orgId: this.orgId }); // safe
    const bin = await this.bins.findOneOrFail({ where: { id, warehouse: { orgId: this.orgId } } }); // safe
    bin.warehouseId = warehouse.id;
    return bin.save(); // safe
  }
  async remove(id: string) {
    await this.bins.delete({ id }); // unsafe
  }
  async removeChecked(id: string) {
    const bin = await this.bins.findOne({ where: { id }, relations: { warehouse: true } }); // safe
    if (!bin || bin.warehouse.orgId !== this.orgId) return;
    await this.bins.remove(bin); // safe
  }
  async empty(warehouseId: string) {
    await this.bins // unsafe
      .createQueryBuilder()
      .delete()
      .where('warehouseId = :warehouseId', { warehouseId })
      .execute();
  }
  async emptyOwn(warehouseId: string) {
    const owned = await warehouses.exists({ where: { id: warehouseId, orgId: this.orgId } }); // safe
    if (!owned) throw new Error('404');
    await this.bins.createQueryBuilder().delete().where('warehouseId = :warehouseId', { warehouseId }).execute(); // safe
  }
}
