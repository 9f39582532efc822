import postgres from 'postgres';

const sql = postgres(process.env.DATABASE_URL!);

const owned = (orgId: string) => sql`org_id = ${orgId} and deleted_at is null`;
const named = (name?: string) => (name ? sql`and name = ${name}` : sql``);

export const assets = (orgId: string, name?: string) => sql`select * from assets where ${owned(orgId)} ${named(name)}`; // safe
export const assetsNamed = (name?: string) => sql`select * from assets where deleted_at is null ${named(name)}`; // unsafe
export async function readings(orgId: string, assetId: string) {
  const [asset] = await sql<{ id: string }[]>`select id from assets where id = ${assetId} and ${owned(orgId)}`; // safe
  if (!asset) throw new Error('404');
  return sql`select * from readings where asset_id = ${asset.id}`; // safe
}
export const readingsOf = (assetId: string) => sql`select * from readings where asset_id = ${assetId}`; // unsafe
export const joined = (orgId: string) => sql`select r.* from readings r join assets a on a.id = r.asset_id where a.org_id = ${orgId} order by r.value`; // safe
export const insert = (orgId: string, rows: { id: string; name: string }[]) =>
  sql`insert into assets ${sql(rows.map((row) => ({ ...row, org_id: orgId })))}`; // safe
export const remove = (orgId: string, ids: string[]) => sql`update assets set deleted_at = now() where id in ${sql(ids)} and org_id = ${orgId}`; // safe
export const removeAny = (ids: string[]) => sql`update assets set deleted_at = now() where id in ${sql(ids)}`; // unsafe
export const begin = (orgId: string, id: string) =>
  sql.begin(async (tx) => {
    const [moved] = await tx`update assets set name = upper(name) where id = ${id} and org_id = ${orgId} returning id`; // safe
    if (!moved) throw new Error('404');
    await tx`delete from readings where asset_id = ${moved.id}`; // safe
  });
