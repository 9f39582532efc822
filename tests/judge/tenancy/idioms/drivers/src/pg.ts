import postgres from 'postgres';
const sql = postgres(process.env.URL!);
export async function a(orgId: string, id: string) {
  await sql`select * from projects where id = ${id} and org_id = ${orgId}`; // safe
  await sql`select * from projects where id = ${id}`; // unsafe
  const filter = sql`org_id = ${orgId}`;
  await sql`select * from projects where ${filter} and id = ${id}`; // safe
  const [row] = await sql`update projects set name = 'x' where id = ${id} and org_id = ${orgId} returning id`; // safe
  if (!row) throw new Error();
  await sql`delete from tasks where project_id = ${row.id}`; // safe
  await sql.begin(async (tx) => {
    await tx`delete from tasks where id = ${id}`; // unsafe
    await tx`delete from tasks using projects p where p.id = tasks.project_id and p.org_id = ${orgId} and tasks.id = ${id}`; // safe
  });
  await sql`select * from projects where id in ${sql([id])} and org_id = ${orgId}`; // safe
  await sql`insert into projects ${sql({ id, org_id: orgId, name: 'x' })}`; // safe
}
