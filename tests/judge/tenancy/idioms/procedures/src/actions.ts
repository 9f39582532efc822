import { createSafeActionClient } from 'next-safe-action';
import { prisma } from './prisma';
import { auth } from './auth';
const base = createSafeActionClient();
const client = base.use(async ({ next }) => {
  const session = await auth();
  if (!session?.orgId) throw new Error();
  return next({ ctx: { orgId: session.orgId } });
});
const projectClient = client.schema({} as any).use(async (options) => {
  const project = await prisma.project.findFirst({ where: { id: options.clientInput.id, orgId: options.ctx.orgId } }); // safe
  if (!project) throw new Error();
  return options.next({ ctx: { project } });
});
export const list = client.action(async ({ ctx }) => prisma.project.findMany({ where: { orgId: ctx.orgId } })); // safe
export const remove = client.schema({} as any).action(async ({ ctx, parsedInput }) => {
  const project = await prisma.project.findUnique({ where: { id: parsedInput.id } }); // safe
  if (project?.orgId !== ctx.orgId) throw new Error();
  await prisma.project.delete({ where: { id: parsedInput.id } }); // safe
});
export const careless = client.schema({} as any).action(async ({ ctx, parsedInput }) => {
  await prisma.project.delete({ where: { id: parsedInput.id } }); // unsafe
});
export const tasks = projectClient.action(async ({ ctx }) => prisma.task.findMany({ where: { projectId: ctx.project.id } })); // safe
