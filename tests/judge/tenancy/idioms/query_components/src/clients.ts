import { Prisma, PrismaClient } from '@prisma/client';
import { RequestContext } from './context';
export const prisma = new PrismaClient();

/** Reads of projects alone. */
export const perOperation = prisma.$extends({
  query: {
    project: {
      async findMany({ args, query }) {
        args.where = { ...args.where, orgId: RequestContext.orgId };
        return query(args);
      },
      async findFirst({ args, query }) {
        return query({ ...args, where: { AND: [args.where ?? {}, { orgId: RequestContext.orgId }] } });
      },
    },
  },
});

const READS = ['findMany', 'findFirst', 'count', 'updateMany', 'deleteMany'];
export const listed = prisma.$extends({
  query: {
    $allModels: {
      async $allOperations({ operation, args, query }) {
        if (READS.includes(operation)) {
          const filtered = args as { where?: object };
          filtered.where = { ...filtered.where, orgId: RequestContext.orgId };
        }
        return query(args);
      },
    },
  },
});

/** Leaves the query as it was where nobody asks. */
export const failingOpen = prisma.$extends({
  query: {
    $allModels: {
      async $allOperations({ args, query }) {
        const orgId = RequestContext.maybeOrgId;
        if (!orgId) return query(args);
        return query({ ...args, where: { ...(args as any).where, orgId } });
      },
    },
  },
});

const byTenant = (orgId: string) =>
  Prisma.defineExtension((client) =>
    client.$extends({
      name: 'tenant',
      query: {
        $allModels: {
          findMany: ({ args, query }) => query({ ...args, where: { ...args.where, orgId } }),
        },
      },
    }),
  );
export const clientOf = (orgId: string) => prisma.$extends(byTenant(orgId));
