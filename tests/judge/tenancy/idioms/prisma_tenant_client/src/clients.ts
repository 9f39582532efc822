import { Prisma, PrismaClient } from '@prisma/client';

export const root = new PrismaClient();
const OWNED = ['Board', 'Member'];

export function clientFor(orgId: string) {
  return root.$extends({
    name: 'tenant',
    query: {
      $allModels: {
        async $allOperations({ model, operation, args, query }) {
          if (!OWNED.includes(model)) return query(args);
          switch (operation) {
            case 'create':
              return query({ ...args, data: { ...args.data, orgId } } as typeof args);
            case 'findUnique':
            case 'findFirst':
            case 'findMany':
            case 'count':
            case 'update':
            case 'updateMany':
            case 'delete':
            case 'deleteMany':
              return query({ ...args, where: { ...(args as any).where, orgId } } as typeof args);
            default:
              throw new Error(`${operation} is not allowed`);
          }
        },
      },
    },
  });
}
export const readOnly = (orgId: string) =>
  root.$extends({
    query: {
      board: {
        async findMany({ args, query }) {
          args.where = { ...args.where, orgId };
          return query(args);
        },
      },
    },
  });
export const withOwner = Prisma.defineExtension({
  model: {
    board: {
      async ofOrg(orgId: string) {
        const board = Prisma.getExtensionContext(this);
        return (board as any).findMany({ where: { orgId } });
      },
    },
  },
});
