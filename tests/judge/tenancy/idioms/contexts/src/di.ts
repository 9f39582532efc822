import { injectable, inject, container } from 'tsyringe';
import { createContainer, asClass } from 'awilix';
import { PrismaClient } from '@prisma/client';
@injectable()
export class ProjectRepo {
  constructor(@inject('Prisma') private db: PrismaClient, @inject('TenantId') private orgId: string) {}
  all() { return this.db.project.findMany({ where: { orgId: this.orgId } }); } // safe
  one(id: string) { return this.db.project.findUnique({ where: { id } }); } // unsafe
}
export const makeProjects = ({ prisma, currentOrg }: { prisma: PrismaClient; currentOrg: { id: string } }) => ({
  all: () => prisma.project.findMany({ where: { orgId: currentOrg.id } }), // safe
  one: (id: string) => prisma.project.findUnique({ where: { id } }), // unsafe
  async guarded(id: string) {
    const project = await prisma.project.findUnique({ where: { id } }); // safe
    assertSame(project, currentOrg.id);
    return project;
  },
});
function assertSame(row: { orgId: string } | null, orgId: string): asserts row { if (!row || row.orgId !== orgId) throw new Error(); }
