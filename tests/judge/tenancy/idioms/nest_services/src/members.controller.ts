import { Controller, Get, Param, Query } from '@nestjs/common';
import { MembersService } from './members.service';
import { CurrentUser } from './decorators';
@Controller('members')
export class MembersController {
  constructor(private readonly members: MembersService) {}
  @Get(':userId') ofPerson(@Param('userId') userId: string) { return this.members.ofPerson(userId); }
  @Get(':userId/p') projectsOf(@Param('userId') userId: string) { return this.members.projectsOf(userId); }
  @Get('mine') mine(@CurrentUser() user: { id: string; orgId: string }) { return this.members.mine(user.id); }
  @Get('org/:id') org(@Param('id') id: string) { return this.members.org(id); }
  @Get('org') myOrg(@CurrentUser() user: { id: string; orgId: string }) { return this.members.myOrg(user.orgId); }
}
