import { and, desc, eq, gt, inArray, isNull, or, sql } from 'drizzle-orm';
import { db, findOwned, inOrg, withId } from './tenant';
import { member, order, orderLine, product, org } from './schema';
type Session = { userId: string; orgId: string };
export const list = (s: Session) => db.select().from(order).where(inOrg(order, s.orgId)); // safe
export const page = (s: Session, after: number) => db.select().from(order).where(inOrg(order, s.orgId, gt(order.number, after))).orderBy(desc(order.number)); // safe
export const one = (s: Session, id: string) => db.select().from(order).where(withId(order, id)); // unsafe
export const both = (s: Session, id: string) => db.select().from(order).where(withId(order, id, eq(order.orgId, s.orgId))); // safe
export async function lines(s: Session, id: string) {
  await findOwned(order, s.orgId, id);
  return db.select().from(orderLine).where(eq(orderLine.orderId, id)); // safe
}
export async function reserve(s: Session, id: string, productId: string) {
  return db.transaction(async (tx) => {
    const found = await tx.query.order.findFirst({ where: and(eq(order.id, id), eq(order.orgId, s.orgId)), with: { lines: true } }); // safe
    if (!found) return null;
    for (const line of found.lines) {
      await tx.update(product).set({ stock: sql`${product.stock} - ${line.quantity}` }).where(eq(product.id, line.productId)); // safe
    }
    await tx.update(product).set({ stock: 0 }).where(eq(product.id, productId)); // unsafe
    await tx.insert(orderLine).values(found.lines.map((line) => ({ id: line.id, orderId: found.id, productId: line.productId }))); // safe
    return found;
  });
}
export async function totals(s: Session) {
  const counted = db.select({ orderId: orderLine.orderId, n: sql<number>`count(*)`.as('n') }).from(orderLine).groupBy(orderLine.orderId).as('counted');
  return db.select({ id: order.id, n: counted.n }).from(order).leftJoin(counted, eq(counted.orderId, order.id)).where(eq(order.orgId, s.orgId)); // safe
}
export const orphans = (s: Session) =>
  db.select({ id: orderLine.id }).from(orderLine).innerJoin(order, and(eq(order.id, orderLine.orderId), eq(order.orgId, s.orgId))).where(isNull(orderLine.quantity)); // safe
export async function mine(userId: string) {
  const rows = await db.select({ orgId: member.orgId }).from(member).where(eq(member.userId, userId)); // safe
  return db.select().from(order).where(inArray(order.orgId, rows.map((row) => row.orgId))); // safe
}
export async function everyones() {
  const rows = await db.select({ id: org.id }).from(org); // unsafe
  return db.select().from(order).where(inArray(order.orgId, rows.map((row) => row.id))); // safe
}
export const mineInOne = (userId: string) =>
  db.select().from(order).where(inArray(order.orgId, db.select({ orgId: member.orgId }).from(member).where(eq(member.userId, userId)))); // safe
export const search = (s: Session, text: string) =>
  db.select().from(product).where(and(eq(product.orgId, s.orgId), or(eq(product.sku, text), eq(product.id, text)))); // safe
export const searchLoosely = (s: Session, text: string) =>
  db.select().from(product).where(or(and(eq(product.orgId, s.orgId), eq(product.sku, text)), eq(product.id, text))); // unsafe
