import knexFactory, { type Knex } from 'knex';

export const knex = knexFactory({ client: 'pg' });

export const inOrg = (query: Knex.QueryBuilder, orgId: string) => {
  query.where('org_id', orgId);
};
export function live(query: Knex.QueryBuilder, table: string) {
  return query.whereNull(`${table}.retired_at`);
}
export const tenantTable = (orgId: string) => (table: 'vehicles') => knex(table).where({ [`${table}.org_id`]: orgId }); // safe

export class Fleet {
  constructor(private readonly trx: Knex, private readonly orgId: string) {}
  get vehicles() {
    return this.trx('vehicles').where({ org_id: this.orgId }); // safe
  }
  get everyVehicle() {
    return this.trx('vehicles'); // unsafe
  }
}
