import { PrismaClient, Prisma } from '@prisma/client';
import { Repo } from './base';
export class Projects extends Repo<Prisma.ProjectWhereInput> {
  constructor(private readonly db: PrismaClient, orgId: string) { super(db.project, orgId); }
  list(where: Prisma.ProjectWhereInput) { return this.db.project.findMany({ where: this.scoped(where) }); } // safe
  loose(where: Prisma.ProjectWhereInput) { return this.db.project.findMany({ where: { OR: [where, { orgId: this.orgId }] } }); } // unsafe
  tasks(id: string) { return this.db.task.findMany({ where: { project: this.scoped({ id }) } }); } // safe
}
