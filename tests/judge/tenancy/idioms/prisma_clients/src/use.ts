import { base, forTenant, logging } from './db';
export async function a(orgId: string) {
  const db = forTenant(orgId);
  return db.project.findMany({}); // safe
}
export async function b(orgId: string) {
  const db = logging();
  return db.project.findMany({}); // unsafe
}
export async function c(orgId: string, name: string) {
  return base.project.findUnique({ where: { byName: { orgId, name } } }); // safe
}
export async function d(orgId: string | undefined, name: string) {
  return base.project.findMany({ where: { orgId, name } }); // unsafe
}
export async function e(orgId: string, name?: string) {
  const where: any = { name };
  if (orgId) where.orgId = orgId;
  return base.project.findMany({ where }); // unsafe
}
export async function f(orgId: string, name?: string) {
  const where: any = {};
  where.AND = [{ orgId }];
  if (name) where.AND.push({ name });
  return base.project.findMany({ where }); // safe
}
export async function h(orgId: string, where: any) {
  return base.project.findMany({ where: { ...where, orgId } }); // safe
}
export async function i(orgId: string) {
  return base.project.findMany({ where: { NOT: { orgId } } }); // unsafe
}
const withTenant = (orgId: string, where: object = {}) => ({ ...where, orgId });
export async function j(orgId: string, id: string) {
  return base.project.findFirst({ where: withTenant(orgId, { id }) }); // safe
}
const scopedArgs = <T extends object>(orgId: string, args: T) => ({ ...args, where: { AND: [(args as any).where ?? {}, { orgId }] } });
export async function k(orgId: string, id: string) {
  return base.project.findMany(scopedArgs(orgId, { where: { id } })); // safe
}
const isAdmin = (u: any) => u.role === 'admin';
export async function l(user: any) {
  return base.project.findMany({ where: isAdmin(user) ? {} : { orgId: user.orgId } }); // unsafe
}
export async function m(user: { orgId: string }) {
  return base.project.findMany({ where: { orgId: user?.orgId } }); // safe
}
