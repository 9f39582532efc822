import assert from 'node:assert';
import invariant from 'tiny-invariant';
import { isEqual } from 'lodash';
import { PrismaClient } from '@prisma/client';
export const prisma = new PrismaClient();
export interface User { id: string; orgId: string; role: string }
class Forbidden extends Error {}
export const sameOrg = (user: User, row: { orgId: string }) => user.orgId === row.orgId;
export function requireSameOrg(user: User, row: { orgId: string } | null): asserts row is { orgId: string } {
  if (!row || row.orgId !== user.orgId) throw new Forbidden();
}
export function requireAdmin(user: User) {
  if (user.role !== 'admin') throw new Forbidden();
}
export async function a(user: User, id: string) {
  const folder = await prisma.folder.findUnique({ where: { id } }); // safe
  assert(folder && folder.orgId === user.orgId, 'not yours');
  return prisma.document.findMany({ where: { folderId: folder.id } }); // safe
}
export async function b(user: User, id: string) {
  const folder = await prisma.folder.findUnique({ where: { id } }); // safe
  invariant(folder?.orgId === user.orgId);
  return prisma.document.findMany({ where: { folderId: id } }); // safe
}
export async function c(user: User, id: string) {
  const folder = await prisma.folder.findUnique({ where: { id } }); // safe
  if (!folder || !sameOrg(user, folder)) throw new Forbidden();
  return folder;
}
export async function d(user: User, id: string) {
  const folder = await prisma.folder.findUnique({ where: { id } }); // safe
  requireSameOrg(user, folder);
  await prisma.folder.delete({ where: { id } }); // safe
}
export async function e(user: User, id: string) {
  requireAdmin(user);
  const folder = await prisma.folder.findUnique({ where: { id } }); // unsafe
  return folder;
}
export async function f(user: User, id: string) {
  const document = await prisma.document.findUnique({ where: { id }, include: { folder: true } }); // safe
  if (document?.folder.orgId !== user.orgId) return null;
  return prisma.revision.findMany({ where: { documentId: document.id } }); // safe
}
export async function g(user: User, id: string) {
  const document = await prisma.document.findUnique({ where: { id }, include: { folder: { select: { orgId: true } } } }); // unsafe
  if (document?.folder.orgId !== user.orgId) console.warn('somebody else');
  return document;
}
export async function h(user: User, id: string) {
  const folder = await prisma.folder.findUnique({ where: { id } }); // safe
  const allowed = folder !== null && folder.orgId === user.orgId;
  if (!allowed) throw new Forbidden();
  return folder;
}
export async function i(user: User, id: string) {
  const folder = await prisma.folder.findUnique({ where: { id } }); // safe
  if (folder && isEqual(folder.orgId, user.orgId)) return folder;
  return null;
}
export async function j(user: User, id: string) {
  const folder = await prisma.folder.findUnique({ where: { id } }); // safe
  switch (folder?.orgId) {
    case user.orgId:
      return folder;
    default:
      throw new Forbidden();
  }
}
export async function k(user: User, id: string) {
  const folder = await prisma.folder.findUnique({ where: { id } }); // unsafe
  if (folder?.orgId !== user.orgId && user.role !== 'admin') throw new Forbidden();
  return folder;
}
export async function l(user: User, ids: string[]) {
  const folders = await prisma.folder.findMany({ where: { id: { in: ids } } }); // safe
  if (folders.some((folder) => folder.orgId !== user.orgId)) throw new Forbidden();
  await prisma.document.deleteMany({ where: { folderId: { in: folders.map((folder) => folder.id) } } }); // safe
}
export async function m(user: User, ids: string[]) {
  const count = await prisma.folder.count({ where: { id: { in: ids }, orgId: user.orgId } }); // safe
  if (count !== ids.length) throw new Forbidden();
  await prisma.document.deleteMany({ where: { folderId: { in: ids } } }); // safe
}
export async function n(user: User, ids: string[]) {
  const count = await prisma.folder.count({ where: { id: { in: ids }, orgId: user.orgId } }); // safe
  if (count === 0) throw new Forbidden();
  await prisma.document.deleteMany({ where: { folderId: { in: ids } } }); // unsafe
}
export async function o(user: User, id: string) {
  const folder = await prisma.folder.findUnique({ where: { id } }); // safe
  const member = await prisma.member.findUnique({ where: { orgId_userId: { orgId: folder!.orgId, userId: user.id } } }); // safe
  if (!member) throw new Forbidden();
  return folder;
}
export async function p(user: User, documentId: string, folderId: string) {
  const folder = await prisma.folder.findFirst({ where: { id: folderId, orgId: user.orgId } }); // safe
  if (!folder) throw new Forbidden();
  await prisma.document.update({ where: { id: documentId }, data: { title: '' } }); // unsafe
  await prisma.document.update({ where: { id: documentId, folderId }, data: { title: '' } }); // safe
  await prisma.document.update({ where: { id: documentId, folderId: folder.id }, data: { title: '' } }); // safe
}
export async function q(user: User, id: string, revisionId: string) {
  const document = await prisma.document.findFirst({ where: { id, folder: { orgId: user.orgId } }, include: { revisions: true } }); // safe
  const revision = document?.revisions.find((one) => one.id === revisionId);
  if (!revision) throw new Forbidden();
  await prisma.revision.delete({ where: { id: revisionId } }); // safe
}
export async function r(user: User, id: string) {
  try {
    const folder = await prisma.folder.findUniqueOrThrow({ where: { id } }); // safe
    if (folder.orgId !== user.orgId) throw new Forbidden();
    return folder;
  } catch (error) {
    return null;
  }
}
export async function s(user: User, id: string) {
  const { orgId } = await prisma.folder.findUniqueOrThrow({ where: { id }, select: { orgId: true } }); // safe
  if (orgId !== user.orgId) throw new Forbidden();
  return prisma.document.findMany({ where: { folderId: id } }); // safe
}
export async function t(user: User, id: string) {
  const [folder, documents] = await Promise.all([
    prisma.folder.findFirst({ where: { id, orgId: user.orgId } }), // safe
    prisma.document.findMany({ where: { folderId: id } }), // safe
  ]);
  if (!folder) throw new Forbidden();
  return { folder, documents };
}
export async function u(user: User, id: string) {
  const document = await prisma.document.findUnique({ where: { id } }); // safe
  if (!document) throw new Forbidden();
  const folder = await prisma.folder.findFirst({ where: { id: document.folderId, orgId: user.orgId } }); // safe
  if (!folder) throw new Forbidden();
  return prisma.revision.findMany({ where: { documentId: document.id } }); // safe
}
export async function v(user: User, id: string) {
  const document = await prisma.document.findUniqueOrThrow({ where: { id } }); // unsafe
  const folder = await prisma.folder.findFirst({ where: { id: document.folderId, orgId: user.orgId } }); // safe
  await prisma.revision.deleteMany({ where: { documentId: document.id } }); // unsafe
  return { document, folder };
}
export async function w(user: User, id: string) {
  const document = await prisma.document.findUniqueOrThrow({ where: { id } }); // unsafe
  const folder = await prisma.folder.findUniqueOrThrow({ where: { id: document.folderId } }); // unsafe
  return { document, folder };
}
export async function x(id: string) {
  const document = await prisma.document.findUniqueOrThrow({ where: { id }, include: { folder: true } }); // unsafe
  const folder = await prisma.folder.findFirst({ where: { id: document.folderId, orgId: document.folder.orgId } });
  if (!folder) throw new Forbidden();
  return document;
}
