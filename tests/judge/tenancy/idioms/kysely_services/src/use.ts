import { sql } from 'kysely';
import { db, ofOrg, surveysOf, titled } from './db';
export const a = (orgId: string, title?: string) =>
  db.selectFrom('surveys').selectAll().where('orgId', '=', orgId).$if(!!title, (qb) => qb.where('title', '=', title!)).execute(); // safe
export const b = (orgId: string, all: boolean) =>
  db.selectFrom('surveys').selectAll().$if(!all, (qb) => qb.where('orgId', '=', orgId)).execute(); // unsafe
export const c = (orgId: string) => db.selectFrom('surveys').selectAll().$call(ofOrg(orgId)).execute(); // safe
export const d = (orgId: string) => db.selectFrom('surveys').selectAll().$call(titled(orgId)).execute(); // unsafe
export const e = (orgId: string, id: string) => db.selectFrom('surveys').where((eb) => eb.and({ id, orgId })).executeTakeFirst(); // safe
export const f = (orgId: string, id: string) => db.selectFrom('surveys').where((eb) => eb.or([eb('id', '=', id), eb('orgId', '=', orgId)])).execute(); // unsafe
export const g = (orgId: string, id: string) =>
  db.selectFrom('answers').selectAll().where('surveyId', '=', id).where((eb) => eb.exists(eb.selectFrom('surveys').select('surveys.id').whereRef('surveys.id', '=', 'answers.surveyId').where('surveys.orgId', '=', orgId))).execute(); // safe
export const h = (orgId: string, id: string) =>
  db.selectFrom('answers').innerJoin('surveys', 'surveys.id', 'answers.surveyId').selectAll('answers').where('answers.id', '=', id).where('surveys.orgId', '=', orgId).execute(); // safe
export const i = (id: string) => db.selectFrom('answers').innerJoin('surveys', 'surveys.id', 'answers.surveyId').selectAll('answers').where('answers.id', '=', id).execute(); // unsafe
export const j = (orgId: string, id: string) => surveysOf(orgId).where('id', '=', id).selectAll().executeTakeFirstOrThrow();
export async function k(orgId: string, id: string) {
  const result = await db.updateTable('surveys').set({ state: 'closed' }).where('id', '=', id).where('orgId', '=', orgId).executeTakeFirst(); // safe
  if (result.numUpdatedRows === 0n) throw new Error('404');
  await db.deleteFrom('answers').where('surveyId', '=', id).execute(); // safe
}
export async function l(orgId: string, id: string) {
  await db.updateTable('surveys').set({ state: 'closed' }).where('id', '=', id).where('orgId', '=', orgId).executeTakeFirst(); // safe
  await db.deleteFrom('answers').where('surveyId', '=', id).execute(); // unsafe
}
export async function m(orgId: string, id: string) {
  return db.transaction().execute(async (trx) => {
    const survey = await trx.selectFrom('surveys').select(['id', 'state']).where('orgId', '=', orgId).where('id', '=', id).forUpdate().executeTakeFirst(); // safe
    if (!survey) return 0;
    await trx.insertInto('answers').values({ surveyId: survey.id, text: '' }).execute(); // safe
    await trx.insertInto('answers').values({ surveyId: id, text: '' }).execute(); // safe
    return 1;
  });
}
export async function n(userId: string) {
  const orgs = await db.selectFrom('members').select('orgId').where('userId', '=', userId).execute(); // safe
  return db.selectFrom('surveys').selectAll().where('orgId', 'in', orgs.map((one) => one.orgId)).execute(); // safe
}
export const o = (userId: string) =>
  db.selectFrom('surveys').selectAll('surveys').innerJoin('members', 'members.orgId', 'surveys.orgId').where('members.userId', '=', userId).execute(); // safe
export async function p(orgId: string, title?: string) {
  let query = db.selectFrom('surveys').selectAll().where('orgId', '=', orgId); // safe
  if (title) query = query.where('title', 'like', `%${title}%`);
  return query.execute();
}
export async function q(orgId: string, title?: string) {
  const query = db.selectFrom('surveys').selectAll(); // unsafe
  query.where('orgId', '=', orgId);
  return query.execute();
}
export const r = (orgId: string) => sql`select * from surveys where "orgId" = ${orgId}`.execute(db); // safe
export const s = (id: string) => sql`delete from surveys where id = ${id}`.execute(db); // unsafe
export const t = (orgId: string, id: string) =>
  db.insertInto('surveys').values({ id, orgId, title: '', state: '' }).onConflict((oc) => oc.column('id').doUpdateSet({ title: 'x' })).execute(); // unsafe
export const u = (orgId: string, id: string) =>
  db.insertInto('surveys').values({ id, orgId, title: '', state: '' }).onConflict((oc) => oc.column('id').doUpdateSet({ title: 'x' }).where('surveys.orgId', '=', orgId)).execute(); // safe
export const v = (orgId: string) =>
  db.with('mine', (qb) => qb.selectFrom('surveys').select('id').where('orgId', '=', orgId)).selectFrom('answers').innerJoin('mine', 'mine.id', 'answers.surveyId').selectAll('answers').execute(); // safe
