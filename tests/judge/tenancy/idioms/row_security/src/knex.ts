import Knex from 'knex';
const knex = Knex({ client: 'pg' });
export const get = (orgId: string, id: string) => knex.transaction(async (trx) => {
  await trx('projects').where({ id }).first(); // unsafe
  await trx.raw("select set_config('app.tenant_id', ?, true)", [orgId]);
  await trx('projects').where({ id }).first(); // safe
  await knex('projects').where({ id }).first(); // unsafe
  await trx('notes').where({ id }).first(); // unsafe
});
