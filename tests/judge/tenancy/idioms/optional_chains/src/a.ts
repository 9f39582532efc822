import { PrismaClient } from '@prisma/client';
import { auth } from './auth';
const prisma = new PrismaClient();
export async function unchecked() {
  const session = await auth();
  return prisma.project.findMany({ where: { orgId: session?.orgId } }); // unsafe
}
export async function deep() {
  const session = await auth();
  return prisma.project.findMany({ where: { orgId: session?.user.orgId } }); // unsafe
}
export async function checked() {
  const session = await auth();
  if (!session) throw new Error();
  return prisma.project.findMany({ where: { orgId: session?.orgId } }); // safe
}
export async function checkedDeep() {
  const session = await auth();
  if (!session?.user?.orgId) throw new Error();
  return prisma.project.findMany({ where: { orgId: session.user.orgId } }); // safe
}
export async function checkedItself() {
  const session = await auth();
  const orgId = session?.user?.orgId;
  if (!orgId) return [];
  return prisma.project.findMany({ where: { orgId } }); // safe
}
export async function checkedEarly() {
  const session = await auth();
  const orgId = session?.user?.orgId;
  if (!session?.user?.orgId) return [];
  return prisma.project.findMany({ where: { orgId } }); // safe
}
export async function defaulted() {
  const session = await auth();
  return prisma.project.findMany({ where: { orgId: session?.orgId ?? 'none' } }); // safe
}
export async function asserted() {
  const session = await auth();
  return prisma.project.findMany({ where: { orgId: session?.orgId! } }); // safe
}
export async function typed(user: { orgId: string }) {
  return prisma.project.findMany({ where: { orgId: user?.orgId } }); // safe
}
export async function row(id: string) {
  const own = await prisma.project.findFirst({ where: { id, orgId: 'a' } }); // safe
  return prisma.project.findMany({ where: { orgId: own?.orgId } }); // unsafe
}
