import { Resolver, Query, Args, Context, ResolveField, Parent } from '@nestjs/graphql';
import { PrismaService } from './prisma.service';
@Resolver()
export class ProjectResolver {
  constructor(private readonly prisma: PrismaService) {}
  @Query() project(@Args('id') id: string, @Context() ctx: any) { return this.prisma.project.findFirst({ where: { id, orgId: ctx.req.user.orgId } }); } // safe
  @Query() open(@Args('id') id: string) { return this.prisma.project.findFirst({ where: { id } }); } // unsafe
  @Query() org(@Args('id') id: string) { return this.prisma.org.findUnique({ where: { id } }); } // unsafe
  @Query() async orgs(@Args('userId') userId: string) { return this.prisma.org.findMany({ where: { members: { some: { userId } } } }); } // unsafe
  @Query() async own(@Context() ctx: any) { return this.prisma.org.findMany({ where: { members: { some: { userId: ctx.req.user.id } } } }); } // safe
}
