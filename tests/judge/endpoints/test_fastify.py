"""Fastify: scopes, hooks, plugins, options, schemas."""

from pathlib import Path

import pytest

from judge.endpoints.cases import compared, found

AUTH = """
async function signedIn(request, reply) {
  const session = await sessions.find(request.headers.authorization);
  if (!session) return reply.code(401).send({ error: "sign in" });
}
"""
APP = (
    f"// file: app.ts\nimport fastify from 'fastify';\nimport fp from 'fastify-plugin';\nconst app = fastify();\n{AUTH}"
)

CASES = {
    "a hook covers routes registered before it": (
        APP + "app.get('/deals', async () => deals.all());\napp.addHook('onRequest', signedIn);",
        "GET /deals  yes  by signedIn (onRequest hook of the scope)",
    ),
    "a hook in a plugin without fastify-plugin protects nothing but its own children": (
        APP
        + """
        async function auth(instance) {
          instance.addHook('onRequest', signedIn);
          instance.get('/inside', async () => 1);
        }
        app.register(auth);
        app.get('/outside', async () => 1);
        """,
        """
        GET /inside  yes
        GET /outside  no
        """,
    ),
    "fastify-plugin lifts a hook, also over siblings registered before": (
        APP
        + """
        app.register(async (first) => { first.get('/early', async () => 1); });
        app.register(fp(async (instance) => { instance.addHook('preHandler', signedIn); }));
        """,
        "GET /early  yes",
    ),
    "fastify-plugin inside an anonymous plugin covers that one only": (
        APP
        + """
        app.register(async (inner) => {
          inner.register(fp(async (instance) => { instance.addHook('preHandler', signedIn); }));
          inner.get('/inside', async () => 1);
        });
        app.get('/outside', async () => 1);
        """,
        """
        GET /inside  yes
        GET /outside  no
        """,
    ),
    "an encapsulated fastify-plugin keeps its prefix and its hooks": (
        APP
        + """
        const plugin = async (instance) => {
          instance.addHook('onRequest', signedIn);
          instance.get('/deals', async () => 1);
        };
        app.register(fp(plugin, { encapsulate: true }), { prefix: '/v1' });
        app.get('/health', async () => 1);
        """,
        """
        GET /v1/deals  yes
        GET /health  no
        """,
    ),
    "fastify-plugin takes no prefix, plain plugins add theirs": (
        APP
        + """
        const routes = async (instance) => { instance.get('/deals', async () => 1); };
        app.register(fp(routes), { prefix: '/lost' });
        app.register(async (outer) => { outer.register(routes, { prefix: '/deals' }); }, { prefix: '/v2' });
        """,
        """
        GET /deals  no
        GET /v2/deals/deals  no
        """,
    ),
    "the same plugin in two scopes": (
        APP
        + """
        const routes = async (instance) => { instance.get('/deals', async () => 1); };
        app.register(async (open) => { open.register(routes); }, { prefix: '/public' });
        app.register(async (closed) => {
          closed.addHook('onRequest', signedIn);
          closed.register(routes);
        }, { prefix: '/private' });
        """,
        """
        GET /private/deals  yes
        GET /public/deals  no
        """,
    ),
    "a list of open paths inside a hook": (
        APP
        + """
        const OPEN = new Set(['/health']);
        app.addHook('onRequest', async (request, reply) => {
          if (OPEN.has(request.url) || request.url.startsWith('/docs')) return;
          await signedIn(request, reply);
          if (!request.user) return reply.code(401).send();
        });
        app.get('/health', async () => 1);
        app.get('/docs/all', async () => 1);
        app.get('/deals', async () => 1);
        """,
        """
        GET /health  no
        GET /docs/all  no
        GET /deals  yes
        """,
    ),
    "a flag in the route's config": (
        APP
        + """
        app.addHook('preHandler', async (request, reply) => {
          if (request.routeOptions.config.open) return;
          if (!request.headers.authorization) return reply.code(401).send();
          await request.jwtVerify();
        });
        app.get('/price', { config: { open: true } }, async () => 1);
        app.get('/deals', async () => 1);
        """,
        """
        GET /price  no
        GET /deals  yes
        """,
    ),
    "a helper that adds the hook": (
        APP
        + """
        function registerAuth(instance, options) {
          instance.addHook('onRequest', signedIn);
        }
        app.register(async (instance) => {
          registerAuth(instance, { roles: ['admin'] });
          instance.get('/deals', async () => 1);
        });
        """,
        "GET /deals  yes",
    ),
    "loops and computed methods": (
        APP
        + """
        const TABLE = [{ method: 'get', path: '/deals' }, { method: 'post', path: '/deals' }];
        for (const entry of TABLE) app[entry.method](entry.path, async () => 1);
        for (const kind of ['won', 'lost']) app.get(`/deals/${kind}`, async () => 1);
        """,
        """
        GET /deals  no
        POST /deals  no
        GET /deals/lost  no
        GET /deals/won  no
        """,
    ),
    "route objects, lists of methods, option hooks": (
        APP
        + """
        app.route({ method: ['PUT', 'PATCH'], url: '/deals/:id', preHandler: [log, signedIn], handler: async () => 1 });
        const protect = { onRequest: signedIn };
        app.get<{ Params: P }>('/spread', { ...protect, schema: { tags: ['a'] } }, async () => 1);
        async function log(request) { console.log(request.id); }
        """,
        """
        PATCH /deals/:id  yes  by signedIn (preHandler of the route)
        PUT /deals/:id  yes  by signedIn (preHandler of the route)
        GET /spread  yes  by signedIn (onRequest of the route)
        """,
    ),
    "a hook that swallows the error does not block": (
        APP
        + """
        app.addHook('onRequest', async (request) => { try { await request.jwtVerify(); } catch {} });
        app.get('/deals', async () => 1);
        """,
        "GET /deals  no",
    ),
    "a hook that replies blocks, even if it goes on to call done": (
        APP
        + """
        app.addHook('onRequest', (request, reply, done) => {
          if (request.headers['x-api-key'] !== process.env.API_KEY) { reply.code(401).send('no'); return; }
          done();
        });
        app.get('/deals', async () => 1);
        """,
        "GET /deals  yes",
    ),
    "authentication decorated onto the instance, and fastify.auth": (
        APP
        + """
        app.decorate('authenticate', signedIn);
        app.get('/deals', { onRequest: [app.authenticate] }, async () => 1);
        app.get('/mine', { preHandler: app.auth([signedIn, open]) }, async () => 1);
        async function open() {}
        """,
        """
        GET /deals  yes
        GET /mine  no
        """,
    ),
    "security in a schema is documentation": (
        APP + "app.get('/deals', { schema: { security: [{ bearer: [] }], tags: ['deals'] } }, async () => 1);",
        "GET /deals  no  validated none_needed",
    ),
    "schemas validate what they name": (
        APP
        + """
        app.post('/a', { schema: { body: { type: 'object' } } }, async (request) => store.add(request.body));
        app.get('/b', { schema: { query: { type: 'object' } } }, async (request) => store.find(request.query.name));
        app.post('/c', { schema: { response: {} } }, async (request) => store.add(request.body));
        app.post<{ Body: B }>('/d', async (request) => store.add(request.body as B));
        """,
        """
        POST /a  no  validated yes
        GET /b  no  validated yes
        POST /c  no  validated no
        POST /d  no  validated no
        """,
    ),
    "a neutral compiler switches validation off": (
        APP
        + """
        app.post('/a', { validatorCompiler: () => () => true, schema: { body: {} } }, async (r) => store.add(r.body));
        """,
        "POST /a  no  validated no",
    ),
    "maps and clients are no servers": (
        APP + "const cache = new Map();\ncache.get('/a', 1);\naxios.get('/b', {});",
        "",
    ),
    "two servers in one repository": (
        APP
        + """
        const admin = fastify();
        admin.addHook('onRequest', signedIn);
        admin.get('/metrics', async () => 1);
        app.get('/health', async () => 1);
        """,
        """
        GET /metrics  yes
        GET /health  no
        """,
    ),
    "a plugin that may be left out": (
        APP
        + """
        app.register(async (instance) => {
          if (!settings.webhooks) return;
          instance.post('/webhooks', async () => 1);
        });
        if (settings.admin) app.get('/admin', async () => 1);
        """,
        """
        POST /webhooks  no  note under a condition
        GET /admin  no  note under a condition
        """,
    ),
    "autoload: folders, parameters, autohooks": (
        APP
        + """
        import autoload from '@fastify/autoload';
        import path from 'node:path';
        app.register(autoload, { dir: path.join(__dirname, 'routes'), autoHooks: true, cascadeHooks: true });
        // file: routes/_tenant/autohooks.ts
        export default async (instance) => {
          instance.addHook('onRequest', async (request) => { await request.jwtVerify(); });
        };
        // file: routes/_tenant/deals/index.ts
        export default async (instance) => { instance.get('/', async () => 1); };
        // file: routes/health.ts
        export const autoPrefix = '/health';
        export default async (instance) => { instance.get('/', async () => 1); };
        """,
        """
        GET /:tenant/deals  yes
        GET /health  no
        """,
    ),
    "a plugin that nothing registers is told all the same": (
        "// file: routes.ts\nimport type { FastifyInstance } from 'fastify';\n"
        "export default async function routes(server: FastifyInstance) { server.get('/deals', async () => 1); }",
        "GET /deals  no  note nothing registers",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_fastify(name: str, tmp_path: Path):
    source, expected = CASES[name]

    shown, wanted = compared(found(tmp_path, source), expected)

    assert shown == wanted
