import { AsyncLocalStorage } from 'node:async_hooks';
import { prisma } from './prisma';
const storage = new AsyncLocalStorage<{ orgId: string }>();
export const runAs = <T>(orgId: string, fn: () => T) => storage.run({ orgId }, fn);
export function tenantId(): string { const s = storage.getStore(); if (!s) throw new Error('none'); return s.orgId; }
export function maybeTenant() { return storage.getStore()?.orgId; }
export async function list() { return prisma.project.findMany({ where: { orgId: tenantId() } }); } // safe
export async function list2() { return prisma.project.findMany({ where: { orgId: maybeTenant() } }); } // unsafe
export async function list3() { return prisma.project.findMany({ where: { name: tenantId() } }); } // unsafe
