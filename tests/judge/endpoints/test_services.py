"""Whole small services, as teams write them: several files, the libraries in daily use, every answer told."""

from pathlib import Path

import pytest

from judge.endpoints.cases import compared, found

CASES = {
    "nest: a guard for all, what is public by a marker, modules on a router, versions in the path": (
        """
// file: src/auth/public.decorator.ts
import { SetMetadata } from '@nestjs/common';
export const IS_PUBLIC = 'isPublic';
export const Public = () => SetMetadata(IS_PUBLIC, true);
// file: src/auth/jwt-auth.guard.ts
import { ExecutionContext, Injectable, UnauthorizedException } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import { IS_PUBLIC } from './public.decorator';
@Injectable()
export class JwtAuthGuard extends AuthGuard('jwt') {
  constructor(private readonly reflector: Reflector) { super(); }
  canActivate(context: ExecutionContext) {
    const open = this.reflector.getAllAndOverride<boolean>(IS_PUBLIC, [context.getHandler(), context.getClass()]);
    if (open) return true;
    return super.canActivate(context);
  }
  handleRequest(err, user) {
    if (err || !user) throw err || new UnauthorizedException();
    return user;
  }
}
// file: src/auth/auth.controller.ts
import { Body, Controller, Get, Post, Req } from '@nestjs/common';
import { AuthService } from './auth.service';
import { Public } from './public.decorator';
import { LoginDto } from './login.dto';
@Controller({ path: 'auth', version: '1' })
export class AuthController {
  constructor(private readonly auth: AuthService) {}
  @Public()
  @Post('login')
  login(@Body() body: LoginDto) { return this.auth.login(body.email, body.password); }
  @Get('me')
  me(@Req() req) { return req.user; }
}
// file: src/auth/auth.service.ts
import { Injectable, UnauthorizedException } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
@Injectable()
export class AuthService {
  constructor(private readonly jwt: JwtService, private readonly users: UsersService) {}
  async login(email: string, password: string) {
    const user = await this.users.byEmail(email);
    if (!user || !(await user.matches(password))) throw new UnauthorizedException();
    return { token: await this.jwt.signAsync({ sub: user.id }) };
  }
}
// file: src/auth/login.dto.ts
import { IsEmail, IsString } from 'class-validator';
export class LoginDto { @IsEmail() email: string; @IsString() password: string; }
// file: src/health/health.controller.ts
import { Controller, Get, VERSION_NEUTRAL } from '@nestjs/common';
import { HealthCheck, HealthCheckService } from '@nestjs/terminus';
import { Public } from '../auth/public.decorator';
@Public()
@Controller({ path: 'health', version: VERSION_NEUTRAL })
export class HealthController {
  constructor(private readonly health: HealthCheckService) {}
  @Get() @HealthCheck()
  check() { return this.health.check([]); }
}
// file: src/invoices/invoices.controller.ts
import { Body, Controller, Get, Param, ParseUUIDPipe, Patch, Post, Query } from '@nestjs/common';
import { CreateInvoiceDto } from './create-invoice.dto';
@Controller({ path: 'invoices', version: ['1', '2'] })
export class InvoicesController {
  @Get(':id') one(@Param('id', ParseUUIDPipe) id: string) { return this.invoices.one(id); }
  @Get() list(@Query('page') page: string) { return this.invoices.list(Number(page)); }
  @Post() add(@Body() body: CreateInvoiceDto) { return this.invoices.add(body); }
  @Patch(':id') change(@Param('id') id: string, @Body() body: Partial<CreateInvoiceDto>) {
    return this.invoices.change(id, body);
  }
}
// file: src/invoices/create-invoice.dto.ts
import { IsInt, IsString } from 'class-validator';
export class CreateInvoiceDto { @IsString() customer: string; @IsInt() cents: number; }
// file: src/invoices/invoices.module.ts
import { Module } from '@nestjs/common';
import { InvoicesController } from './invoices.controller';
@Module({ controllers: [InvoicesController] })
export class InvoicesModule {}
// file: src/app.module.ts
import { Module } from '@nestjs/common';
import { APP_GUARD, RouterModule } from '@nestjs/core';
import { AuthController } from './auth/auth.controller';
import { AuthService } from './auth/auth.service';
import { JwtAuthGuard } from './auth/jwt-auth.guard';
import { HealthController } from './health/health.controller';
import { InvoicesModule } from './invoices/invoices.module';
@Module({
  imports: [InvoicesModule, RouterModule.register([{ path: 'billing', module: InvoicesModule }])],
  controllers: [AuthController, HealthController],
  providers: [AuthService, { provide: APP_GUARD, useClass: JwtAuthGuard }],
})
export class AppModule {}
// file: src/main.ts
import { ValidationPipe, VersioningType } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module';
async function bootstrap() {
  const app = await NestFactory.create(AppModule);
  app.setGlobalPrefix('api');
  app.enableVersioning({ type: VersioningType.URI });
  app.useGlobalPipes(new ValidationPipe({ whitelist: true }));
  await app.listen(3000);
}
bootstrap();
""",
        """
POST /api/v1/auth/login  no  validated yes
GET /api/v1/auth/me  yes  by JwtAuthGuard  validated none_needed
GET /api/health  no  validated none_needed
GET /api/v1/billing/invoices/:id  yes
GET /api/v2/billing/invoices/:id  yes
GET /api/v1/billing/invoices  yes  validated no
GET /api/v2/billing/invoices  yes  validated no
POST /api/v1/billing/invoices  yes  validated yes
POST /api/v2/billing/invoices  yes  validated yes
PATCH /api/v1/billing/invoices/:id  yes  validated no
PATCH /api/v2/billing/invoices/:id  yes  validated no
""",
    ),
    "nest: a throttler for all, a guard of its own that verifies tokens, roles beside it, keys for partners": (
        """
// file: src/guards.ts
import { CanActivate, ExecutionContext, Injectable, UnauthorizedException } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { JwtService } from '@nestjs/jwt';
@Injectable()
export class TokenGuard implements CanActivate {
  constructor(private readonly jwt: JwtService) {}
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest();
    const [type, token] = request.headers.authorization?.split(' ') ?? [];
    if (type !== 'Bearer') throw new UnauthorizedException();
    try {
      request.user = await this.jwt.verifyAsync(token, { secret: process.env.JWT_SECRET });
    } catch {
      throw new UnauthorizedException();
    }
    return true;
  }
}
@Injectable()
export class MaybeUserGuard implements CanActivate {
  constructor(private readonly jwt: JwtService) {}
  async canActivate(context: ExecutionContext) {
    const request = context.switchToHttp().getRequest();
    try {
      request.user = await this.jwt.verifyAsync(request.headers.authorization);
    } catch {
      request.user = null;
    }
    return true;
  }
}
@Injectable()
export class RolesGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}
  canActivate(context: ExecutionContext) {
    const roles = this.reflector.get<string[]>('roles', context.getHandler());
    if (!roles) return true;
    const { user } = context.switchToHttp().getRequest();
    return roles.some((role) => user?.roles.includes(role));
  }
}
@Injectable()
export class PartnerGuard implements CanActivate {
  constructor(private readonly partners: PartnerRepository) {}
  async canActivate(context: ExecutionContext) {
    const key = context.switchToHttp().getRequest().headers['x-api-key'];
    const partner = key && (await this.partners.findOneBy({ apiKey: key }));
    return Boolean(partner);
  }
}
// file: src/decorators.ts
import { applyDecorators, SetMetadata, UseGuards } from '@nestjs/common';
import { RolesGuard, TokenGuard } from './guards';
export const Roles = (...roles: string[]) => SetMetadata('roles', roles);
export function Auth(...roles: string[]) {
  return applyDecorators(Roles(...roles), UseGuards(TokenGuard, RolesGuard));
}
// file: src/orders.controller.ts
import { Controller, Delete, Get, Post, UseGuards } from '@nestjs/common';
import { Auth, Roles } from './decorators';
import { MaybeUserGuard, PartnerGuard, RolesGuard } from './guards';
@Controller('orders')
export class OrdersController {
  @Get() @Auth() list() { return this.orders.list(); }
  @Delete(':id') @Auth('admin') drop() { return this.orders.drop(); }
  @Get('feed') @UseGuards(MaybeUserGuard) feed() { return this.orders.feed(); }
  @Get('stats') @UseGuards(RolesGuard) stats() { return this.orders.stats(); }
  @Get('report') @Roles('admin') @UseGuards(RolesGuard) report() { return this.orders.report(); }
  @Post('import') @UseGuards(PartnerGuard) import() { return this.orders.import(); }
}
// file: src/main.ts
import { Module } from '@nestjs/common';
import { APP_GUARD, NestFactory } from '@nestjs/core';
import { ThrottlerGuard, ThrottlerModule } from '@nestjs/throttler';
import { OrdersController } from './orders.controller';
@Module({
  imports: [ThrottlerModule.forRoot([{ ttl: 60, limit: 10 }])],
  controllers: [OrdersController],
  providers: [{ provide: APP_GUARD, useClass: ThrottlerGuard }],
})
class AppModule {}
NestFactory.create(AppModule).then((app) => app.listen(3000));
""",
        """
GET /orders  yes  by TokenGuard
DELETE /orders/:id  yes  by TokenGuard
GET /orders/feed  no
GET /orders/stats  no
GET /orders/report  yes
POST /orders/import  yes  by PartnerGuard
""",
    ),
    "fastify: @fastify/jwt lifted to the root, hooks in a plugin, routes that ask by themselves": (
        """
// file: src/plugins/auth.ts
import fp from 'fastify-plugin';
import jwt from '@fastify/jwt';
export default fp(async (fastify) => {
  fastify.register(jwt, { secret: process.env.JWT_SECRET! });
  fastify.decorate('authenticate', async (request, reply) => {
    try {
      await request.jwtVerify();
    } catch (err) {
      reply.send(err);
    }
  });
});
// file: src/routes/session.ts
import type { FastifyInstance } from 'fastify';
export async function session(fastify: FastifyInstance) {
  fastify.post('/login', {
    schema: { body: { type: 'object', required: ['email'], properties: { email: { type: 'string' } } } },
  }, async (request, reply) => {
    const user = await users.check(request.body);
    if (!user) return reply.code(401).send();
    return { token: fastify.jwt.sign({ sub: user.id }) };
  });
  fastify.get('/me', { onRequest: [fastify.authenticate] }, async (request) => request.user);
}
// file: src/routes/projects.ts
import type { FastifyInstance } from 'fastify';
export default async function projects(app: FastifyInstance) {
  app.addHook('onRequest', app.authenticate);
  app.get('/', async (request) => list(request.user.sub));
  app.post<{ Body: { name: string } }>('/', async (request) => add(request.body.name));
  app.register(async (inner) => {
    inner.get('/members', async () => members());
  }, { prefix: '/:id' });
}
// file: src/routes/public.ts
export default async function open(app) {
  app.get('/status', async () => ({ ok: true }));
  app.get('/pricing', { preHandler: async (request, reply) => {} }, async () => prices);
}
// file: src/server.ts
import Fastify from 'fastify';
import auth from './plugins/auth';
import { session } from './routes/session';
import projects from './routes/projects';
import open from './routes/public';
const server = Fastify({ logger: true });
server.register(auth);
server.register(session, { prefix: '/auth' });
server.register(projects, { prefix: '/projects' });
server.register(open);
server.listen({ port: 3000 });
""",
        """
GET /projects  yes  by jwtVerify  validated none_needed
POST /projects  yes  validated no
GET /projects/:id/members  yes
GET /status  no
GET /pricing  no
POST /auth/login  no  validated yes
GET /auth/me  yes  validated none_needed
""",
    ),
    "fastify: routes out of folders, hooks of a folder, a key for machines, a signature": (
        """
// file: src/app.ts
import path from 'node:path';
import Fastify from 'fastify';
import autoload from '@fastify/autoload';
import bearer from '@fastify/bearer-auth';
export async function build() {
  const app = Fastify();
  app.register(autoload, { dir: path.join(__dirname, 'routes'), autoHooks: true, cascadeHooks: true });
  app.register(async (machines) => {
    machines.register(bearer, { keys: new Set([process.env.METRICS_KEY]) });
    machines.get('/metrics', async () => registry.metrics());
  });
  return app;
}
build().then((app) => app.listen({ port: 3000 }));
// file: src/routes/root.ts
export default async function root(app) {
  app.get('/', async () => ({ name: 'fleet' }));
}
// file: src/routes/trucks/autohooks.ts
export default async function hooks(app) {
  app.addHook('preHandler', async (request, reply) => {
    const session = await sessions.find(request.cookies.sid);
    if (!session) return reply.code(401).send({ error: 'sign in' });
    request.session = session;
  });
}
// file: src/routes/trucks/index.ts
export default async function trucks(app) {
  app.get('/', async (request) => list(request.session.tenant));
  app.get('/:id', async (request) => one(request.params.id));
}
// file: src/routes/hooks/index.ts
import crypto from 'node:crypto';
export default async function hooks(app) {
  app.post('/telematics', async (request, reply) => {
    const expected = crypto.createHmac('sha256', process.env.HOOK_SECRET).update(request.rawBody).digest('hex');
    if (request.headers['x-signature'] !== expected) return reply.code(401).send();
    await store(request.body);
    return { ok: true };
  });
}
""",
        """
GET /metrics  yes
POST /hooks/telematics  conditional  by signature  validated no
GET /  no
GET /trucks  yes
GET /trucks/:id  yes
""",
    ),
    "express: nested routers, passport, one router open": (
        """
// file: src/passport.ts
import passport from 'passport';
import { Strategy, ExtractJwt } from 'passport-jwt';
passport.use(new Strategy({ jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(), secretOrKey: process.env.KEY },
  (payload, done) => done(null, payload)));
export const requireUser = passport.authenticate('jwt', { session: false });
// file: src/routes/index.ts
import { Router } from 'express';
import { requireUser } from '../passport';
import authRoutes from './auth';
import deals from './deals';
import admin from './admin';
const router = Router();
router.use('/auth', authRoutes);
router.use('/deals', requireUser, deals);
router.use('/admin', admin);
router.get('/ping', (_, res) => res.send('pong'));
export default router;
// file: src/routes/auth.ts
import { Router } from 'express';
import { validate } from '../validate';
import { loginSchema } from '../schemas';
const router = Router();
router.post('/login', validate(loginSchema), async (req, res) => {
  const user = await users.verify(req.body.email, req.body.password);
  if (!user) return res.status(401).json({ error: 'wrong' });
  res.json({ token: sign(user) });
});
export default router;
// file: src/routes/deals.ts
import express from 'express';
import notes from './notes';
const router = express.Router();
router.get('/', async (req, res) => res.json(await deals.of(req.user.tenant)));
router.route('/:dealId')
  .get(async (req, res) => res.json(await deals.one(req.params.dealId)))
  .put(async (req, res) => res.json(await deals.change(req.params.dealId, req.body)));
router.use('/:dealId/notes', notes);
export default router;
// file: src/routes/notes.ts
import express from 'express';
const router = express.Router({ mergeParams: true });
router.post('/', async (req, res) => res.json(await notes.add(req.params.dealId, req.body.text)));
export default router;
// file: src/routes/admin.ts
import { Router } from 'express';
import { requireUser } from '../passport';
const isAdmin = (req, res, next) => (req.user?.role === 'admin' ? next() : res.sendStatus(403));
const router = Router();
router.get('/version', (req, res) => res.json({ version: 3 }));
router.use(requireUser, isAdmin);
router.get('/tenants', async (req, res) => res.json(await tenants.all()));
export default router;
// file: src/validate.ts
export const validate = (schema) => (req, res, next) => {
  const parsed = schema.safeParse(req.body);
  if (!parsed.success) return res.status(400).json(parsed.error);
  req.body = parsed.data;
  next();
};
// file: src/schemas.ts
import { z } from 'zod';
export const loginSchema = z.object({ email: z.string().email(), password: z.string() });
// file: src/app.ts
import express from 'express';
import helmet from 'helmet';
import passport from 'passport';
import routes from './routes';
import './passport';
const app = express();
app.use(helmet());
app.use(express.json());
app.use(passport.initialize());
app.use('/api/v1', routes);
app.use((err, req, res, next) => res.status(500).json({ error: err.message }));
app.listen(3000);
""",
        """
GET /api/v1/admin/version  no
GET /api/v1/admin/tenants  yes
POST /api/v1/auth/login  no  validated yes
GET /api/v1/deals  yes
GET /api/v1/deals/:dealId  yes  validated none_needed
PUT /api/v1/deals/:dealId  yes  validated no
GET /api/v1/ping  no
POST /api/v1/deals/:dealId/notes  yes  validated no
""",
    ),
    "express: express-jwt with `unless`, a wrapper for promises, a class of routes": (
        """
// file: src/server.ts
import express from 'express';
import { expressjwt } from 'express-jwt';
import { ShopRoutes } from './shop.routes';
const app = express();
app.use(express.json());
app.use(
  expressjwt({ secret: process.env.JWT_SECRET, algorithms: ['HS256'] }).unless({
    path: ['/api/token', { url: '/api/shop', methods: ['GET'] }, /^\\/api\\/docs\\/.*/],
  }),
);
app.post('/api/token', async (req, res) => {
  const account = await accounts.login(req.body.user, req.body.password);
  if (!account) return res.sendStatus(401);
  return res.json({ token: issue(account) });
});
app.get('/api/docs/openapi', (req, res) => res.json(openapi));
app.use('/api', new ShopRoutes().router);
app.listen(3000);
// file: src/async.ts
export const handled = (fn) => (req, res, next) => Promise.resolve(fn(req, res, next)).catch(next);
// file: src/shop.routes.ts
import { Router } from 'express';
import { celebrate, Joi, Segments } from 'celebrate';
import { handled } from './async';
export class ShopRoutes {
  public readonly router = Router();
  constructor() {
    this.router.get('/shop', handled(this.list));
    this.router.post('/shop', celebrate({ [Segments.BODY]: Joi.object({ name: Joi.string().required() }) }),
      handled(this.add));
    this.router.delete('/shop/:id', handled(this.drop));
  }
  private list = async (req, res) => res.json(await shops.all());
  private add = async (req, res) => res.json(await shops.add(req.body));
  private drop = async (req, res) => { await shops.drop(req.params.id); res.sendStatus(204); };
}
""",
        """
POST /api/token  no  validated no
GET /api/docs/openapi  no
GET /api/shop  no
POST /api/shop  yes  validated yes
DELETE /api/shop/:id  yes  validated none_needed
""",
    ),
    "express: sessions, a login that redirects, a check by prefix, a link in hand": (
        """
// file: package.json
{"name": "desk", "dependencies": {"express": "^4"}}
// file: app.js
const express = require('express');
const session = require('express-session');
const { ensureLoggedIn } = require('connect-ensure-login');
const app = express();
app.use(express.urlencoded({ extended: false }));
app.use(session({ secret: process.env.SESSION_SECRET, resave: false, saveUninitialized: false }));
app.use((req, res, next) => { res.locals.user = req.session.user; next(); });
function requireLogin(req, res, next) {
  if (!req.session.user) return res.redirect('/login');
  next();
}
app.get('/login', (req, res) => res.render('login'));
app.post('/login', async (req, res) => {
  const user = await users.check(req.body.name, req.body.password);
  if (!user) return res.redirect('/login');
  req.session.user = user;
  res.redirect('/tickets');
});
app.all('/admin/*', requireLogin);
app.get('/admin/users', async (req, res) => res.render('users', { users: await users.all() }));
app.get('/tickets', requireLogin, async (req, res) => res.render('tickets'));
app.get('/reports', ensureLoggedIn('/login'), async (req, res) => res.render('reports'));
app.get('/shared/:token', async (req, res) => {
  const share = await shares.findOne({ token: req.params.token });
  if (!share) return res.sendStatus(404);
  res.render('ticket', { ticket: share.ticket });
});
app.listen(3000);
""",
        """
GET /login  no
POST /login  no  validated no
GET /admin/users  yes
GET /tickets  yes
GET /reports  yes
GET /shared/:token  conditional  by capability
""",
    ),
    "next: handlers in wrappers, a session asked inside, a matcher that leaves the API out": (
        """
// file: src/middleware.ts
import { NextResponse } from 'next/server';
import { auth } from './auth';
export default auth((req) => {
  if (!req.auth) return NextResponse.redirect(new URL('/login', req.url));
});
export const config = { matcher: ['/((?!api|_next/static|favicon.ico).*)'] };
// file: src/auth.ts
import NextAuth from 'next-auth';
import GitHub from 'next-auth/providers/github';
export const { handlers, auth, signIn, signOut } = NextAuth({ providers: [GitHub] });
// file: src/lib/with-workspace.ts
import { NextResponse } from 'next/server';
import { auth } from '@/auth';
export const withWorkspace = (handler, { role }: { role?: string } = {}) => async (req, ctx) => {
  const session = await auth();
  if (!session?.user) return NextResponse.json({ error: 'unauthorized' }, { status: 401 });
  const member = await members.find(session.user.id, (await ctx.params).slug);
  if (!member) return NextResponse.json({ error: 'not found' }, { status: 404 });
  return handler({ req, session, member });
};
// file: tsconfig.json
{"compilerOptions": {"strict": true, "baseUrl": ".", "paths": {"@/*": ["./src/*"]}}}
// file: src/app/api/auth/[...nextauth]/route.ts
import { handlers } from '@/auth';
export const { GET, POST } = handlers;
// file: src/app/api/cron/digest/route.ts
export async function GET(req: Request) {
  if (req.headers.get('authorization') !== `Bearer ${process.env.CRON_SECRET}`) {
    return new Response('Unauthorized', { status: 401 });
  }
  await sendDigests();
  return Response.json({ ok: true });
}
// file: src/app/api/me/route.ts
import { NextResponse } from 'next/server';
import { auth } from '@/auth';
export const GET = auth(function GET(req) {
  if (!req.auth) return NextResponse.json({ error: 'no' }, { status: 401 });
  return NextResponse.json(req.auth.user);
});
// file: src/app/api/stripe/route.ts
import Stripe from 'stripe';
const stripe = new Stripe(process.env.STRIPE_KEY!);
export async function POST(req: Request) {
  const body = await req.text();
  const event = stripe.webhooks.constructEvent(body, req.headers.get('stripe-signature')!, process.env.STRIPE_HOOK!);
  await apply(event);
  return new Response(null, { status: 200 });
}
// file: src/app/api/waitlist/route.ts
import { z } from 'zod';
const schema = z.object({ email: z.string().email() });
export async function POST(req: Request) {
  const parsed = schema.safeParse(await req.json());
  if (!parsed.success) return Response.json(parsed.error, { status: 422 });
  await waitlist.add(parsed.data.email);
  return Response.json({ ok: true });
}
// file: src/app/api/workspaces/[slug]/route.ts
import { withWorkspace } from '@/lib/with-workspace';
export const GET = withWorkspace(async ({ member }) => Response.json(await workspace(member.workspaceId)));
export const DELETE = withWorkspace(async ({ member }) => remove(member.workspaceId), { role: 'owner' });
// file: src/app/api/workspaces/[slug]/export/route.ts
import { auth } from '@/auth';
export async function GET(req: Request, { params }) {
  const session = await auth();
  const { slug } = await params;
  return Response.json(await exported(slug, session?.user?.id));
}
// file: src/app/dashboard/export/route.ts
export async function GET() {
  return new Response(await csv());
}
""",
        """
GET /api/auth/[...nextauth]  no
POST /api/auth/[...nextauth]  no
GET /api/cron/digest  yes
GET /api/me  yes
POST /api/stripe  conditional  by signature
POST /api/waitlist  no  validated yes
GET /api/workspaces/[slug]/export  no
GET /api/workspaces/[slug]  yes
DELETE /api/workspaces/[slug]  yes
GET /dashboard/export  yes
""",
    ),
    "next: pages, a matcher for the API with an open part, sessions by libraries": (
        """
// file: middleware.ts
import { NextResponse } from 'next/server';
import { jwtVerify } from 'jose';
const OPEN = ['/api/public', '/api/login'];
export async function middleware(request) {
  const { pathname } = request.nextUrl;
  if (OPEN.some((prefix) => pathname.startsWith(prefix))) return NextResponse.next();
  const token = request.cookies.get('token')?.value;
  if (!token) return NextResponse.json({ error: 'unauthenticated' }, { status: 401 });
  try {
    await jwtVerify(token, new TextEncoder().encode(process.env.JWT_SECRET));
    return NextResponse.next();
  } catch {
    return NextResponse.json({ error: 'unauthenticated' }, { status: 401 });
  }
}
export const config = { matcher: '/api/:path*' };
// file: pages/api/login.ts
import { SignJWT } from 'jose';
export default async function handler(req, res) {
  if (req.method !== 'POST') return res.status(405).end();
  const user = await findUser(req.body.email, req.body.password);
  if (!user) return res.status(401).end();
  const token = await new SignJWT({ sub: user.id }).setProtectedHeader({ alg: 'HS256' }).sign(key);
  res.setHeader('Set-Cookie', `token=${token}; HttpOnly`);
  res.status(200).json({ ok: true });
}
// file: pages/api/public/rates.ts
export default function handler(req, res) { res.json(rates); }
// file: pages/api/accounts/[id].ts
export default async function handler(req, res) {
  switch (req.method) {
    case 'GET':
      return res.json(await account(req.query.id));
    case 'PATCH':
      return res.json(await change(req.query.id, req.body));
    default:
      res.setHeader('Allow', 'GET, PATCH');
      return res.status(405).end();
  }
}
""",
        """
GET /api/accounts/[id]  yes  by middleware  validated none_needed
PATCH /api/accounts/[id]  yes  validated no
POST /api/login  no  validated no
ALL /api/public/rates  no
""",
    ),
    "trpc: a router behind one handler of Next.js and one mount of Express": (
        """
// file: src/trpc.ts
import { initTRPC, TRPCError } from '@trpc/server';
const t = initTRPC.context<Context>().create();
const isAuthed = t.middleware(({ ctx, next }) => {
  if (!ctx.session) throw new TRPCError({ code: 'UNAUTHORIZED' });
  return next({ ctx });
});
export const publicProcedure = t.procedure;
export const protectedProcedure = t.procedure.use(isAuthed);
export const appRouter = t.router({
  rates: publicProcedure.query(() => rates),
  me: protectedProcedure.query(({ ctx }) => ctx.session.user),
});
// file: src/app/api/trpc/[trpc]/route.ts
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { appRouter } from '../../../../trpc';
const handler = (req: Request) =>
  fetchRequestHandler({ endpoint: '/api/trpc', req, router: appRouter, createContext });
export { handler as GET, handler as POST };
// file: server/index.ts
import express from 'express';
import * as trpcExpress from '@trpc/server/adapters/express';
import { appRouter } from '../src/trpc';
const app = express();
app.get('/healthz', (req, res) => { res.send('ok'); });
app.use('/trpc', trpcExpress.createExpressMiddleware({ router: appRouter, createContext }));
app.listen(4000);
""",
        """
GET /healthz  no
ALL /trpc  conditional  by each procedure decides
GET /api/trpc/[trpc]  conditional  by each procedure decides
POST /api/trpc/[trpc]  conditional
""",
    ),
    "express: what is mailed or handed over is all that a caller has": (
        """
// file: src/app.ts
import express from 'express';
import { createHash } from 'node:crypto';
import { oidc } from './oidc';
const app = express();
app.use(express.json());
app.all('/api/*', (req, res, next) => { res.setHeader('x-served-by', 'desk'); next(); });
app.post('/api/password/:id', async (req, res) => {
  const reset = await passwordResets.findOne({ where: { id: req.params.id } });
  if (!reset) return res.status(404).json({ error: 'no such link' });
  await accounts.update(reset.accountId, { password: hash(req.body.password) });
  res.json({ ok: true });
});
app.post('/api/oauth/revoke', async (req, res) => {
  const token = String(req.body.token);
  await refreshTokens.updateOne({ hash: createHash('sha256').update(token).digest('hex') }, { revoked: true });
  res.json({ ok: true });
});
app.get('/api/oauth/userinfo', async (req, res) => {
  const bearer = req.headers.authorization;
  if (!bearer) return res.sendStatus(401);
  res.json(await oidc.userInfo(bearer.split(' ')[1]));
});
app.post('/api/feedback', async (req, res) => {
  await feedback.updateOne({ id: req.body.id }, { text: req.body.text });
  res.json({ ok: true });
});
app.listen(3000);
""",
        """
POST /api/password/:id  conditional  by capability
POST /api/oauth/revoke  conditional  by capability
GET /api/oauth/userinfo  yes  by userInfo
POST /api/feedback  no
""",
    ),
    "next: a middleware that asks on one host alone guards no route": (
        """
// file: middleware.ts
import { NextResponse } from 'next/server';
import { getToken } from 'next-auth/jwt';
export default async function middleware(req) {
  const host = req.headers.get('host');
  if (host === 'app.shop.example') {
    const session = await getToken({ req });
    if (!session) return NextResponse.redirect(new URL('/login', req.url));
    return NextResponse.next();
  }
  return NextResponse.rewrite(new URL(`/${host}${req.nextUrl.pathname}`, req.url));
}
// file: app/files/[name]/route.ts
export async function GET(req, { params }) { return new Response(await file((await params).name)); }
""",
        "GET /files/[name]  no",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_small_service_is_judged_as_its_reader_would(tmp_path: Path, name: str):
    source, expected = CASES[name]

    shown, wanted = compared(found(tmp_path, source), expected)

    assert shown == wanted
