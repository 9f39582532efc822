import { pool, withTenant } from './db';
export async function a(orgId: string, id: string) {
  return withTenant(orgId, async (c) => {
    const r = await c.query('select * from projects where id = $1', [id]); // safe
    await c.query('select * from notes where id = $1', [id]); // unsafe
    return r.rows[0];
  });
}
export async function b(orgId: string, id: string) {
  await pool.query('select * from projects where id = $1', [id]); // unsafe
  await pool.query('select * from projects where id = $1 and org_id = $2', [id, orgId]); // safe
  await pool.query('select t.* from tasks t join projects p on p.id = t.project_id where t.id = $1 and p.org_id = $2', [id, orgId]); // safe
  await pool.query('select t.* from tasks t join projects p on p.id = t.project_id where t.id = $1', [id]); // unsafe
}
export async function c(orgId: string, id: string) {
  const client = await pool.connect();
  await client.query('BEGIN');
  await client.query(`SET LOCAL app.tenant_id = '${orgId}'`);
  await client.query('delete from projects where id = $1', [id]); // safe
  await client.query('COMMIT');
  client.release();
}
export async function d(orgId: string, id: string) {
  const client = await pool.connect();
  await client.query(`SET LOCAL app.tenant_id = '${orgId}'`);
  await client.query('delete from projects where id = $1', [id]); // unsafe
  client.release();
}
export async function e(orgId: string, id: string) {
  await pool.query("SELECT set_config('app.tenant_id', $1, true)", [orgId]);
  await pool.query('delete from projects where id = $1', [id]); // unsafe
}
