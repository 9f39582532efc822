import { AsyncLocalStorage } from 'node:async_hooks';

export interface Scope {
  orgId: string;
  userId: string;
}
const storage = new AsyncLocalStorage<Scope>();

export const runInScope = <T>(scope: Scope, work: () => Promise<T>) => storage.run(scope, work);

export function scope(): Scope {
  const found = storage.getStore();
  if (!found) throw new Error('no scope');
  return found;
}
export const orgId = () => scope().orgId;
export function orgIdIfAny(): string | undefined {
  return storage.getStore()?.orgId;
}
export class RequestContext {
  static get current() {
    return scope();
  }
  static whereOrg() {
    return { orgId: RequestContext.current.orgId };
  }
}
