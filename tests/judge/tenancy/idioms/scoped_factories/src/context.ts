import { PrismaClient } from '@prisma/client';
import { boardsFor, cardsFor } from './boards';

const prisma = new PrismaClient();

export async function contextFor(session: { userId: string }, wanted: string) {
  const member = await prisma.member.findUnique({ where: { orgId_userId: { orgId: wanted, userId: session.userId } } }); // safe
  if (!member) throw new Error('403');
  const boards = boardsFor({ prisma }, member.orgId);
  return { member, boards, cards: cardsFor({ prisma }, boards), org: () => prisma.org.findUniqueOrThrow({ where: { id: member.orgId } }) }; // safe
}
export async function myOrgs(session: { userId: string }) {
  const memberships = await prisma.member.findMany({ where: { userId: session.userId } }); // safe
  const ids = memberships.map((one) => one.orgId);
  const orgs = await prisma.org.findMany({ where: { id: { in: ids } } }); // safe
  const boards = await prisma.board.groupBy({ by: ['orgId'], where: { orgId: { in: ids } }, _count: true }); // safe
  return orgs.map((org) => ({ ...org, boards: boards.find((one) => one.orgId === org.id)?._count ?? 0 }));
}
export async function boardsAcross(body: { orgIds: string[] }) {
  return prisma.board.findMany({ where: { archived: false } }); // unsafe
}
export async function allowedBoards(session: { userId: string }, wanted: string[]) {
  const mine = new Set((await prisma.member.findMany({ where: { userId: session.userId }, select: { orgId: true } })).map((one) => one.orgId)); // safe
  const allowed = wanted.filter((id) => mine.has(id));
  return prisma.board.findMany({ where: { orgId: { in: allowed } } }); // safe
}
