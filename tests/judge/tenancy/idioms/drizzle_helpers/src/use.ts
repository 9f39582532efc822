import { and, eq, or, SQL, inArray, sql, exists } from 'drizzle-orm';
import { PgSelect } from 'drizzle-orm/pg-core';
import { db, Db } from './db';
import { projects, tasks } from './schema';
export async function pushed(orgId: string, name?: string) {
  const conditions: SQL[] = [eq(projects.orgId, orgId)];
  if (name) conditions.push(eq(projects.name, name));
  return db.select().from(projects).where(and(...conditions)); // safe
}
export async function pushedSometimes(orgId: string, name?: string) {
  const conditions: SQL[] = [];
  if (orgId) conditions.push(eq(projects.orgId, orgId));
  if (name) conditions.push(eq(projects.name, name));
  return db.select().from(projects).where(and(...conditions)); // unsafe
}
export async function pushedOr(orgId: string, name: string) {
  const conditions: SQL[] = [eq(projects.orgId, orgId)];
  conditions.push(eq(projects.name, name));
  return db.select().from(projects).where(or(...conditions)); // unsafe
}
export async function dynamic(orgId: string, name?: string) {
  let query = db.select().from(projects).$dynamic();
  query = query.where(eq(projects.orgId, orgId)); // note: where overrides
  return query.limit(1);
}
function withPaging<T extends PgSelect>(qb: T, page: number) { return qb.limit(10).offset(page * 10); }
function withTenant<T extends PgSelect>(qb: T, orgId: string) { return qb.where(eq(projects.orgId, orgId)); }
export async function helped(orgId: string) {
  const q = db.select().from(projects).$dynamic(); // safe
  return withPaging(withTenant(q, orgId), 2);
}
export async function notHelped(orgId: string) {
  const q = db.select().from(projects).$dynamic(); // unsafe
  return withPaging(q, 2);
}
export const ofOrg = (orgId: string) => eq(projects.orgId, orgId);
export const byName = (name: string) => eq(projects.name, name);
export async function ofOrgs(orgId: string, id: string) {
  return db.select().from(projects).where(and(ofOrg(orgId), eq(projects.id, id))); // safe
}
export async function named(orgId: string, id: string) {
  return db.select().from(projects).where(and(byName(orgId), eq(projects.id, id))); // unsafe
}
export async function joined(orgId: string, id: string) {
  return db.select({ t: tasks }).from(tasks).innerJoin(projects, eq(tasks.projectId, projects.id)).where(and(eq(projects.orgId, orgId), eq(tasks.id, id))); // safe
}
export async function leftJoined(orgId: string, id: string) {
  return db.select({ t: tasks }).from(tasks).leftJoin(projects, and(eq(tasks.projectId, projects.id), eq(projects.orgId, orgId))).where(eq(tasks.id, id)); // unsafe
}
export async function relational(orgId: string, id: string) {
  return db.query.projects.findFirst({ where: (p, { and, eq }) => and(eq(p.id, id), eq(p.orgId, orgId)), with: { tasks: true } }); // safe
}
export async function relational2(orgId: string, id: string) {
  return db.query.projects.findFirst({ where: (p, { eq }) => eq(p.id, id), with: { tasks: true } }); // unsafe
}
export async function sub(orgId: string, id: string) {
  const mine = db.select({ id: projects.id }).from(projects).where(eq(projects.orgId, orgId)); // safe
  return db.delete(tasks).where(and(eq(tasks.id, id), inArray(tasks.projectId, mine))); // safe
}
export async function subAll(orgId: string, id: string) {
  const all = db.select({ id: projects.id }).from(projects); // unsafe
  return db.delete(tasks).where(and(eq(tasks.id, id), inArray(tasks.projectId, all))); // unsafe
}
export async function ret(orgId: string, id: string) {
  const [p] = await db.update(projects).set({ name: 'x' }).where(and(eq(projects.id, id), eq(projects.orgId, orgId))).returning(); // safe
  if (!p) throw new Error('404');
  return db.select().from(tasks).where(eq(tasks.projectId, p.id)); // safe
}
export async function tx(orgId: string, id: string) {
  return db.transaction(async (tx) => {
    const rows = await tx.select().from(projects).where(and(eq(projects.id, id), eq(projects.orgId, orgId))).for('update'); // safe
    if (rows.length === 0) return null;
    await tx.insert(tasks).values({ id: 'x', projectId: rows[0].id }); // safe
    await tx.update(tasks).set({ title: '' }).where(eq(tasks.id, id)); // unsafe
  });
}
export async function raw(orgId: string, id: string) {
  await db.execute(sql`select * from projects where org_id = ${orgId} and id = ${id}`); // safe
  await db.execute(sql`select * from projects where id = ${id}`); // unsafe
  return db.select().from(projects).where(sql`${projects.orgId} = ${orgId}`); // safe
}
export async function undef(orgId: string | undefined, id: string) {
  return db.select().from(projects).where(and(eq(projects.id, id), orgId ? eq(projects.orgId, orgId) : undefined)); // unsafe
}
export async function over(orgId: string, id: string) {
  return db.select().from(projects).where(eq(projects.orgId, orgId)).where(eq(projects.id, id)); // unsafe
}
export class Repo {
  constructor(private readonly db: Db, private readonly orgId: string) {}
  private scoped(...more: SQL[]) { return and(eq(projects.orgId, this.orgId), ...more); }
  byId(id: string) { return this.db.select().from(projects).where(this.scoped(eq(projects.id, id))); } // safe
  byId2(id: string) { return this.db.select().from(projects).where(eq(projects.id, id)); } // unsafe
}
export const makeRepo = (db: Db) => ({
  list: (orgId: string) => db.select().from(projects).where(eq(projects.orgId, orgId)), // safe
  one: (id: string) => db.select().from(projects).where(eq(projects.id, id)), // unsafe
});
export async function view(orgId: string, id: string) {
  const sq = db.$with('sq').as(db.select().from(projects).where(eq(projects.orgId, orgId))); // safe
  return db.with(sq).select().from(sq);
}
export async function conflict(orgId: string, id: string) {
  await db.insert(projects).values({ id, orgId, name: 'a' }).onConflictDoUpdate({ target: projects.id, set: { name: 'b' } }); // unsafe
  await db.insert(projects).values({ id, orgId, name: 'a' }).onConflictDoUpdate({ target: [projects.orgId, projects.name], set: { name: 'b' } }); // safe
}
