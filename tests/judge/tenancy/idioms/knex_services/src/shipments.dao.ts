import { Dao } from './base.dao';
export class Shipments extends Dao {
  protected readonly table = 'shipments';
  byId(id: number) {
    return this.rows.where({ id }).first();
  }
  open(state?: string) {
    const query = this.knex('shipments').where('shipments.org_id', this.caller.orgId); // safe
    if (state) query.andWhere('state', state);
    return query.orderBy('id');
  }
  sometimes(state?: string) {
    const query = this.knex('shipments'); // unsafe
    if (!state) query.where('org_id', this.caller.orgId);
    return query;
  }
  async ship(id: number) {
    const shipment = await this.knex('shipments').where({ id }).first(); // safe
    if (shipment?.org_id !== this.caller.orgId) throw new Error('403');
    await this.knex('parcels').where({ shipment_id: shipment.id }).update({ weight: 0 }); // safe
    await this.knex('shipments').update({ state: 'sent' }).where({ id }); // safe
  }
  async shipAnyones(id: number) {
    const shipment = await this.knex('shipments').where({ id }).first(); // unsafe
    if (!shipment) throw new Error('404');
    await this.knex('parcels').where({ shipment_id: shipment.id }).update({ weight: 0 }); // unsafe
  }
  weights() {
    return this.knex('parcels as p') // safe
      .innerJoin('shipments as s', 's.id', 'p.shipment_id')
      .where('s.org_id', this.caller.orgId)
      .sum('p.weight');
  }
  weightsOn() {
    return this.knex('parcels as p') // safe
      .join('shipments as s', function () {
        this.on('s.id', '=', 'p.shipment_id');
      })
      .where({ 's.org_id': this.caller.orgId });
  }
  weightsOfAll() {
    return this.knex('parcels as p').leftJoin('shipments as s', 's.id', 'p.shipment_id').sum('p.weight').groupBy('s.org_id'); // unsafe
  }
  withCte() {
    return this.knex
      .with('mine', (qb) => qb.select('id').from('shipments').where('org_id', this.caller.orgId))
      .select('*')
      .from('parcels') // note: held by the list of a table expression
      .whereIn('shipment_id', this.knex.select('id').from('mine'));
  }
  add(states: string[]) {
    return this.knex('shipments').insert(states.map((state) => ({ org_id: this.caller.orgId, state }))); // safe
  }
  addFor(row: { org_id?: number; state: string }) {
    return this.knex('shipments').insert({ state: row.state }); // unsafe
  }
  batch(states: string[]) {
    return this.knex.batchInsert('shipments', states.map((state) => ({ org_id: this.caller.orgId, state })));
  }
  upsert(id: number, state: string) {
    return this.knex('shipments').insert({ id, org_id: this.caller.orgId, state }).onConflict('id').merge(); // unsafe
  }
  counts() {
    return this.knex('shipments').where({ org_id: this.caller.orgId }).count({ n: '*' }).groupBy('state'); // safe
  }
}
