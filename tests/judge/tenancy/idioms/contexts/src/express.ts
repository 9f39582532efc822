import express, { Request, Response, NextFunction } from 'express';
import { prisma } from './prisma';
declare global { namespace Express { interface Request { tenant?: { id: string }; user?: { id: string; orgId: string } } } }
const app = express();
async function tenant(req: Request, res: Response, next: NextFunction) {
  const org = await prisma.org.findFirst({ where: { id: req.headers['x-org'] as string, members: { some: { userId: req.user!.id } } } }); // safe
  if (!org) return res.status(403).end();
  req.tenant = org;
  next();
}
app.use(tenant);
app.get('/projects', async (req, res) => {
  res.json(await prisma.project.findMany({ where: { orgId: req.tenant!.id } })); // safe
});
app.get('/projects/:id', async (req, res) => {
  const p = await prisma.project.findUnique({ where: { id: req.params.id } }); // unsafe
  if (!p) return res.status(404).end();
  res.json(p);
});
app.get('/projects/:id/b', async (req, res) => {
  const p = await prisma.project.findUnique({ where: { id: req.params.id } }); // safe
  if (!p || p.orgId !== req.tenant!.id) return res.status(404).end();
  res.json(p);
});
app.get('/projects/:id/c', async (req, res) => {
  const p = await prisma.project.findUnique({ where: { id: req.params.id } }); // unsafe
  if (!p || p.orgId !== req.tenant!.id) res.status(404).end();
  res.json(p);
});
app.get('/orgs/:org/projects', async (req, res) => {
  res.json(await prisma.org.findUnique({ where: { id: req.params.org }, include: { projects: true } })); // unsafe
});
app.get('/m/:user', async (req, res) => {
  const m = await prisma.membership.findFirst({ where: { userId: req.params.user } }); // unsafe
  const n = await prisma.membership.findFirst({ where: { userId: req.query.user as string } }); // unsafe
  const o = await prisma.membership.findFirst({ where: { userId: req.body.user } }); // unsafe
  const p = await prisma.membership.findFirst({ where: { userId: req.user!.id } }); // safe
  const q = await prisma.membership.findFirst({ where: { user: { email: req.body.email } } }); // unsafe
  res.json(m);
});
