import { auth } from './auth';
import { db } from './db';
import { projects } from './schema';
import { eq, and } from 'drizzle-orm';
export const authed = (handler: (req: Request, ctx: { orgId: string }) => Promise<Response>) => async (req: Request) => {
  const session = await auth();
  if (!session?.orgId) return new Response('', { status: 401 });
  return handler(req, { orgId: session.orgId });
};
export const GET = authed(async (req, { orgId }) => {
  const rows = await db.select().from(projects).where(eq(projects.orgId, orgId)); // safe
  return Response.json(rows);
});
export const DELETE = authed(async (req, { orgId }) => {
  const id = new URL(req.url).searchParams.get('id')!;
  await db.delete(projects).where(eq(projects.id, id)); // unsafe
  return new Response();
});
