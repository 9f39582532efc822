import { and, eq, getTableColumns, SQL } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import { drizzle } from 'drizzle-orm/node-postgres';
import * as schema from './schema';
export const db = drizzle(process.env.DATABASE_URL!, { schema });
type Owned = PgTable & { id: PgColumn; orgId: PgColumn };
export const inOrg = (table: { orgId: PgColumn }, orgId: string, ...more: (SQL | undefined)[]) => and(eq(table.orgId, orgId), ...more);
export const withId = (table: { id: PgColumn }, id: string, ...more: SQL[]) => and(eq(table.id, id), ...more);
export function tenantDb(orgId: string) {
  return {
    select: <T extends Owned>(table: T, where?: SQL) => db.select().from(table as PgTable).where(inOrg(table, orgId, where)),
    remove: <T extends Owned>(table: T, id: string) => db.delete(table).where(inOrg(table, orgId, eq(table.id, id))),
    removeAnyones: <T extends Owned>(table: T, id: string) => db.delete(table).where(eq(table.id, id)),
  };
}
export async function findOwned<T extends Owned>(table: T, orgId: string, id: string) {
  const [row] = await db.select().from(table as PgTable).where(and(eq(table.id, id), eq(table.orgId, orgId))).limit(1);
  if (!row) throw new Error('404');
  return row;
}
