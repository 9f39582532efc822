import { PrismaClient, Prisma } from '@prisma/client';
const prisma = new PrismaClient();
export async function a(orgId: string, id: string) {
  return prisma.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT set_config('app.current_org', ${orgId}, TRUE)`;
    return tx.project.findMany({ where: { id } }); // safe
  });
}
export async function b(orgId: string, id: string) {
  const [, rows] = await prisma.$transaction([
    prisma.$executeRaw`SELECT set_config('app.current_org', ${orgId}, TRUE)`,
    prisma.project.findMany({ where: { id } }), // safe
  ]);
  return rows;
}
export async function c(orgId: string, id: string) {
  await prisma.$executeRaw`SELECT set_config('app.current_org', ${orgId}, TRUE)`;
  return prisma.project.findMany({ where: { id } }); // unsafe
}
export async function forOrg<T>(orgId: string, run: (tx: Prisma.TransactionClient) => Promise<T>) {
  return prisma.$transaction(async (tx) => {
    await tx.$executeRawUnsafe(`SET LOCAL app.current_org = '${orgId}'`);
    return run(tx);
  });
}
export async function d(orgId: string, id: string) {
  return forOrg(orgId, (tx) => tx.project.delete({ where: { id } })); // safe
}
export async function e(orgId: string, id: string) {
  return prisma.$transaction(async (tx) => {
    await tx.project.findMany({ where: { id } }); // unsafe
    await tx.$executeRaw`SELECT set_config('app.other', ${orgId}, TRUE)`;
    return tx.project.findMany({ where: { id } }); // unsafe
  });
}
