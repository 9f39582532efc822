import mysql from 'mysql2/promise';
const pool = mysql.createPool({});
export async function a(orgId: string, id: string, name?: string) {
  const [rows] = await pool.execute('SELECT * FROM projects WHERE id = ? AND org_id = ?', [id, orgId]); // safe
  await pool.query('SELECT * FROM projects WHERE id = ?', [id]); // unsafe
  await pool.query('SELECT * FROM projects WHERE id = ? AND org_id = org_id', [id]); // unsafe
  let q = 'SELECT * FROM projects WHERE org_id = ?'; const params: any[] = [orgId];
  if (name) { q += ' AND name = ?'; params.push(name); }
  await pool.query(q, params); // safe
  let q2 = 'SELECT * FROM projects WHERE 1=1'; const p2: any[] = [];
  if (name) { q2 += ' AND org_id = ?'; p2.push(orgId); }
  await pool.query(q2, p2); // unsafe
  const conn = await pool.getConnection();
  await conn.beginTransaction();
  await conn.execute('UPDATE projects SET org_id = ? WHERE id = ?', [orgId, id]); // unsafe
  await conn.execute('INSERT INTO projects (id, org_id) VALUES (?, ?)', [id, orgId]); // safe
  await conn.commit();
}
