import { clientOf, failingOpen, listed, perOperation, prisma } from './clients';
import { RequestContext } from './context';
export async function use(id: string, name: string) {
  await perOperation.project.findMany({ where: { name } }); // safe
  await perOperation.project.findFirst({ where: { id } }); // safe
  await perOperation.project.findUnique({ where: { id } }); // unsafe
  await perOperation.project.delete({ where: { id } }); // unsafe
  await perOperation.label.findMany({ where: { name } }); // unsafe
  await listed.project.findMany({ where: { name } }); // safe
  await listed.label.count(); // safe
  await listed.label.deleteMany({ where: { name } }); // safe
  await listed.label.findUnique({ where: { id } }); // unsafe
  await failingOpen.project.findMany({ where: { name } }); // unsafe
  await prisma.project.findMany({ where: { name, orgId: RequestContext.orgId } }); // safe
  await prisma.project.findMany({ where: { name, orgId: RequestContext.current.orgId } }); // safe
  await prisma.project.findMany({ where: { name, orgId: RequestContext.maybeOrgId } }); // unsafe
  await prisma.project.findMany({ where: { name } }); // unsafe
}
export async function handed(orgId: string, id: string) {
  const db = clientOf(orgId);
  await db.project.findMany({ where: { id } }); // safe
  await db.project.findFirst({ where: { id } }); // unsafe
}
