import { Pool, PoolClient } from 'pg';
const pool = new Pool();
export async function query<T>(text: string, values: unknown[] = []): Promise<T[]> {
  const { rows } = await pool.query(text, values);
  return rows as T[];
}
export const one = (orgId: string, id: string) => query('select * from tickets where id = $1 and org_id = $2', [id, orgId]); // safe
export const open = (id: string) => query('select * from tickets where id = $1', [id]); // unsafe
export const joined = (orgId: string) => query('select r.* from replies r join tickets t on t.id = r.ticket_id where t.org_id = $1', [orgId]); // safe
export const using = (orgId: string, id: string) => query('delete from replies r using tickets t where t.id = r.ticket_id and r.id = $1 and t.org_id = $2', [id, orgId]); // safe
export const usingNone = (id: string) => query('delete from replies r using tickets t where t.id = r.ticket_id and r.id = $1', [id]); // unsafe
export const moved = (orgId: string, id: string) => query('update replies set body = $1 from tickets where tickets.id = replies.ticket_id and tickets.org_id = $2 and replies.id = $3', ['', orgId, id]); // safe
export const added = (orgId: string) => query('insert into tickets (org_id, title) values ($1, $2) returning *', [orgId, '']); // safe
export const upserted = (orgId: string, id: string) => query('insert into tickets (id, org_id, title) values ($1, $2, $3) on conflict (id) do update set title = excluded.title', [id, orgId, '']); // unsafe
export const upsertedOwn = (orgId: string, id: string) => query('insert into tickets (id, org_id, title) values ($1, $2, $3) on conflict (id) do update set title = excluded.title where tickets.org_id = $2', [id, orgId, '']); // safe
export const flagged = (orgId: string | null, id: string) => query('select * from tickets where ($1::uuid is null or org_id = $1) and id = $2', [orgId, id]); // unsafe
export async function listed(orgId: string, state?: string) {
  const conditions = ['org_id = $1'];
  const values: unknown[] = [orgId];
  if (state) {
    values.push(state);
    conditions.push(`state = $${values.length}`);
  }
  return query(`select * from tickets where ${conditions.join(' and ')}`, values); // safe
}
export async function listedLoosely(orgId: string, state?: string) {
  const conditions: string[] = [];
  const values: unknown[] = [];
  if (state) {
    values.push(state);
    conditions.push(`state = $${values.length}`);
  }
  return query(`select * from tickets ${conditions.length ? `where ${conditions.join(' and ')}` : ''}`, values); // unsafe
}
export async function inTransaction(orgId: string, id: string) {
  const client: PoolClient = await pool.connect();
  try {
    await client.query('BEGIN');
    const { rows } = await client.query('select id from tickets where id = $1 and org_id = $2 for update', [id, orgId]); // safe
    if (rows.length === 0) throw new Error('404');
    await client.query('delete from replies where ticket_id = $1', [id]); // safe
    await client.query('delete from replies where ticket_id = $1', [rows[0].id]); // safe
    const result = await client.query('delete from tickets where id = $1 and org_id = $2', [id, orgId]); // safe
    if (!result.rowCount) throw new Error('404');
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}
