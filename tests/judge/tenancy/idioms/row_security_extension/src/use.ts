import { prisma, forOrg, bound } from './db';
export async function a(orgId: string, id: string) {
  const db = bound(orgId);
  await db.project.findUnique({ where: { id } }); // safe
  await db.note.findUnique({ where: { id } }); // unsafe
}
export async function b(orgId: string, id: string) {
  const db = prisma.$extends(forOrg(orgId));
  await db.project.findUnique({ where: { id } }); // safe
  await db.note.findUnique({ where: { id } }); // unsafe
}
