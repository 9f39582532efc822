import { drizzle } from 'drizzle-orm/node-postgres';
import { sql, eq } from 'drizzle-orm';
import { projects, notes } from './schema';
const db = drizzle(process.env.URL!);
type Tx = Parameters<Parameters<typeof db.transaction>[0]>[0];
export const withOrg = <T>(orgId: string, fn: (tx: Tx) => Promise<T>) => db.transaction(async (tx) => {
  await tx.execute(sql`select set_config('app.tenant_id', ${orgId}, true)`);
  return fn(tx);
});
export const get = (orgId: string, id: string) => withOrg(orgId, async (tx) => {
  await tx.select().from(projects).where(eq(projects.id, id)); // safe
  await tx.select().from(notes).where(eq(notes.id, id)); // unsafe
  await db.select().from(projects).where(eq(projects.id, id)); // unsafe
  await tx.query.projects.findFirst({ where: eq(projects.id, id) }); // safe
  await tx.update(projects).set({ name: 'a' }).where(eq(projects.id, id)); // safe
});
