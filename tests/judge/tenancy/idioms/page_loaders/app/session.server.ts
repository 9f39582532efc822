import { redirect } from '@remix-run/node';
import { prisma } from './db.server';
import { sessionStorage } from './storage.server';
export async function requireUserId(request: Request): Promise<string> {
  const session = await sessionStorage.getSession(request.headers.get('Cookie'));
  const userId = session.get('userId');
  if (!userId || typeof userId !== 'string') throw redirect('/login');
  return userId;
}
export async function requireOrg(request: Request, slug: string | undefined) {
  const userId = await requireUserId(request);
  const org = await prisma.org.findFirst({ where: { slug, members: { some: { userId } } } }); // safe
  if (!org) throw new Response('Not Found', { status: 404 });
  return org;
}
export async function orgBySlug(slug: string) {
  const org = await prisma.org.findUnique({ where: { slug } }); // safe
  if (!org) throw new Response('Not Found', { status: 404 });
  return org;
}
export async function requireRole(userId: string, orgId: string, roles: string[]) {
  const member = await prisma.member.findUnique({ where: { orgId_userId: { orgId, userId } } }); // safe
  if (!member || !roles.includes(member.role)) throw new Response('Forbidden', { status: 403 });
  return member;
}
