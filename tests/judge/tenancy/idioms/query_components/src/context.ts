import { AsyncLocalStorage } from 'node:async_hooks';
interface Store { orgId: string; userId: string }
const storage = new AsyncLocalStorage<Store>();
export class RequestContext {
  static run<T>(store: Store, callback: () => T): T {
    return storage.run(store, callback);
  }
  static get current(): Store {
    const store = storage.getStore();
    if (!store) throw new Error('outside of a request');
    return store;
  }
  static get orgId(): string {
    return RequestContext.current.orgId;
  }
  static get maybeOrgId(): string | undefined {
    return storage.getStore()?.orgId;
  }
}
