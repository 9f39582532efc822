import { and, eq, inArray, isNull, type SQL } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import { orderLines, orders, suppliers } from './schema';
import type * as schema from './schema';

type Db = NodePgDatabase<typeof schema>;

abstract class OwnedRepository<T extends typeof suppliers | typeof orders> {
  protected constructor(protected readonly db: Db, protected readonly table: T, protected readonly orgId: string) {}

  protected visible(...more: (SQL | undefined)[]) {
    return and(eq(this.table.orgId, this.orgId), isNull(this.table.deletedAt), ...more);
  }
}

export class SupplierRepository extends OwnedRepository<typeof suppliers> {
  constructor(db: Db, orgId: string) {
    super(db, suppliers, orgId);
  }
  list() {
    return this.db.select().from(suppliers).where(this.visible()); // safe
  }
  find(id: string) {
    return this.db.query.suppliers.findFirst({ where: this.visible(eq(suppliers.id, id)) }); // safe
  }
  rename(id: string, name: string) {
    return this.db.update(suppliers).set({ name }).where(eq(suppliers.id, id)).returning(); // unsafe
  }
  add(name: string) {
    return this.db.insert(suppliers).values({ name, orgId: this.orgId }).returning(); // safe
  }
}

export class OrderRepository extends OwnedRepository<typeof orders> {
  constructor(db: Db, orgId: string, private readonly suppliers: SupplierRepository) {
    super(db, orders, orgId);
  }
  async place(supplierId: string, skus: string[]) {
    const supplier = await this.suppliers.find(supplierId);
    if (!supplier) throw new Error('no supplier');
    return this.db.transaction(async (tx) => {
      const [order] = await tx.insert(orders).values({ orgId: this.orgId, supplierId: supplier.id, total: 0 }).returning(); // safe
      await tx.insert(orderLines).values(skus.map((sku) => ({ orderId: order.id, sku }))); // safe
      return order;
    });
  }
  async lines(orderId: string) {
    const [order] = await this.db.select({ id: orders.id }).from(orders).where(this.visible(eq(orders.id, orderId))).limit(1); // safe
    if (!order) return [];
    return this.db.select().from(orderLines).where(and(eq(orderLines.orderId, order.id), isNull(orderLines.deletedAt))); // safe
  }
  async anyLines(orderId: string) {
    return this.db.select().from(orderLines).where(and(eq(orderLines.orderId, orderId), isNull(orderLines.deletedAt))); // unsafe
  }
  async dropLines(orderId: string, ids: string[]) {
    const order = await this.db.query.orders.findFirst({ where: (o, { eq, and }) => and(eq(o.id, orderId), eq(o.orgId, this.orgId)) }); // safe
    if (!order) throw new Error('404');
    await this.db.delete(orderLines).where(and(inArray(orderLines.id, ids), eq(orderLines.orderId, orderId))); // safe
  }
  async dropAnyLines(ids: string[]) {
    await this.db.delete(orderLines).where(inArray(orderLines.id, ids)); // unsafe
  }
  async joined() {
    return this.db.select({ sku: orderLines.sku }).from(orderLines).innerJoin(orders, eq(orders.id, orderLines.orderId)).where(this.visible()); // safe
  }
}
export function repositories(db: Db, session: { orgId: string }) {
  const suppliers = new SupplierRepository(db, session.orgId);
  return { suppliers, orders: new OrderRepository(db, session.orgId, suppliers) };
}
