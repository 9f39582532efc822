import fp from 'fastify-plugin';
import { FastifyInstance } from 'fastify';
import { prisma } from './prisma';
export default fp(async (app: FastifyInstance) => {
  app.decorateRequest('orgId', '');
  app.addHook('preHandler', async (req: any, reply) => {
    const m = await prisma.membership.findFirst({ where: { userId: req.user.id, orgId: req.headers['x-org'] } }); // safe
    if (!m) return reply.code(403).send();
    req.orgId = m.orgId;
  });
  app.get('/p', async (req: any) => prisma.project.findMany({ where: { orgId: req.orgId } })); // safe
  app.get('/p/:id', async (req: any) => prisma.project.findUnique({ where: { id: req.params.id } })); // unsafe
});
