import type { Knex } from 'knex';
export interface Caller { orgId: number; userId: number }
export abstract class Dao {
  protected abstract readonly table: string;
  constructor(protected readonly knex: Knex, protected readonly caller: Caller) {}
  protected get rows() {
    return this.knex(this.table).where({ org_id: this.caller.orgId });
  }
  protected get all() {
    return this.knex(this.table);
  }
}
