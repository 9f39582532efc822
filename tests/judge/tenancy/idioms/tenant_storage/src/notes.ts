import { PrismaClient, type Prisma } from '@prisma/client';
import { orgId, orgIdIfAny, RequestContext, scope } from './request-scope';

const prisma = new PrismaClient();

export const listNotes = () =>
  prisma.note.findMany({ where: { orgId: orgId() }, orderBy: { title: 'asc' } }); // safe

export async function findNote(id: string) {
  const { orgId } = scope();
  return prisma.note.findFirst({ where: { id, orgId } }); // safe
}
export async function findNoteAnywhere(id: string) {
  return prisma.note.findUnique({ where: { id } }); // unsafe
}
export async function searchNotes(term: string) {
  const where: Prisma.NoteWhereInput = { ...RequestContext.whereOrg(), title: { contains: term } };
  const [total, items] = await prisma.$transaction([
    prisma.note.count({ where }), // safe
    prisma.note.findMany({ where, take: 20 }), // safe
  ]);
  return { total, items };
}
export async function looseSearch(term: string) {
  return prisma.note.findMany({ where: { orgId: orgIdIfAny(), title: { contains: term } } }); // unsafe
}
export async function renameNote(id: string, title: string) {
  const { count } = await prisma.note.updateMany({ where: { id, orgId: RequestContext.current.orgId }, data: { title } }); // safe
  if (count === 0) throw new Error('404');
}
export async function commentOn(noteId: string, body: string) {
  const note = await findNote(noteId);
  if (!note) throw new Error('404');
  return prisma.comment.create({ data: { noteId, body } }); // safe
}
export async function commentBlindly(noteId: string, body: string) {
  await findNote(noteId);
  return prisma.comment.create({ data: { noteId, body } }); // unsafe
}
export async function commentsOf(noteId: string) {
  return prisma.comment.findMany({ where: { noteId, note: RequestContext.whereOrg() } }); // safe
}
export async function dropComment(id: string) {
  const comment = await prisma.comment.findUnique({ where: { id }, include: { note: true } }); // safe
  if (comment?.note.orgId !== orgId()) throw new Error('403');
  await prisma.comment.delete({ where: { id: comment.id } }); // safe
}
