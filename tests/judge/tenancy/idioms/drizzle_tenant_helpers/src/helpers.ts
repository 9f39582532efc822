import { and, eq, type SQL } from 'drizzle-orm';
import type { MySqlColumn, MySqlSelect } from 'drizzle-orm/mysql-core';
import { drizzle } from 'drizzle-orm/mysql2';
import * as schema from './schema';

export const db = drizzle(process.env.DATABASE_URL!, { schema, mode: 'default' });

export const withTenant = (table: { orgId: MySqlColumn }, orgId: string, ...conditions: (SQL | undefined)[]) => and(eq(table.orgId, orgId), ...conditions);
export const withTenantIfAny = (table: { orgId: MySqlColumn }, orgId: string | undefined, condition?: SQL) => (orgId ? and(eq(table.orgId, orgId), condition) : condition);
export function paged<T extends MySqlSelect>(query: T, page: number) {
  return query.limit(20).offset(page * 20);
}
export function restrict<T extends MySqlSelect>(query: T, column: MySqlColumn, orgId: string) {
  return query.where(eq(column, orgId));
}
export async function requireSurvey(orgId: string, id: string) {
  const [found] = await db.select().from(schema.surveys).where(withTenant(schema.surveys, orgId, eq(schema.surveys.id, id))); // safe
  if (!found) throw new Error('no survey');
  return found;
}
