import { Knex } from 'knex';
export async function up(knex: Knex) {
  await knex.schema.createTable('orgs', (t) => { t.uuid('id').primary(); });
  await knex.schema.createTable('projects', (t) => { t.uuid('id').primary(); t.uuid('org_id').notNullable().references('id').inTable('orgs'); t.string('name'); });
  await knex.schema.createTable('tasks', (t) => { t.uuid('id').primary(); t.uuid('project_id').notNullable().references('id').inTable('projects'); t.string('title'); });
}
