import mysql, { type RowDataPacket } from 'mysql2/promise';

const pool = mysql.createPool(process.env.MYSQL_URL!);

export class AssetDao {
  constructor(private readonly orgId: string) {}
  async all() {
    const [rows] = await pool.execute<RowDataPacket[]>('SELECT * FROM assets WHERE org_id = ? AND deleted_at IS NULL', [this.orgId]); // safe
    return rows;
  }
  async one(id: string) {
    const [rows] = await pool.execute<RowDataPacket[]>('SELECT * FROM assets WHERE id = ? AND org_id = ?', [id, this.orgId]); // safe
    return rows[0] ?? null;
  }
  async any(id: string) {
    const [[row]] = await pool.query<RowDataPacket[]>('SELECT * FROM assets WHERE id = :id', { id }); // unsafe
    return row;
  }
  async readings(id: string) {
    const asset = await this.one(id);
    if (!asset) throw new Error('404');
    const [rows] = await pool.query('SELECT * FROM readings WHERE asset_id = ?', [asset.id]); // safe
    return rows;
  }
  async record(id: string, value: number) {
    const connection = await pool.getConnection();
    try {
      await connection.beginTransaction();
      await connection.query('INSERT INTO readings SET ?', { asset_id: id, value }); // unsafe
      await connection.commit();
    } finally {
      connection.release();
    }
  }
  async search(filter: { name?: string; ids?: string[] }) {
    const where = ['org_id = ?'];
    const values: unknown[] = [this.orgId];
    if (filter.name) {
      where.push('name LIKE ?');
      values.push(`%${filter.name}%`);
    }
    const [rows] = await pool.query(`SELECT * FROM assets WHERE ${where.join(' AND ')}`, values); // safe
    return rows;
  }
  async searchAny(filter: { name?: string }) {
    let text = 'SELECT * FROM assets WHERE 1 = 1';
    const values: unknown[] = [];
    if (filter.name) {
      text += ' AND name = ?';
      values.push(filter.name);
    }
    const [rows] = await pool.query(text, values); // unsafe
    return rows;
  }
}
