import { initTRPC, TRPCError } from '@trpc/server';
import { z } from 'zod';
import { prisma } from './prisma';
interface Ctx { prisma: typeof prisma; session: { userId: string; orgId: string | null } | null }
const t = initTRPC.context<Ctx>().create();
const isAuthed = t.middleware(({ ctx, next }) => {
  if (!ctx.session) throw new TRPCError({ code: 'UNAUTHORIZED' });
  return next({ ctx: { session: ctx.session } });
});
const inOrg = isAuthed.unstable_pipe(({ ctx, next }) => {
  if (!ctx.session.orgId) throw new TRPCError({ code: 'FORBIDDEN' });
  return next({ ctx: { orgId: ctx.session.orgId } });
});
export const orgProcedure = t.procedure.use(isAuthed).use(inOrg);
const projectProcedure = orgProcedure.input(z.object({ projectId: z.string() })).use(async ({ ctx, input, next }) => {
  const project = await ctx.prisma.project.findFirst({ where: { id: input.projectId, orgId: ctx.orgId } }); // safe
  if (!project) throw new TRPCError({ code: 'NOT_FOUND' });
  return next({ ctx: { project } });
});
export const router = t.router({
  tasks: projectProcedure.query(({ ctx, input }) => ctx.prisma.task.findMany({ where: { projectId: ctx.project.id } })), // safe
});
