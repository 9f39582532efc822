import { PrismaClient } from '@prisma/client';
const prisma = new PrismaClient();
export async function zero(orgId: string, id: string) {
  const done = await prisma.project.updateMany({ where: { id, orgId }, data: { name: '' } }); // safe
  if (done.count === 0) throw new Error('not found');
  return prisma.task.findMany({ where: { projectId: id } }); // safe
}
export async function falsy(orgId: string, id: string) {
  const { count } = await prisma.project.deleteMany({ where: { id, orgId } }); // safe
  if (!count) return null;
  return prisma.task.findMany({ where: { projectId: id } }); // safe
}
export async function less(orgId: string, id: string) {
  const { count } = await prisma.project.deleteMany({ where: { id, orgId } }); // safe
  if (count < 1) return null;
  return prisma.task.findMany({ where: { projectId: id } }); // safe
}
export async function more(orgId: string, id: string) {
  if ((await prisma.project.count({ where: { id, orgId } })) > 0) { // safe
    return prisma.task.findMany({ where: { projectId: id } }); // safe
  }
  return prisma.task.findMany({ where: { projectId: id } }); // unsafe
}
export async function one(orgId: string, id: string) {
  const found = await prisma.project.count({ where: { id, orgId } }); // safe
  if (found !== 1) throw new Error();
  return prisma.task.findMany({ where: { projectId: id } }); // safe
}
export async function many(orgId: string, id: string) {
  const found = await prisma.project.count({ where: { id, orgId } }); // safe
  if (found > 1) throw new Error();
  return prisma.task.findMany({ where: { projectId: id } }); // unsafe
}
export async function none(orgId: string, id: string) {
  const found = await prisma.project.count({ where: { id, orgId } }); // safe
  if (found !== 0) throw new Error();
  return prisma.task.findMany({ where: { projectId: id } }); // unsafe
}
export async function result(orgId: string, id: string) {
  const done = await prisma.project.updateMany({ where: { id, orgId }, data: { name: '' } }); // safe
  if (!done) throw new Error('never');
  return prisma.task.findMany({ where: { projectId: id } }); // unsafe
}
export async function unpinned(orgId: string, id: string) {
  const done = await prisma.project.updateMany({ where: { id }, data: { name: '' } }); // unsafe
  if (done.count === 0) throw new Error('not found');
  return prisma.task.findMany({ where: { projectId: id } }); // unsafe
}
export async function turned(orgId: string, id: string) {
  const found = await prisma.project.count({ where: { id, orgId } }); // safe
  if (0 >= found) throw new Error();
  return prisma.task.findMany({ where: { projectId: id } }); // safe
}
export async function constants(orgId: string, id: string) {
  if (1 < 2) await prisma.task.findMany({ where: { projectId: id } }); // unsafe
}
