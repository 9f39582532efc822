import { PrismaClient, Prisma } from '@prisma/client';
export const prisma = new PrismaClient();
export function forOrg(orgId: string) {
  return Prisma.defineExtension((client) => client.$extends({
    query: { $allModels: { async $allOperations({ args, query }) {
      const [, result] = await client.$transaction([
        client.$executeRaw`SELECT set_config('app.current_org', ${orgId}, TRUE)`,
        query(args),
      ]);
      return result;
    } } },
  }));
}
export function bound(orgId: string) {
  return prisma.$extends({
    query: { $allModels: { async $allOperations({ args, query }) {
      const [, result] = await prisma.$transaction([
        prisma.$executeRaw`SELECT set_config('app.current_org', ${orgId}, TRUE)`,
        query(args),
      ]);
      return result;
    } } },
  });
}
