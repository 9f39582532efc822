import { Injectable, Scope, Inject } from '@nestjs/common';
import { REQUEST } from '@nestjs/core';
@Injectable({ scope: Scope.REQUEST })
export class TenantContext {
  constructor(@Inject(REQUEST) private readonly request: { user: { orgId: string } }) {}
  get orgId(): string {
    return this.request.user.orgId;
  }
}
