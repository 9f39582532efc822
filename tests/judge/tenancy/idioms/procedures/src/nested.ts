import { initTRPC } from '@trpc/server';
import { prisma } from './prisma';
const t = initTRPC.context<{ session: { orgId: string } | null }>().create();
const authed = t.procedure.use(({ ctx, next }) => {
  if (!ctx.session) throw new Error();
  return next({ ctx: { orgId: ctx.session.orgId } });
});
export const projectProcedure = authed.input({} as any).use(async ({ ctx, input, next }) => {
  const project = await prisma.project.findFirst({ where: { id: input.projectId, orgId: ctx.orgId } }); // safe
  if (!project) throw new Error();
  return next({ ctx: { project } });
});
const looseProcedure = authed.use(async ({ ctx, input, next }) => {
  const project = await prisma.project.findFirst({ where: { id: input.projectId } }); // unsafe
  if (!project) throw new Error();
  return next({ ctx: { project } });
});
export const router = t.router({
  tasks: projectProcedure.query(({ ctx, input }) => prisma.task.findMany({ where: { projectId: ctx.project.id } })), // safe
  tasks2: projectProcedure.query(({ ctx, input }) => prisma.task.findMany({ where: { projectId: input.projectId } })), // safe
  tasks3: looseProcedure.query(({ ctx, input }) => prisma.task.findMany({ where: { projectId: ctx.project.id } })), // unsafe
  tasks4: authed.query(({ ctx, input }) => prisma.task.findMany({ where: { projectId: input.projectId } })), // unsafe
});
