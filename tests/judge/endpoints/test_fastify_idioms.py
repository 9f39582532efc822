"""Fastify: hooks added to routes, plugins of libraries, replies that end a request."""

from pathlib import Path

import pytest

from judge.endpoints.cases import compared, found
from judge.endpoints.test_fastify import APP

CASES = {
    "onRoute adds a hook to later routes": (
        APP
        + """
app.get('/early', async () => 1);
app.addHook('onRoute', (routeOptions) => {
  if (routeOptions.config?.open) return;
  routeOptions.preHandler = [...(routeOptions.preHandler ?? []), signedIn];
});
app.get('/late', async () => 1);
app.get('/open', { config: { open: true } }, async () => 1);
app.register(async (inner) => { inner.get('/inner', async () => 1); });
""",
        """
GET /early  no
GET /late  yes
GET /open  no
GET /inner  yes
""",
    ),
    "onRoute that documents": (
        APP
        + """
app.addHook('onRoute', (route) => { route.schema = { ...route.schema, security: [{ bearer: [] }] }; });
app.get('/a', async () => 1);
""",
        "GET /a  no",
    ),
    "fastify jwt decorated authenticate": (
        """
// file: plugins/auth.ts
import fp from 'fastify-plugin';
import jwt from '@fastify/jwt';
export default fp(async function (fastify, opts) {
  fastify.register(jwt, { secret: process.env.SECRET });
  fastify.decorate('authenticate', async function (request, reply) {
    try { await request.jwtVerify(); } catch (err) { reply.send(err); }
  });
});
// file: routes/deals.ts
import { FastifyInstance } from 'fastify';
export default async function (fastify: FastifyInstance) {
  fastify.get('/', { preHandler: [fastify.authenticate] }, async () => 1);
  fastify.get('/b', { onRequest: fastify.authenticate }, async () => 1);
  fastify.get('/c', async (request) => { await request.jwtVerify(); return 1; });
  fastify.get('/d', { preValidation: (request, reply) => fastify.authenticate(request, reply) },
    async () => 1);
}
// file: app.ts
import Fastify from 'fastify';
import auth from './plugins/auth';
import deals from './routes/deals';
const app = Fastify();
app.register(auth);
app.register(deals, { prefix: '/deals' });
""",
        """
GET /deals  yes
GET /deals/b  yes
GET /deals/c  yes
GET /deals/d  yes
""",
    ),
    "fastify auth functions": (
        APP
        + """
import fastifyAuth from '@fastify/auth';
app.decorate('verifyJWT', async (request, reply) => { await request.jwtVerify(); });
app.decorate('verifyUserAndPassword', async (request) => {
  const u = await users.find(request.headers.authorization); if (!u) throw new Error('x'); });
app.decorate('allowAnonymous', (request, reply, done) => done());
app.register(fastifyAuth);
app.after(() => {
  app.route({ method: 'POST', url: '/a', preHandler: app.auth([app.verifyJWT, app.verifyUserAndPassword]),
    handler: async () => 1 });
  app.get('/b', { preHandler: app.auth([app.allowAnonymous, app.verifyJWT]) }, async () => 1);
  app.get('/c', { preHandler: app.auth([app.allowAnonymous, app.verifyJWT], { relation: 'and' }) },
    async () => 1);
});
""",
        """
POST /a  yes
GET /b  no
GET /c  yes
""",
    ),
    "autoload encapsulation": (
        """
// file: src/app.ts
import fastify from 'fastify';
import autoload from '@fastify/autoload';
import { join } from 'path';
export async function build() {
  const app = fastify();
  app.register(autoload, { dir: join(__dirname, 'plugins') });
  app.register(autoload, { dir: join(__dirname, 'routes'), options: { prefix: '/api' } });
  return app;
}
build();
// file: src/plugins/auth.ts
import fp from 'fastify-plugin';
export default fp(async (app) => { app.addHook('onRequest', async (request) => { await request.jwtVerify();
  }); });
// file: src/plugins/lost.ts
export default async (app) => { app.addHook('onRequest', async (request) => { await request.other(); }); };
// file: src/routes/deals/index.ts
export default async function (app) { app.get('/', async () => 1); }
// file: src/routes/root.ts
const root = async (app, opts) => { app.get('/', async () => 1); };
export default root;
""",
        """
GET /api/deals  yes
GET /api  yes
""",
    ),
    "autoload hook without fp": (
        """
// file: src/app.ts
import fastify from 'fastify';
import autoload from '@fastify/autoload';
import { join } from 'path';
const app = fastify();
app.register(autoload, { dir: join(__dirname, 'plugins') });
app.register(autoload, { dir: join(__dirname, 'routes') });
// file: src/plugins/auth.ts
export default async (app) => { app.addHook('onRequest', async (request) => { await request.jwtVerify();
  }); };
// file: src/routes/deals/index.ts
export default async function (app) { app.get('/', async () => 1); }
""",
        "GET /deals  no",
    ),
    "plain function calls, several methods, generics": (
        APP
        + """
function routes(server: FastifyInstance, options) { server.get<{ Params: X }>('/a', async () => 1);
  server.all('/b', async () => 1); }
routes(app, {});
const withAuth = { preHandler: signedIn } as const;
app.put('/c', withAuth, async () => 1);
app.delete('/d', { ...withAuth, schema: {} }, (req, reply) => { reply.send(1); });
""",
        """
GET /a  no
ALL /b  no
PUT /c  yes
DELETE /d  yes
""",
    ),
    "helper with options changes strength": (
        APP
        + """
function registerAuth(instance, { optional }) {
  instance.addHook('preHandler', async (request, reply) => {
    const user = await sessions.find(request.headers.authorization);
    if (!user && !optional) return reply.code(401).send();
    request.user = user;
  });
}
app.register(async (i) => { registerAuth(i, { optional: true }); i.get('/a', async () => 1); });
app.register(async (i) => { registerAuth(i, { optional: false }); i.get('/b', async () => 1); });
""",
        """
GET /a  no
GET /b  yes
""",
    ),
    "callback style verify": (
        APP
        + """
app.addHook('onRequest', (request, reply, done) => {
  const header = request.headers.authorization;
  if (!header) return done(new Error('no'));
  jwt.verify(header.slice(7), process.env.KEY, (error, payload) => {
    if (error) return done(error);
    request.user = payload;
    done();
  });
});
app.get('/a', async () => 1);
""",
        "GET /a  yes",
    ),
    "schema kinds": (
        APP
        + """
import { z } from 'zod';
import { Type } from '@sinclair/typebox';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
const strict = fastify();
strict.setValidatorCompiler(validatorCompiler);
strict.post('/zod', { schema: { body: z.object({ a: z.string() }) } }, async (r) => store.add(r.body));
app.post('/zodless', { schema: { body: z.object({ a: z.string() }) } }, async (r) => store.add(r.body));
app.post('/typebox', { schema: { body: Type.Object({}) } }, async (r) => store.add(r.body));
app.addSchema({ $id: 'deal', type: 'object' });
app.post('/ref', { schema: { body: { $ref: 'deal#' } } }, async (r) => store.add(r.body));
const common = { querystring: { type: 'object' } };
const schemaOf = (extra) => ({ ...common, ...extra });
app.get('/help', { schema: schemaOf({ tags: [] }) }, async (r) => store.list(r.query.a));
app.get('/wrong', { schema: { params: { page: {} } } }, async (r) => store.list(r.query.page));
app.post('/tags', { schema: { tags: ['a'], response: { 200: {} } } }, async (r) => store.add(r.body));
""",
        """
POST /zod  no  validated yes
POST /zodless  no  validated no
POST /typebox  no  validated yes
POST /ref  no  validated yes
GET /help  no  validated yes
GET /wrong  no  validated no
POST /tags  no  validated no
""",
    ),
    "route compiler replaces instance neutral": (
        APP
        + """
app.setValidatorCompiler(() => () => true);
app.post('/a', { schema: { body: {} } }, async (r) => store.add(r.body));
app.post('/b', { schema: { body: {} }, validatorCompiler: ({ schema }) => ajv.compile(schema) },
  async (r) => store.add(r.body));
""",
        """
POST /a  no  validated no
POST /b  no  validated yes
""",
    ),
    "bearer auth plugin, basic auth": (
        APP
        + """
import bearer from '@fastify/bearer-auth';
app.register(async (i) => { i.register(bearer, { keys }); i.get('/a', async () => 1); });
app.register(async (i) => {
  await i.register(import('@fastify/basic-auth'), { validate });
  i.addHook('onRequest', i.basicAuth);
  i.get('/b', async () => 1);
});
app.get('/c', async () => 1);
""",
        """
GET /a  yes
GET /b  yes
GET /c  no
""",
    ),
    "url in hook exact vs prefix": (
        APP
        + """
app.addHook('onRequest', async (request, reply) => {
  if (/^\\/public\\//.test(request.url)) return;
  if (request.method === 'GET' && ['/price'].includes(request.routeOptions.url)) return;
  await request.jwtVerify();
});
app.get('/public/a', async () => 1);
app.get('/price', async () => 1);
app.post('/price', async () => 1);
""",
        """
GET /public/a  no
GET /price  no
POST /price  yes
""",
    ),
    "procedures of a plugin decide on their own": (
        APP
        + """
import { fastifyConnectPlugin } from '@connectrpc/connect-fastify';
import { fastifyTRPCPlugin } from '@trpc/server/adapters/fastify';
app.register(fastifyConnectPlugin, { routes });
app.register(fastifyTRPCPlugin, { prefix: '/trpc', trpcOptions: { router } });
app.register(async (inner) => {
  inner.addHook('onRequest', signedIn);
  inner.register(fastifyTRPCPlugin, { prefix: '/in' });
});
""",
        """
ALL /*  conditional
ALL /trpc/*  conditional
ALL /in/*  yes
""",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_fastify(name: str, tmp_path: Path):
    source, expected = CASES[name]

    shown, wanted = compared(found(tmp_path, source), expected)

    assert shown == wanted
