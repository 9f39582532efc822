import type { Knex } from 'knex';
export async function up(knex: Knex) {
  await knex.schema.createTable('orgs', (table) => { table.increments('id'); });
  await knex.schema.createTable('shipments', (table) => {
    table.increments('id');
    table.integer('org_id').notNullable().references('orgs.id');
    table.string('state');
  });
  await knex.schema.createTable('parcels', (table) => {
    table.increments('id');
    table.integer('shipment_id').notNullable().references('shipments.id').onDelete('CASCADE');
    table.decimal('weight');
  });
}
