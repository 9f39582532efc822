import { drizzle } from 'drizzle-orm/node-postgres';
import * as schema from './schema';
export const db = drizzle(process.env.URL!, { schema });
export type Db = typeof db;
