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
const memberOf = t.procedure.use(isAuthed).input(z.object({ orgId: z.string() })).use(async ({ ctx, input, next }) => {
  const m = await ctx.prisma.membership.findUnique({ where: { orgId_userId: { orgId: input.orgId, userId: ctx.session.userId } } }); // safe
  if (!m) throw new TRPCError({ code: 'FORBIDDEN' });
  return next({ ctx: { membership: m } });
});
const projectProcedure = orgProcedure.input(z.object({ projectId: z.string() })).use(async ({ ctx, input, next }) => {
  const project = await ctx.prisma.project.findFirst({ where: { id: input.projectId, orgId: ctx.orgId } }); // safe
  if (!project) throw new TRPCError({ code: 'NOT_FOUND' });
  return next({ ctx: { project } });
});
export const router = t.router({
  list: orgProcedure.query(({ ctx }) => ctx.prisma.project.findMany({ where: { orgId: ctx.orgId } })), // safe
  byId: orgProcedure.input(z.object({ id: z.string() })).query(({ ctx, input }) => ctx.prisma.project.findUnique({ where: { id: input.id } })), // unsafe
  rename: orgProcedure.input(z.object({ id: z.string(), name: z.string() })).mutation(async ({ ctx, input: { id, name } }) => {
    const { count } = await ctx.prisma.project.updateMany({ where: { id, orgId: ctx.orgId }, data: { name } }); // safe
    if (!count) throw new TRPCError({ code: 'NOT_FOUND' });
    return ctx.prisma.task.findMany({ where: { projectId: id } }); // safe
  }),
  members: memberOf.query(({ ctx, input }) => ctx.prisma.project.findMany({ where: { orgId: input.orgId } })), // safe
  tasks: projectProcedure.query(({ ctx, input }) => ctx.prisma.task.findMany({ where: { projectId: ctx.project.id } })), // safe
  tasks2: projectProcedure.query(({ ctx, input }) => ctx.prisma.task.findMany({ where: { projectId: input.projectId } })), // safe
  tasks3: orgProcedure.query(({ ctx, input }) => ctx.prisma.task.findMany({ where: { projectId: (input as any).projectId } })), // unsafe
});
