import type { Handle } from '@sveltejs/kit';
import { prisma } from '../db.server';
export const handle: Handle = async ({ event, resolve }) => {
  const session = await event.locals.auth();
  if (session?.user) {
    event.locals.member = await prisma.member.findFirst({ where: { userId: session.user.id, orgId: event.params.org } }); // safe
  }
  return resolve(event);
};
