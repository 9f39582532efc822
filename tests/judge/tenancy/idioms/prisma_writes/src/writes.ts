import { PrismaClient } from '@prisma/client';
const prisma = new PrismaClient();
interface Session { orgId: string; userId: string }
export async function writes(session: Session, id: string, slug: string, cardId: string, data: { title: string }) {
  const { orgId } = session;
  await prisma.board.upsert({ where: { orgId_slug: { orgId, slug } }, create: { id, orgId, slug, ...data }, update: data }); // safe
  await prisma.board.upsert({ where: { id }, create: { id, orgId, slug, ...data }, update: data }); // unsafe
  await prisma.board.upsert({ where: { id, orgId }, create: { id, orgId, slug, ...data }, update: data }); // safe
  await prisma.board.create({ data: { id, slug, ...data, org: { connect: { id: orgId } } } }); // safe
  await prisma.board.create({ data: { id, slug, title: data.title, orgId } }); // safe
  await prisma.board.createMany({ data: [{ id, orgId, slug, title: '' }, { id: slug, orgId, slug: id, title: '' }] }); // safe
  await prisma.board.updateMany({ where: { id, orgId }, data }); // safe
  await prisma.board.updateMany({ where: { slug }, data: { ...data, orgId } }); // unsafe
  await prisma.board.deleteMany({ where: { orgId, slug: { startsWith: slug } } }); // safe
  await prisma.board.deleteMany(); // unsafe
  await prisma.card.deleteMany({ where: { board: { is: { orgId } }, id: cardId } }); // safe
  await prisma.card.aggregate({ _sum: { points: true }, where: { board: { orgId } } }); // safe
  await prisma.card.aggregate({ _sum: { points: true } }); // unsafe
  await prisma.card.groupBy({ by: ['boardId'], where: { board: { orgId } }, _count: true }); // safe
  await prisma.board.groupBy({ by: ['orgId'], _count: true }); // unsafe
  await prisma.comment.findMany({ where: { card: { board: { orgId } } } }); // safe
  await prisma.comment.findMany({ where: { card: { board: { slug } } } }); // unsafe
  await prisma.org.update({
    where: { id: orgId }, // note: the caller's own
    data: {
      boards: { updateMany: { where: { slug }, data } }, // safe
    },
  });
  await prisma.card.findMany({ where: { tags: { some: { orgId } } } });
  await prisma.board.findMany({ where: { cards: { some: { id: cardId } }, orgId } }); // safe
  await prisma.board.findMany({ where: { orgId: { equals: orgId } } }); // safe
  await prisma.board.findMany({ where: { orgId: { not: orgId } } }); // unsafe
  await prisma.board.findMany({ where: { org: { id: orgId } } }); // safe
  await prisma.board.findMany({ where: { OR: [{ orgId, slug }, { orgId, title: slug }] } }); // safe
  await prisma.board.findMany({ where: { AND: { orgId }, OR: [{ slug }, { title: slug }] } }); // safe
  await prisma.board.findMany({ where: { OR: [{ slug }, { title: slug }] } }); // unsafe
}
export async function inTransaction(session: Session, id: string, cardId: string) {
  const [board, cards] = await prisma.$transaction([
    prisma.board.update({ where: { id, orgId: session.orgId }, data: { title: '' } }), // safe
    prisma.card.deleteMany({ where: { id: cardId } }), // unsafe
  ]);
  return { board, cards };
}
export async function moves(session: Session, id: string, cardId: string) {
  const board = await prisma.board.findFirstOrThrow({ where: { id, orgId: session.orgId } }); // safe
  await prisma.card.update({ where: { id: cardId, boardId: board.id }, data: { points: 1 } }); // safe
  await prisma.card.create({ data: { id: cardId, boardId: board.id, title: '', points: 0 } }); // safe
  await prisma.card.create({ data: { id: cardId, boardId: id, title: '', points: 0 } }); // safe
  await prisma.card.createMany({ data: [cardId].map((one) => ({ id: one, boardId: board.id, title: '', points: 0 })) }); // safe
}
export async function onto(session: Session, id: string, cardId: string) {
  const board = await prisma.board.findFirstOrThrow({ where: { id, orgId: session.orgId } }); // safe
  await prisma.comment.create({ data: { id, cardId, text: '' } }); // unsafe
  await prisma.card.update({ where: { id: cardId }, data: { boardId: board.id } }); // unsafe
}
export async function emptied(id: string) {
  await prisma.board.update({
    where: { id },
    data: {
      cards: { deleteMany: {} }, // unsafe
    },
  });
}
export async function removed(ids: string[]) {
  await prisma.board.deleteMany({ where: { id: { in: ids } } }); // unsafe
}
export async function throughRow(session: Session, cardId: string) {
  const card = await prisma.card.findFirst({ where: { id: cardId, board: { orgId: session.orgId } }, include: { board: true, comments: { take: 1 } } }); // safe
  if (!card) return null;
  await prisma.board.update({ where: { id: card.boardId }, data: { title: '' } }); // safe
  await prisma.board.update({ where: { id: card.board.id }, data: { title: '' } }); // safe
  await prisma.comment.deleteMany({ where: { id: { in: card.comments.map((comment) => comment.id) } } }); // safe
  await prisma.comment.deleteMany({ where: { cardId } }); // safe
  await prisma.tag.deleteMany({ where: { cards: { some: { id: cardId } } } });
  return card;
}
export async function whereOf(session: Session, query: { slug?: string; title?: string; all?: boolean }) {
  const where: Record<string, unknown> = { orgId: session.orgId };
  if (query.slug) where.slug = query.slug;
  if (query.title) where['title'] = { contains: query.title };
  const [count, rows] = await Promise.all([prisma.board.count({ where }), prisma.board.findMany({ where, skip: 0 })]); // safe
  const loose = query.all ? {} : where;
  await prisma.board.findMany({ where: loose }); // unsafe
  delete where.orgId;
  await prisma.board.findMany({ where }); // unsafe
  return { count, rows };
}
export async function passedThrough(body: { where: object; data: object }) {
  await prisma.board.findMany({ where: body.where }); // unsafe
}
