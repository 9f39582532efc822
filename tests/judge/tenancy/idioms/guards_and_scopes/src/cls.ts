import { Injectable, Inject, Scope } from '@nestjs/common';
import { REQUEST } from '@nestjs/core';
import { ClsService } from 'nestjs-cls';
import { PrismaService } from './prisma.service';
@Injectable()
export class ByCls {
  constructor(private readonly prisma: PrismaService, private readonly cls: ClsService) {}
  private get where() { return { orgId: this.cls.get('orgId') }; }
  list() { return this.prisma.project.findMany({ where: this.where }); } // safe
  one(id: string) { return this.prisma.project.findFirst({ where: { ...this.where, id } }); } // safe
  open(id: string) { return this.prisma.project.findFirst({ where: { id } }); } // unsafe
}
@Injectable({ scope: Scope.REQUEST })
export class ByRequest {
  private readonly orgId: string;
  constructor(private readonly prisma: PrismaService, @Inject(REQUEST) private readonly request: any) { this.orgId = request.user.orgId; }
  list() { return this.prisma.project.findMany({ where: { orgId: this.orgId } }); } // safe
  list2() { return this.prisma.project.findMany({ where: { orgId: this.request.user.orgId } }); } // safe
  open() { return this.prisma.project.findMany({ where: { name: this.orgId } }); } // unsafe
}
