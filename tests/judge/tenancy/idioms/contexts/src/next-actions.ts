'use server';
import { auth } from '@clerk/nextjs/server';
import { prisma } from './prisma';
export async function act1(id: string) {
  const { orgId, userId } = await auth();
  if (!orgId) throw new Error();
  await prisma.project.delete({ where: { id, orgId } }); // safe
  await prisma.project.deleteMany({ where: { name: id } }); // unsafe
}
export async function act2(orgId: string, id: string) {
  const { userId } = await auth();
  if (!userId) throw new Error();
  const m = await prisma.membership.findFirst({ where: { orgId, userId } }); // safe
  if (!m) throw new Error();
  return prisma.project.findMany({ where: { orgId: m.orgId, id } }); // safe
}
export async function act3(formData: FormData) {
  const userId = formData.get('userId') as string;
  const m = await prisma.membership.findFirst({ where: { userId } }); // unsafe
  return prisma.project.findMany({ where: { orgId: m!.orgId } });
}
export async function act4(formData: FormData) {
  const userId = formData.get('userId') as string;
  const all = await prisma.membership.findMany({ where: { userId } }); // unsafe
  return prisma.project.findMany({ where: { orgId: { in: all.map((m) => m.orgId) } } }); // unsafe
}
export async function act5() {
  const { userId } = await auth();
  const all = await prisma.membership.findMany({ where: { userId: userId! } }); // safe
  return prisma.project.findMany({ where: { orgId: { in: all.map((m) => m.orgId) } } }); // safe
}
const action = <I, O>(schema: { parse(x: unknown): I }, handler: (input: I, ctx: { orgId: string; userId: string }) => Promise<O>) => async (raw: unknown) => {
  const session = await auth();
  if (!session.orgId || !session.userId) throw new Error('unauthorized');
  return handler(schema.parse(raw), { orgId: session.orgId, userId: session.userId });
};
export const act6 = action({ parse: (x) => x as { id: string } }, async ({ id }, { orgId }) => {
  await prisma.project.update({ where: { id, orgId }, data: { name: 'a' } }); // safe
  await prisma.project.update({ where: { id }, data: { name: 'a' } }); // safe
  return 1;
});
