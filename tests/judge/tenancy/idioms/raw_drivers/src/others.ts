import postgres from 'postgres';
import mysql from 'mysql2/promise';
import Database from 'better-sqlite3';
import pgPromise from 'pg-promise';
import { neon } from '@neondatabase/serverless';
import { PrismaClient, Prisma } from '@prisma/client';
const sql = postgres();
const pool = mysql.createPool({});
const lite = new Database('x.db');
const pgp = pgPromise()({});
const serverless = neon(process.env.URL!);
const prisma = new PrismaClient();
export const a = (orgId: string, id: string) => sql`select * from tickets where id = ${id} and org_id = ${orgId}`; // safe
export const b = (id: string) => sql`select * from tickets where id = ${id}`; // unsafe
export const c = (orgId: string, row: { title: string }) => sql`insert into tickets ${sql({ ...row, org_id: orgId })}`; // safe
export const d = (orgId: string, row: { title: string }, id: string) => sql`update tickets set ${sql(row, 'title')} where id = ${id} and org_id = ${orgId}`; // safe
export const e = (orgId: string, state?: string) => sql`select * from tickets where org_id = ${orgId} ${state ? sql`and state = ${state}` : sql``}`; // safe
export const f = (orgId: string, mine: boolean) => sql`select * from tickets where true ${mine ? sql`and org_id = ${orgId}` : sql``}`; // unsafe
export const g = (orgId: string, id: string) => pool.execute('SELECT * FROM tickets WHERE id = ? AND org_id = ?', [id, orgId]); // safe
export const h = (id: string) => pool.query('SELECT * FROM tickets WHERE id = ?', [id]); // unsafe
export const i = (orgId: string, id: string) => lite.prepare('select * from tickets where id = ? and org_id = ?').get(id, orgId); // safe
export const j = (orgId: string, id: string) => lite.prepare('select * from tickets where id = @id and org_id = @orgId').get({ id, orgId }); // safe
export const k = (id: string) => lite.prepare('delete from tickets where id = ?').run(id); // unsafe
export const l = (orgId: string, id: string) => pgp.oneOrNone('select * from tickets where id = $<id> and org_id = $<orgId>', { id, orgId }); // safe
export const m = (id: string) => pgp.any('select * from tickets where id = $/id/', { id }); // unsafe
export const n = (orgId: string, id: string) => serverless`select * from tickets where id = ${id} and org_id = ${orgId}`; // safe
export const o = (id: string) => serverless`select * from tickets where id = ${id}`; // unsafe
export const p = (orgId: string, id: string) => prisma.$queryRaw`select * from tickets where id = ${id} and org_id = ${orgId}`; // safe
export const q = (orgId: string, more: Prisma.Sql) => prisma.$queryRaw(Prisma.sql`select * from tickets where org_id = ${orgId} ${more}`); // note: what is appended may widen it
export const r = (id: string) => prisma.$executeRawUnsafe('delete from tickets where id = $1', id); // unsafe
export const s = (orgId: string, id: string) => prisma.$executeRawUnsafe('delete from tickets where id = $1 and org_id = $2', id, orgId); // safe
export const t = (orgId: string) => sql.begin((tx) => [tx`delete from replies where ticket_id in (select id from tickets where org_id = ${orgId})`, tx`delete from tickets where org_id = ${orgId}`]); // safe
export const u = (orgId: string) => sql`with mine as (select id from tickets where org_id = ${orgId}) select * from replies where ticket_id in (select id from mine)`; // safe
export const v = (id: string) => sql`with one as (select id from tickets where id = ${id}) select * from replies where ticket_id in (select id from one)`; // unsafe
export const w = (orgId: string) => sql`select * from replies r where exists (select 1 from tickets t where t.id = r.ticket_id and t.org_id = ${orgId})`; // safe
export const x = (orgId: string) => sql`select * from tickets where org_id = ${orgId} or state = 'public'`; // unsafe
export const y = (orgId: string, ids: string[]) => sql`select * from tickets where id = any(${ids}) and org_id = ${orgId}`; // safe
export const z = (orgId: string) => sql`select count(*) filter (where org_id = ${orgId}) from tickets`; // unsafe
