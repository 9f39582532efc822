import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import * as schema from './schema';
export const db = drizzle(process.env.DATABASE_URL!, { schema });
type Tx = Parameters<Parameters<typeof db.transaction>[0]>[0];
export async function asOrg<T>(orgId: string, run: (tx: Tx) => Promise<T>): Promise<T> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`select set_config('app.org_id', ${orgId}, true)`);
    return run(tx);
  });
}
export async function asNobody<T>(orgId: string, run: (tx: Tx) => Promise<T>): Promise<T> {
  return db.transaction(async (tx) => run(tx));
}
