import knexFactory, { Knex } from 'knex';
const knex = knexFactory({ client: 'pg' });
const ofOrg = (orgId: string) => (qb: Knex.QueryBuilder) => { qb.where('org_id', orgId); };
function scopeTo(qb: Knex.QueryBuilder, orgId: string) { return qb.andWhere({ org_id: orgId }); }
export async function a(orgId: string, id: string, name?: string) {
  await knex('projects').modify(ofOrg(orgId)).where({ id }).first(); // safe
  await knex('projects').modify((qb) => { if (name) qb.where('name', name); }).where({ id }).first(); // unsafe
  await knex('projects').modify((qb) => { if (name) qb.where('org_id', orgId); }).where({ id }).first(); // unsafe
  await knex('projects').modify(scopeTo, orgId).where({ id }); // safe
  await scopeTo(knex('projects').where({ id }), orgId); // safe
  await knex('projects').where({ org_id: orgId }).orWhere({ id }); // unsafe
  await knex('projects').where({ org_id: orgId }).andWhere((b) => b.where({ id }).orWhere({ name })); // safe
  await knex('tasks').join('projects', 'projects.id', 'tasks.project_id').where('projects.org_id', orgId).where('tasks.id', id); // safe
  await knex('tasks').join('projects', 'projects.id', 'tasks.project_id').where('tasks.id', id); // unsafe
  await knex('tasks').whereIn('project_id', knex('projects').select('id').where({ org_id: orgId })).del(); // safe
  await knex('tasks').whereIn('project_id', function () { this.select('id').from('projects').where({ org_id: orgId }); }).del(); // safe
  await knex('tasks').whereExists(knex('projects').whereRaw('projects.id = tasks.project_id').where('projects.org_id', orgId)); // safe
  await knex.raw('select * from projects where id = ? and org_id = ?', [id, orgId]); // safe
  await knex.raw('select * from projects where id = :id and org_id = :orgId', { id, orgId }); // safe
  await knex.raw('select * from projects where id = ?', [id]); // unsafe
  const n = await knex('projects').where({ id, org_id: orgId }).update({ name: 'x' }); // safe
  if (n === 0) throw new Error();
  await knex('tasks').where({ project_id: id }).del(); // safe
  await knex.transaction(async (trx) => {
    const [row] = await trx('projects').insert({ org_id: orgId, name: 'x' }).returning('*'); // safe
    await trx('tasks').insert({ project_id: row.id }); // safe
    await trx('tasks').where({ id }).update({ title: 'x' }); // unsafe
  });
}
export class TenantRepo<T extends { org_id: string }> {
  constructor(private readonly knex: Knex, private readonly table: string, private readonly orgId: string) {}
  protected query() { return this.knex(this.table).where(`${this.table}.org_id`, this.orgId); }
  byId(id: string) { return this.query().where({ id }).first(); }
}
export class ProjectRepo extends TenantRepo<any> { constructor(knex: Knex, orgId: string) { super(knex, 'projects', orgId); } }
