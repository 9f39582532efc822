"""Express: stacks in order, mounts, wrappers, lists of open paths, handlers."""

from pathlib import Path

import pytest

from judge.endpoints.cases import compared, found

AUTH = """
async function auth(req, res, next) {
  const user = await sessions.lookup(req.headers.authorization);
  if (!user) return res.status(401).json({ error: 'sign in' });
  next();
}
"""
APP = f"// file: app.ts\nimport express, {{ Router }} from 'express';\nconst app = express();\n{AUTH}"

CASES = {
    "a route before use stays open": (
        APP
        + """
        app.get('/early', (req, res) => res.json([]));
        app.use(auth);
        app.get('/late', (req, res) => res.json([]));
        """,
        """
        GET /early  no
        GET /late  yes  by auth (use /)
        """,
    ),
    "use after the mount does nothing": (
        APP
        + """
        const router = Router();
        router.get('/deals', (req, res) => res.json([]));
        app.use('/v1', router);
        app.use('/v1', auth);
        """,
        "GET /v1/deals  no",
    ),
    "a path of use covers whole segments, in any case": (
        APP
        + """
        app.use('/p', auth);
        app.get('/P/deals', (req, res) => res.json([]));
        app.get('/px', (req, res) => res.json([]));
        """,
        """
        GET /P/deals  yes
        GET /px  no
        """,
    ),
    "a router mounted twice": (
        APP
        + """
        const router = Router();
        router.get('/deals', (req, res) => res.json([]));
        app.use('/open', router);
        app.use('/closed', auth, router);
        """,
        """
        GET /closed/deals  yes
        GET /open/deals  no
        """,
    ),
    "sibling routers on one prefix": (
        APP
        + """
        const first = Router();
        first.use(auth);
        const second = Router();
        second.get('/deals', (req, res) => res.json([]));
        app.use('/v1', first);
        app.use('/v1', second);
        """,
        "GET /v1/deals  yes  by another router at /v1",
    ),
    "routers over several files, default exports, route chains": (
        """
        // file: app.ts
        import express from 'express';
        import api from './api';
        const app = express();
        app.use('/api', api);
        // file: api.ts
        import { Router } from 'express';
        import { auth } from './auth';
        const router = Router();
        router.route('/deals').get((req, res) => res.json([])).post(auth, (req, res) => res.json([]));
        router.all(['/a', '/b'], (req, res) => res.json([]));
        export default router;
        // file: auth.ts
        """
        + AUTH.replace("async function", "export async function"),
        """
        GET /api/deals  no
        POST /api/deals  yes  by auth (route)
        ALL /api/a  no
        ALL /api/b  no
        """,
    ),
    "a list of open prefixes, with and without a slash": (
        APP
        + """
        const OPEN = ['/login', '/files/'];
        app.use((req, res, next) => {
          if (OPEN.some((prefix) => req.path.startsWith(prefix))) return next();
          return auth(req, res, next);
        });
        app.get('/login', (req, res) => res.json([]));
        app.get('/files/a', (req, res) => res.json([]));
        app.get('/files-private', (req, res) => res.json([]));
        """,
        """
        GET /login  no
        GET /files/a  no
        GET /files-private  yes
        """,
    ),
    "a base controller wraps the router": (
        """
        // file: base.ts
        import { Router } from 'express';
        export class Controller {
          router = Router();
          route(options) {
            this.router[options.method](options.path, ...(options.middleware ?? []), options.handler);
          }
          get(path, handler, permission) {
            this.router.get(path, requirePermission(permission), handler);
          }
        }
        function requirePermission(permission) {
          return async (req, res, next) => {
            if (permission === 'NONE') return next();
            const user = await sessions.lookup(req.headers.authorization);
            if (!user) return res.status(401).end();
            next();
          };
        }
        // file: deals.ts
        import { Controller } from './base';
        export class Deals extends Controller {
          constructor() {
            super();
            this.route({ method: 'post', path: '/deals', handler: (req, res) => res.json([]) });
            this.get('/deals', (req, res) => res.json([]), 'READ');
            this.get('/open', (req, res) => res.json([]), 'NONE');
          }
        }
        // file: app.ts
        import express from 'express';
        import { Deals } from './deals';
        const app = express();
        app.use('/api', new Deals().router);
        """,
        """
        POST /api/deals  no
        GET /api/deals  yes
        GET /api/open  no
        """,
    ),
    "the kind of login is a setting of the deployment": (
        APP
        + """
        function initAuth(app) {
          switch (process.env.AUTH_TYPE) {
            case 'none': app.use('/api', (req, res, next) => next()); break;
            default: app.use('/api', auth);
          }
        }
        initAuth(app);
        app.get('/api/deals', (req, res) => res.json([]));
        """,
        "GET /api/deals  yes",
    ),
    "attaching a user is no check, demanding one is": (
        APP
        + """
        app.use(async (req, res, next) => {
          if (req.headers.authorization) req.user = await sessions.lookup(req.headers.authorization);
          next();
        });
        app.get('/open', (req, res) => res.json([]));
        app.use('/closed', (req, res, next) => { if (!req.user) return res.sendStatus(401); next(); });
        app.get('/closed/deals', (req, res) => res.json([]));
        """,
        """
        GET /open  no
        GET /closed/deals  yes
        """,
    ),
    "passport enforces, unless its own callback does not": (
        APP
        + """
        import passport from 'passport';
        app.use(passport.initialize());
        app.get('/a', passport.authenticate('jwt', { session: false }), (req, res) => res.json([]));
        app.get('/b', (req, res, next) => {
          passport.authenticate('jwt', (error, user) => { req.user = user; next(); })(req, res, next);
        }, (req, res) => res.json([]));
        """,
        """
        GET /a  yes
        GET /b  no
        """,
    ),
    "an error handler and a limiter are no checks": (
        APP
        + """
        app.use(rateLimit({ max: 100 }));
        app.use((error, req, res, next) => { res.status(401).end(); });
        app.get('/deals', (req, res) => res.json([]));
        """,
        "GET /deals  no",
    ),
    "checks in the handler: secrets and signatures": (
        APP
        + """
        app.post('/cron', (req, res) => {
          if (req.headers.authorization !== `Bearer ${process.env.CRON_SECRET}`) return res.status(401).end();
          res.json({});
        });
        app.post('/webhooks', (req, res) => {
          const event = stripe.webhooks.constructEvent(req.body, req.headers['stripe-signature'], process.env.KEY);
          res.json({ id: event.id });
        });
        app.post('/loud', (req, res) => {
          if (!req.headers.authorization) res.status(401);
          res.json({});
        });
        """,
        """
        POST /cron  yes
        POST /webhooks  conditional  by signature
        POST /loud  no
        """,
    ),
    "routes that functions register, and class routers": (
        APP
        + """
        function metrics(app: express.Application) { app.get('/metrics', (req, res) => res.send('ok')); }
        metrics(app);
        class Health {
          app = Router();
          constructor() { this.app.get('/', (req, res) => res.json({})); }
        }
        app.use('/health', new Health().app);
        """,
        """
        GET /metrics  no
        GET /health  no
        """,
    ),
    "validation by middleware, in the handler, by hand": (
        APP
        + """
        const validate = (schema) => (req, res, next) => {
          const result = schema.safeParse(req.body);
          if (!result.success) return res.status(400).end();
          next();
        };
        app.post('/a', validate(dealSchema), (req, res) => { store.add(req.body); res.json({}); });
        app.post('/b', (req, res) => { const deal = dealSchema.parse(req.body); store.add(deal); res.json({}); });
        app.post('/c', (req, res) => { if (!req.body.name) return res.status(400).end(); store.add(req.body.name); });
        app.get('/d/:id', (req, res) => { res.json(store.get(req.params.id)); });
        """,
        """
        POST /a  no  validated yes
        POST /b  no  validated yes
        POST /c  no  validated no
        GET /d/:id  no  validated none_needed
        """,
    ),
    "stores with get and delete are no routers": (
        APP + "class Store { get(key, fallback) { return 1; } }\nnew Store().get('/a', 1);\nhttp.get('/b', () => 1);",
        "",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_express(name: str, tmp_path: Path):
    source, expected = CASES[name]

    shown, wanted = compared(found(tmp_path, source), expected)

    assert shown == wanted
