import { randomBytes } from 'node:crypto';
import { PrismaClient } from '@prisma/client';

const db = new PrismaClient();

export async function create(orgId: string, reportId: string) {
  const report = await db.report.findFirst({ where: { id: reportId, orgId } }); // safe
  if (!report) throw new Error('404');
  return db.shareLink.create({ data: { id: randomBytes(8).toString('hex'), token: randomBytes(24).toString('hex'), reportId: report.id, expiresAt: new Date() } }); // safe
}
export async function open(token: string) {
  const link = await db.shareLink.findUnique({ where: { token } }); // unsafe
  if (!link || link.expiresAt < new Date()) return null;
  const report = await db.report.findUnique({ where: { id: link.reportId } }); // unsafe
  const rows = await db.reportRow.findMany({ where: { reportId: link.reportId } }); // unsafe
  return { report, rows };
}
export async function openOwn(orgId: string, token: string) {
  const link = await db.shareLink.findFirst({ where: { token, report: { orgId } } }); // safe
  return link && db.reportRow.findMany({ where: { reportId: link.reportId } }); // safe
}
export async function revoke(orgId: string, id: string) {
  const { count } = await db.shareLink.deleteMany({ where: { id, report: { orgId } } }); // safe
  return count > 0;
}
export async function revokeAny(id: string) {
  await db.shareLink.delete({ where: { id } }); // unsafe
}
export async function extend(orgId: string, ids: string[]) {
  const links = await db.shareLink.findMany({ where: { id: { in: ids } }, include: { report: { select: { orgId: true } } } }); // safe
  if (links.some((link) => link.report.orgId !== orgId)) throw new Error('403');
  await db.shareLink.updateMany({ where: { id: { in: links.map((link) => link.id) } }, data: { expiresAt: new Date() } }); // safe
}
export async function extendSome(orgId: string, ids: string[]) {
  const links = await db.shareLink.findMany({ where: { id: { in: ids } }, include: { report: true } }); // unsafe
  const own = links.filter((link) => link.report.orgId === orgId);
  await db.shareLink.updateMany({ where: { id: { in: own.map((link) => link.id) } }, data: { expiresAt: new Date() } }); // safe
  return { asked: links, changed: own };
}
export async function visible(orgId: string, ids: string[]) {
  const links = await db.shareLink.findMany({ where: { id: { in: ids } }, include: { report: true } }); // safe
  return links.filter((link) => link.report.orgId === orgId);
}
export async function duplicate(orgId: string, reportId: string, id: string) {
  const original = await db.report.findFirstOrThrow({ where: { id: reportId, orgId }, include: { rows: true } }); // safe
  return db.report.create({ // safe
    data: { id, orgId: original.orgId, title: original.title, rows: { create: original.rows.map(({ id: _id, reportId: _report, ...row }) => ({ ...row, id: _id + id })) } }, // safe
  });
}
