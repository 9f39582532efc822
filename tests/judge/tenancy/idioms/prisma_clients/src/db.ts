import { PrismaClient } from '@prisma/client';
export const base = new PrismaClient();
export function forTenant(orgId: string) {
  return base.$extends({
    query: { $allModels: { async $allOperations({ args, query }) { return query({ ...args, where: { ...args.where, orgId } }); } } },
  });
}
export function logging() {
  return base.$extends({
    query: { $allModels: { async $allOperations({ args, query }) { console.log(args); return query(args); } } },
  });
}
