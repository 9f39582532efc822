import { Injectable } from '@nestjs/common';
import { PrismaService } from './prisma.service';
@Injectable()
export class ProjectRepository {
  constructor(private readonly prisma: PrismaService) {}
  list(orgId: string) { return this.prisma.project.findMany({ where: { orgId } }); } // safe
  byId(id: string) { return this.prisma.project.findUnique({ where: { id } }); } // unsafe
  byBoth(id: string, orgId: string) { return this.prisma.project.findUnique({ where: { id_orgId: { id, orgId } } }); } // safe
  and(id: string, orgId: string) { return this.prisma.project.findFirst({ where: { AND: [{ id }, { orgId }] } }); } // safe
  or(id: string, orgId: string) { return this.prisma.project.findFirst({ where: { OR: [{ id }, { orgId }] } }); } // unsafe
  tasks(id: string, orgId: string) { return this.prisma.task.findMany({ where: { project: { orgId } } }); } // safe
  task(id: string, orgId: string) { return this.prisma.task.findUnique({ where: { id } }); } // unsafe
  async count(id: string, orgId: string) {
    const r = await this.prisma.project.updateMany({ where: { id, orgId }, data: { name: 'x' } }); // safe
    if (r.count === 0) throw new Error('no');
    await this.prisma.task.deleteMany({ where: { projectId: id } }); // safe
  }
  async nocount(id: string, orgId: string) {
    const r = await this.prisma.project.updateMany({ where: { id, orgId }, data: { name: 'x' } }); // safe
    await this.prisma.task.deleteMany({ where: { projectId: id } }); // unsafe
  }
  private tenantWhere(orgId: string) { return { orgId }; }
  spread(id: string, orgId: string) { return this.prisma.project.findFirst({ where: { id, ...this.tenantWhere(orgId) } }); } // safe
  async tx(id: string, orgId: string) {
    return this.prisma.$transaction(async (tx) => {
      const p = await tx.project.findFirst({ where: { id, orgId } }); // safe
      if (!p) throw new Error();
      await tx.task.create({ data: { projectId: p.id, title: 'x' } }); // safe
      await tx.task.create({ data: { projectId: id, title: 'x' } }); // safe
      await tx.task.update({ where: { id: 'a' + id }, data: { title: '' } }); // unsafe
    });
  }
  async txlist(id: string, orgId: string) {
    const [a, b] = await this.prisma.$transaction([
      this.prisma.project.findMany({ where: { orgId } }), // safe
      this.prisma.project.findMany({ where: { name: id } }), // unsafe
    ]);
    return a;
  }
}
