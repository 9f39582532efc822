import { prisma, Loaders } from './loaders';
interface Context { orgId: string; loaders: Loaders }
export const resolvers = {
  Query: {
    author: (_: unknown, { id }: { id: string }, context: Context) => context.loaders.authors.load(id),
    authors: (_: unknown, __: unknown, { orgId }: Context) => prisma.author.findMany({ where: { orgId } }), // safe
    book: (_: unknown, args: { id: string }) => prisma.book.findUnique({ where: { id: args.id } }), // unsafe
    bookOfOrg: (_: unknown, args: { id: string }, context: Context) => prisma.book.findFirst({ where: { id: args.id, author: { orgId: context.orgId } } }), // safe
  },
  Mutation: {
    rename: async (_: unknown, { id, title }: { id: string; title: string }, context: Context) => {
      const book = await prisma.book.findUnique({ where: { id }, include: { author: true } }); // safe
      if (!book || book.author.orgId !== context.orgId) throw new Error('FORBIDDEN');
      return prisma.book.update({ where: { id }, data: { title } }); // safe
    },
    renameAny: async (_: unknown, { id, title }: { id: string; title: string }) => prisma.book.update({ where: { id }, data: { title } }), // unsafe
  },
};
