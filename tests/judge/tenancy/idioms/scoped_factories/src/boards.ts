import type { PrismaClient } from '@prisma/client';

type Deps = { prisma: PrismaClient };

export const boardsFor = ({ prisma }: Deps, orgId: string) => {
  const live = { orgId, archived: false } as const;
  return {
    all: () => prisma.board.findMany({ where: live }), // safe
    byId: (id: string) => prisma.board.findFirst({ where: { ...live, id } }), // safe
    rename: (id: string, name: string) => prisma.board.updateMany({ where: { id, ...live }, data: { name } }), // safe
    purge: (id: string) => prisma.board.delete({ where: { id } }), // unsafe
    create: (name: string, id: string) => prisma.board.create({ data: { id, name, orgId, archived: false } }), // safe
  };
};
export type Boards = ReturnType<typeof boardsFor>;

export function cardsFor(deps: Deps, boards: Boards) {
  const owned = async (boardId: string) => {
    const board = await boards.byId(boardId);
    if (board === null) throw new Error('no such board');
    return board;
  };
  return {
    async list(boardId: string) {
      const board = await owned(boardId);
      return deps.prisma.card.findMany({ where: { boardId: board.id } }); // safe
    },
    async add(boardId: string, id: string, title: string) {
      await owned(boardId);
      return deps.prisma.card.create({ data: { id, boardId, title } }); // safe
    },
    async move(id: string, to: string) {
      await owned(to);
      return deps.prisma.card.update({ where: { id }, data: { boardId: to } }); // unsafe
    },
    async count(boardId: string) {
      return deps.prisma.card.count({ where: { boardId } }); // unsafe
    },
  };
}
