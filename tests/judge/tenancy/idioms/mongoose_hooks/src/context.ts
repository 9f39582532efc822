import { AsyncLocalStorage } from 'node:async_hooks';
export const context = new AsyncLocalStorage<{ orgId: string }>();
export function tenant(): string {
  const store = context.getStore();
  if (!store) throw new Error('no tenant');
  return store.orgId;
}
