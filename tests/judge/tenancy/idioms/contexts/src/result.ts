import { Result, ok, err } from 'neverthrow';
import { prisma } from './prisma';
async function load(orgId: string, id: string): Promise<Result<{ id: string }, Error>> {
  const p = await prisma.project.findFirst({ where: { id, orgId } }); // safe
  return p ? ok(p) : err(new Error('404'));
}
export async function tasks(orgId: string, id: string) {
  const r = await load(orgId, id);
  if (r.isErr()) return r;
  return ok(await prisma.task.findMany({ where: { projectId: r.value.id } })); // safe
}
type R<T> = { ok: true; value: T } | { ok: false; error: string };
export async function unpinned(id: string) {
  const r = await load4(id);
  if (r.isErr()) return r;
  return ok(await prisma.task.findMany({ where: { projectId: r.value.id } })); // unsafe
}
async function load4(id: string): Promise<Result<{ id: string }, Error>> {
  const p = await prisma.project.findFirst({ where: { id } }); // unsafe
  return p ? ok(p) : err(new Error('404'));
}
async function load2(orgId: string, id: string): Promise<R<{ id: string }>> {
  const p = await prisma.project.findFirst({ where: { id, orgId } }); // safe
  if (!p) return { ok: false, error: 'x' };
  return { ok: true, value: p };
}
export async function tasks2(orgId: string, id: string) {
  const r = await load2(orgId, id);
  if (!r.ok) return r;
  return prisma.task.findMany({ where: { projectId: r.value.id } }); // safe
}
async function load3(id: string): Promise<R<{ id: string }>> {
  const p = await prisma.project.findFirst({ where: { id } }); // unsafe
  if (!p) return { ok: false, error: 'x' };
  return { ok: true, value: p };
}
export async function tasks3(orgId: string, id: string) {
  const r = await load3(id);
  if (!r.ok) return r;
  return prisma.task.findMany({ where: { projectId: r.value.id } }); // unsafe
}
