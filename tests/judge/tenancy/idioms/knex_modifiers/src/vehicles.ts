import { Fleet, inOrg, knex, live, tenantTable } from './db';

export const list = (orgId: string) => knex('vehicles').modify(inOrg, orgId).modify(live, 'vehicles'); // safe
export const listAny = () => knex('vehicles').modify(live, 'vehicles').select('plate'); // unsafe
export const plates = (orgId: string) =>
  knex('vehicles') // safe
    .modify((query) => query.where('vehicles.org_id', orgId))
    .pluck('plate');
export const maybe = (orgId?: string) =>
  knex('vehicles') // unsafe
    .modify((query) => {
      if (orgId) query.where('org_id', orgId);
    })
    .select('*');
export async function retire(orgId: string, id: string) {
  const changed = await knex('vehicles').where({ id }).modify(inOrg, orgId).update({ retired_at: knex.fn.now() }); // safe
  if (!changed) throw new Error('404');
  await knex('trips').where('vehicle_id', id).del(); // safe
}
export async function retireAny(id: string) {
  await knex('vehicles').where({ id }).update({ retired_at: knex.fn.now() }); // unsafe
  await knex('trips').where('vehicle_id', id).del(); // unsafe
}
export async function trips(orgId: string, vehicleId: string) {
  const vehicle = await new Fleet(knex, orgId).vehicles.where('id', vehicleId).first();
  if (!vehicle) return [];
  return knex('trips').where({ vehicle_id: vehicle.id }).orderBy('km'); // safe
}
export const longTrips = (orgId: string) =>
  knex('trips as t') // safe
    .join('vehicles as v', 'v.id', 't.vehicle_id')
    .where('v.org_id', orgId)
    .andWhere('t.km', '>', 100)
    .select('t.*');
export const tripsWithin = (orgId: string) =>
  knex('trips') // safe
    .whereIn('vehicle_id', knex('vehicles').select('id').where('org_id', orgId)) // safe
    .sum('km');
export const tripsWithinAny = (plate: string) =>
  knex('trips').whereExists(knex('vehicles').select(1).whereRaw('vehicles.id = trips.vehicle_id').where({ plate })); // unsafe
export async function byPlate(orgId: string, plate: string) {
  const table = tenantTable(orgId);
  return table('vehicles').where({ plate }).first();
}
export async function add(orgId: string, rows: { plate: string }[]) {
  return knex.transaction(async (trx) => {
    const made = await trx('vehicles').insert(rows.map((row) => ({ ...row, org_id: orgId })), ['id']); // safe
    await trx('trips').insert(made.map(({ id }) => ({ vehicle_id: id, km: 0 }))); // safe
    return new Fleet(trx, orgId).everyVehicle.count();
  });
}
