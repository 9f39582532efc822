import { Kysely, sql } from 'kysely';
interface Database { projects: { id: string; org_id: string; name: string }; orgs: { id: string } }
const db = new Kysely<Database>({} as any);
export const get = (orgId: string, id: string) => db.transaction().execute(async (trx) => {
  await sql`select set_config('app.tenant_id', ${orgId}, true)`.execute(trx);
  await trx.selectFrom('projects').selectAll().where('id', '=', id).execute(); // safe
  await db.selectFrom('projects').selectAll().where('id', '=', id).execute(); // unsafe
});
