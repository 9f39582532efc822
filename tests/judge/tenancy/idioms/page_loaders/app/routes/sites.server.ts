import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { json } from '@remix-run/node';
import { prisma } from '../db.server';
import { orgBySlug, requireOrg, requireRole, requireUserId } from '../session.server';
export async function loader({ request, params }: LoaderFunctionArgs) {
  const org = await requireOrg(request, params.org);
  const sites = await prisma.site.findMany({ where: { orgId: org.id } }); // safe
  const site = await prisma.site.findFirst({ where: { id: params.site, orgId: org.id } }); // safe
  const visits = site ? await prisma.visit.findMany({ where: { siteId: site.id } }) : []; // safe
  const stray = await prisma.site.findUnique({ where: { id: params.site } }); // unsafe
  return json({ sites, site, visits, stray });
}
export async function action({ request, params }: ActionFunctionArgs) {
  const userId = await requireUserId(request);
  const org = await orgBySlug(params.org!);
  await requireRole(userId, org.id, ['owner']);
  const form = await request.formData();
  switch (form.get('intent')) {
    case 'delete': {
      await prisma.site.deleteMany({ where: { id: String(form.get('id')), orgId: org.id } }); // safe
      return null;
    }
    case 'rename': {
      await prisma.site.update({ where: { id: String(form.get('id')) }, data: { domain: '' } }); // unsafe
      return null;
    }
  }
  return null;
}
