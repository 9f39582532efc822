import { Pool, type PoolClient } from 'pg';

const pool = new Pool();

export async function asset(orgId: string, id: string) {
  const { rows } = await pool.query({ name: 'asset', text: 'select * from assets where id = $1 and org_id = $2', values: [id, orgId] }); // safe
  return rows[0];
}
export async function assetAnywhere(id: string) {
  const { rows } = await pool.query({ text: 'select * from assets where id = $1', values: [id] }); // unsafe
  return rows[0];
}
async function tx<T>(work: (client: PoolClient) => Promise<T>) {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}
export const rename = (orgId: string, id: string, name: string) =>
  tx(async (client) => {
    const { rowCount } = await client.query('update assets set name = $3 where id = $1 and org_id = $2', [id, orgId, name]); // safe
    if (!rowCount) throw new Error('404');
    await client.query('delete from readings where asset_id = $1', [id]); // safe
  });
export const wipe = (id: string) => tx((client) => client.query('delete from readings where asset_id = $1', [id])); // unsafe
export async function page(orgId: string, after: string | null) {
  const params: unknown[] = [orgId];
  let text = 'select * from assets where org_id = $1';
  if (after) {
    params.push(after);
    text += ` and id > $${params.length}`;
  }
  return (await pool.query(text, params)).rows; // safe
}
const LIST = `
  select a.*, (select count(*) from readings r where r.asset_id = a.id) as readings
  from assets a
  where a.org_id = $1
`;
export const counted = async (orgId: string) => (await pool.query(LIST, [orgId])).rows; // safe
