import { error, fail } from '@sveltejs/kit';
import { prisma } from '../db.server';
export const load = async ({ locals, params }) => {
  if (!locals.member) error(403);
  const sites = await prisma.site.findMany({ where: { orgId: locals.member.orgId } }); // safe
  const any = await prisma.site.findMany({ where: { domain: params.domain } }); // unsafe
  return { sites, any };
};
export const actions = {
  remove: async ({ locals, request }) => {
    const form = await request.formData();
    const site = await prisma.site.findUnique({ where: { id: form.get('id') } }); // safe
    if (site?.orgId !== locals.member.orgId) return fail(403);
    await prisma.visit.deleteMany({ where: { siteId: site.id } }); // safe
    await prisma.site.delete({ where: { id: site.id } }); // safe
  },
  wipe: async ({ request }) => {
    const form = await request.formData();
    await prisma.site.delete({ where: { id: form.get('id') } }); // unsafe
  },
};
