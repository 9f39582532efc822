import postgres from 'postgres';
const sql = postgres('');
export const get = (orgId: string, id: string) => sql.begin(async (tx) => {
  await tx`select set_config('app.tenant_id', ${orgId}, true)`;
  await tx`select * from projects where id = ${id}`; // safe
  await sql`select * from projects where id = ${id}`; // unsafe
  await tx`select * from notes where id = ${id}`; // unsafe
});
