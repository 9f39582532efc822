import { PrismaService } from './prisma.service';
export class MembersService {
  constructor(private readonly prisma: PrismaService) {}
  ofPerson(userId: string) { return this.prisma.membership.findMany({ where: { userId } }); } // unsafe
  mine(userId: string) { return this.prisma.membership.findMany({ where: { userId } }); } // safe
  lone(userId: string) { return this.prisma.membership.findMany({ where: { userId } }); } // safe
  org(orgId: string) { return this.prisma.org.findUnique({ where: { id: orgId } }); } // unsafe
  myOrg(orgId: string) { return this.prisma.org.findUnique({ where: { id: orgId } }); } // safe
  async projectsOf(userId: string) {
    const all = await this.prisma.membership.findMany({ where: { userId } }); // unsafe
    return this.prisma.project.findMany({ where: { orgId: { in: all.map((m) => m.orgId) } } }); // unsafe
  }
}
