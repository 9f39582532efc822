import { Controller, Get, Param, Body } from '@nestjs/common';
import { ProjectRepository } from './project.repository';
import { PrismaService } from './prisma.service';
import { CurrentUser, TenantId } from './decorators';
@Controller('projects')
export class ProjectController {
  constructor(private readonly repo: ProjectRepository, private readonly prisma: PrismaService) {}
  @Get() list(@TenantId() tenant: string) { return this.prisma.project.findMany({ where: { orgId: tenant } }); } // safe
  @Get(':id') one(@Param('id') id: string) { return this.repo.byId(id); }
  @Get(':id/x') async x(@Param('id') id: string, @CurrentUser() user: { id: string; orgId: string }) {
    const p = await this.prisma.project.findUniqueOrThrow({ where: { id } }); // safe
    if (p.orgId !== user.orgId) throw new Error('forbidden');
    return p;
  }
  @Get(':id/y') async y(@Param('id') id: string, @CurrentUser() user: { id: string; orgId: string }) {
    const p = await this.prisma.project.findUniqueOrThrow({ where: { id } }); // unsafe
    if (p.name !== user.orgId) throw new Error('forbidden');
    return p;
  }
  @Get('mine') async mine(@CurrentUser() user: { id: string; orgId: string }) {
    return this.prisma.project.findMany({ where: { org: { members: { some: { userId: user.id } } } } }); // safe
  }
  @Get('theirs/:userId') async theirs(@Param('userId') userId: string) {
    return this.prisma.project.findMany({ where: { org: { members: { some: { userId } } } } }); // unsafe
  }
  @Get('theirs2') async theirs2(@Body() body: { userId: string; orgId: string }) {
    const m = await this.prisma.membership.findFirst({ where: { userId: body.userId } }); // unsafe
    return m;
  }
  @Get('check') async check(@CurrentUser() user: { id: string }, @Param('org') org: string) {
    const m = await this.prisma.membership.findFirst({ where: { userId: user.id, orgId: org } }); // safe
    if (!m) throw new Error();
    return this.prisma.project.findMany({ where: { orgId: org } }); // safe
  }
}
