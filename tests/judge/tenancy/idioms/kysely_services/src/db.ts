import { Kysely, PostgresDialect, SelectQueryBuilder } from 'kysely';
import { Pool } from 'pg';
import type { Database } from './types';
export const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool: new Pool() }) });
export const ofOrg = (orgId: string) => <O>(qb: SelectQueryBuilder<Database, 'surveys', O>) => qb.where('surveys.orgId', '=', orgId);
export const titled = (title: string) => <O>(qb: SelectQueryBuilder<Database, 'surveys', O>) => qb.where('surveys.title', '=', title);
export const surveysOf = (orgId: string) => db.selectFrom('surveys').where('orgId', '=', orgId);
