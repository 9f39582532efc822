import { eq } from 'drizzle-orm';
import { asNobody, asOrg, db } from './db';
import { files, notes } from './schema';
export const list = (orgId: string) => asOrg(orgId, (tx) => tx.select().from(notes)); // safe
export const remove = (orgId: string, id: string) =>
  asOrg(orgId, async (tx) => {
    await tx.delete(notes).where(eq(notes.id, id)); // safe
    await tx.delete(files).where(eq(files.id, id)); // unsafe
    await db.delete(notes).where(eq(notes.id, id)); // unsafe
  });
export const open = (orgId: string) => asNobody(orgId, (tx) => tx.select().from(notes)); // unsafe
