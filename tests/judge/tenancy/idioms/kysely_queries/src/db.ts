import { Kysely, PostgresDialect } from 'kysely';
import { Database } from './types';
export const db = new Kysely<Database>({ dialect: new PostgresDialect({} as any) });
