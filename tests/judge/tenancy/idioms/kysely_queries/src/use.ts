import { Kysely, SelectQueryBuilder, ExpressionBuilder } from 'kysely';
import { db } from './db';
import { Database } from './types';
export async function ifs(orgId: string, name?: string) {
  return db.selectFrom('projects').selectAll().where('orgId', '=', orgId).$if(!!name, (qb) => qb.where('name', '=', name!)).execute(); // safe
}
export async function ifs2(orgId?: string, name?: string) {
  return db.selectFrom('projects').selectAll().$if(!!orgId, (qb) => qb.where('orgId', '=', orgId!)).execute(); // unsafe
}
export async function eband(orgId: string, id: string) {
  return db.selectFrom('projects').selectAll().where((eb) => eb.and([eb('orgId', '=', orgId), eb('id', '=', id)])).execute(); // safe
}
export async function ebor(orgId: string, id: string) {
  return db.selectFrom('projects').selectAll().where((eb) => eb.or([eb('orgId', '=', orgId), eb('id', '=', id)])).execute(); // unsafe
}
export async function ebobj(orgId: string, id: string) {
  return db.selectFrom('projects').selectAll().where(({ eb, and }) => and({ orgId, id })).execute(); // safe
}
const ofTenant = (orgId: string) => (eb: ExpressionBuilder<Database, 'projects'>) => eb('orgId', '=', orgId);
export async function call(orgId: string, id: string) {
  return db.selectFrom('projects').selectAll().where(ofTenant(orgId)).where('id', '=', id).execute(); // safe
}
const ofTenant2 = <T>(orgId: string) => (qb: SelectQueryBuilder<Database, 'projects', T>) => qb.where('orgId', '=', orgId);
export async function called(orgId: string, id: string) {
  return db.selectFrom('projects').selectAll().$call(ofTenant2(orgId)).executeTakeFirst(); // safe
}
export async function calledNot(orgId: string, id: string) {
  return db.selectFrom('projects').selectAll().$call((qb) => qb.limit(1)).executeTakeFirst(); // unsafe
}
export async function joined(orgId: string, id: string) {
  return db.selectFrom('tasks').innerJoin('projects', 'projects.id', 'tasks.projectId').where('projects.orgId', '=', orgId).where('tasks.id', '=', id).selectAll('tasks').executeTakeFirst(); // safe
}
export async function joinedNot(orgId: string, id: string) {
  return db.selectFrom('tasks').innerJoin('projects', 'projects.id', 'tasks.projectId').where('tasks.id', '=', id).selectAll('tasks').executeTakeFirst(); // unsafe
}
export async function ex(orgId: string, id: string) {
  return db.selectFrom('tasks').selectAll().where('id', '=', id).where(({ exists, selectFrom }) => exists(selectFrom('projects').select('projects.id').whereRef('projects.id', '=', 'tasks.projectId').where('projects.orgId', '=', orgId))).execute(); // safe
}
export async function del(orgId: string, id: string) {
  await db.deleteFrom('projects').where('id', '=', id).where('orgId', '=', orgId).execute(); // safe
  await db.deleteFrom('projects').where('id', '=', id).execute(); // unsafe
}
export async function sub(orgId: string, id: string) {
  await db.updateTable('tasks').set({ title: 'a' }).where('projectId', 'in', (eb) => eb.selectFrom('projects').select('id').where('orgId', '=', orgId)).execute(); // safe
  await db.updateTable('tasks').set({ title: 'a' }).where('projectId', 'in', db.selectFrom('projects').select('id')).execute(); // unsafe
}
export class Repo {
  constructor(private readonly db: Kysely<Database>) {}
  private base(orgId: string) { return this.db.selectFrom('projects').where('orgId', '=', orgId); } // safe
  list(orgId: string) { return this.base(orgId).selectAll().execute(); }
  private open() { return this.db.selectFrom('projects'); } // unsafe
  all() { return this.open().selectAll().execute(); }
}
export async function tx(orgId: string, id: string) {
  return db.transaction().execute(async (trx) => {
    const p = await trx.selectFrom('projects').select('id').where('id', '=', id).where('orgId', '=', orgId).executeTakeFirstOrThrow(); // safe
    await trx.insertInto('tasks').values({ projectId: p.id, title: 'a' }).execute(); // safe
    await trx.deleteFrom('tasks').where('tasks.id', '=', id + 'x').execute(); // unsafe
  });
}
