import { prisma } from './prisma';
async function assertMember(userId: string, orgId: string) {
  const member = await prisma.membership.findUnique({ where: { orgId_userId: { orgId, userId } } }); // safe
  if (!member) throw new Error('403');
}
async function assertProject(orgId: string, id: string) {
  const count = await prisma.project.count({ where: { id, orgId } }); // safe
  if (!count) throw new Error('404');
}
async function assertNothing(orgId: string, id: string) {
  const count = await prisma.project.count({ where: { id, orgId } }); // safe
  if (!count) console.warn('404');
}
export async function getOrg(req: any) {
  await assertMember(req.user.id, req.params.orgId);
  return prisma.org.findUnique({ where: { id: req.params.orgId } }); // safe
}
export async function getOrgOfAnyone(req: any) {
  await assertMember(req.body.userId, req.params.orgId);
  return prisma.org.findUnique({ where: { id: req.params.orgId } }); // unsafe
}
export async function getTasks(req: any) {
  await assertProject(req.user.orgId, req.params.id);
  return prisma.task.findMany({ where: { projectId: req.params.id } }); // safe
}
export async function getTasksOpenly(req: any) {
  await assertNothing(req.user.orgId, req.params.id);
  return prisma.task.findMany({ where: { projectId: req.params.id } }); // unsafe
}
export async function caught(req: any) {
  try { await assertProject(req.user.orgId, req.params.id); } catch (error) { console.error(error); }
  return prisma.task.findMany({ where: { projectId: req.params.id } }); // unsafe
}
export async function unawaited(req: any) {
  const rows = await Promise.all([prisma.project.findFirst({ where: { id: req.params.id, orgId: req.user.orgId } }), prisma.task.findMany({ where: { projectId: req.params.id } })]);
  if (!rows[0]) return null;
  return rows[1];
}
