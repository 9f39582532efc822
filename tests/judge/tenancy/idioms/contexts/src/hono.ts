import { Hono } from 'hono';
import { createMiddleware } from 'hono/factory';
import { prisma } from './prisma';
type Env = { Variables: { orgId: string; userId: string } };
const app = new Hono<Env>();
const guard = createMiddleware<Env>(async (c, next) => { c.set('orgId', 'x'); await next(); });
app.use('*', guard);
app.get('/p', async (c) => c.json(await prisma.project.findMany({ where: { orgId: c.get('orgId') } }))); // safe
app.get('/p2', async (c) => c.json(await prisma.project.findMany({ where: { orgId: c.var.orgId } }))); // safe
app.get('/p/:id', async (c) => c.json(await prisma.project.findMany({ where: { id: c.req.param('id') } }))); // unsafe
app.get('/m', async (c) => c.json(await prisma.membership.findMany({ where: { userId: c.req.query('u') } }))); // unsafe
app.get('/m2', async (c) => c.json(await prisma.membership.findMany({ where: { userId: c.get('userId') } }))); // safe
