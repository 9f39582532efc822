"""Express: middleware of libraries that checks callers or input, and wrappers around it."""

from pathlib import Path

import pytest

from judge.endpoints.cases import compared, found
from judge.endpoints.test_express import APP

CASES = {
    "celebrate": (
        APP
        + """
import { celebrate, Joi, Segments, errors } from 'celebrate';
app.post('/a', celebrate({ [Segments.BODY]: Joi.object({ name: Joi.string() }) }), (req, res) => {
  store.add(req.body); res.json({}); });
app.get('/b', celebrate({ query: Joi.object({}) }), (req, res) => { res.json(store.list(req.query.page)); });
app.post('/c', celebrate({ params: Joi.object({}) }), (req, res) => { store.add(req.body); res.json({}); });
""",
        """
POST /a  no  validated yes
GET /b  no  validated yes
POST /c  no  validated no
""",
    ),
    "express-validator": (
        APP
        + """
import { body, query, checkSchema, validationResult, matchedData } from 'express-validator';
const check = (req, res, next) => {
  const errors = validationResult(req);
  if (!errors.isEmpty()) return res.status(422).json({ errors: errors.array() });
  next();
};
app.post('/a', body('name').isString(), check, (req, res) => { store.add(req.body); res.json({}); });
app.post('/b', [body('name').isString(), body('x').isEmail()], (req, res) => {
  const errors = validationResult(req);
  if (!errors.isEmpty()) { return res.status(400).json({}); }
  store.add(req.body); res.json({});
});
app.post('/c', body('name').isString(), (req, res) => { store.add(req.body); res.json({}); });
app.post('/d', checkSchema({ name: { isString: true } }), check, (req, res) => { store.add(req.body);
  res.json({}); });
app.get('/e', query('page').isInt(), check, (req, res) => { res.json(store.list(req.query.page)); });
""",
        """
POST /a  no  validated yes
POST /b  no  validated yes
POST /c  no  validated no
POST /d  no  validated yes
GET /e  no  validated yes
""",
    ),
    "openapi validator": (
        APP
        + """
import * as OpenApiValidator from 'express-openapi-validator';
app.post('/early', (req, res) => { store.add(req.body); res.json({}); });
app.use(OpenApiValidator.middleware({ apiSpec: './openapi.yaml', validateRequests: true }));
app.post('/a', (req, res) => { store.add(req.body); res.json({}); });
""",
        """
POST /early  no  validated no
POST /a  no  validated yes
""",
    ),
    "openapi validator off, openapi option": (
        APP
        + """
import { openApi } from 'some-openapi';
import { middleware } from 'express-openapi-validator';
app.use(middleware({ apiSpec: './openapi.yaml', validateRequests: false }));
app.post('/a', (req, res) => { store.add(req.body); res.json({}); });
""",
        "POST /a  no  validated no",
    ),
    "validators of libraries": (
        APP
        + """
import { validate, Joi } from 'express-validation';
import { validateRequest, validateRequestBody } from 'zod-express-middleware';
app.post('/a', validate({ body: Joi.object() }), (req, res) => { store.add(req.body); res.json({}); });
app.post('/b', validateRequest({ body: schema }), (req, res) => { store.add(req.body); res.json({}); });
app.post('/c', validateRequestBody(schema), (req, res) => { store.add(req.body); res.json({}); });
""",
        """
POST /a  no  validated yes
POST /b  no  validated yes
POST /c  no  validated yes
""",
    ),
    "router.use(requireAuth)": (
        """
// file: middleware/requireAuth.ts
import jwt from 'jsonwebtoken';
export const requireAuth = (req, res, next) => {
  const token = req.headers.authorization?.split(' ')[1];
  if (!token) { res.status(401).json({}); return; }
  try {
    req.user = jwt.verify(token, process.env.JWT_SECRET!);
    next();
  } catch (err) {
    res.status(403).json({});
  }
};
// file: routes/deals.ts
import { Router } from 'express';
import { requireAuth } from '../middleware/requireAuth';
const router = Router();
router.get('/open', list);
router.use(requireAuth);
router.get('/', list);
function list(req, res) { res.json([]); }
export { router as dealsRouter };
// file: app.ts
import express from 'express';
import { dealsRouter } from './routes/deals';
const app = express();
app.use('/deals', dealsRouter);
""",
        """
GET /deals/open  no
GET /deals  yes
""",
    ),
    "jwt verify callback": (
        APP
        + """
import jwt from 'jsonwebtoken';
function authenticateToken(req, res, next) {
  const token = req.headers['authorization'] && req.headers['authorization'].split(' ')[1];
  if (token == null) return res.sendStatus(401);
  jwt.verify(token, process.env.TOKEN_SECRET, (err, user) => {
    if (err) return res.sendStatus(403);
    req.user = user;
    next();
  });
}
app.get('/a', authenticateToken, (req, res) => res.json([]));
""",
        "GET /a  yes",
    ),
    "clerk": (
        APP
        + """
import { clerkMiddleware, getAuth, requireAuth } from '@clerk/express';
app.use(clerkMiddleware());
app.get('/a', (req, res) => { const { userId } = getAuth(req); if (!userId) return res.status(401).end();
  res.json([]); });
app.get('/b', requireAuth(), (req, res) => res.json([]));
app.get('/c', (req, res) => res.json([]));
app.get('/d', (req, res) => { const auth = getAuth(req); if (!auth.isAuthenticated) {
  return res.status(401).send('x'); } res.json([]); });
""",
        """
GET /a  yes
GET /b  yes
GET /c  no
GET /d  yes
""",
    ),
    "express-jwt unless": (
        APP
        + """
import { expressjwt } from 'express-jwt';
app.use(expressjwt({ secret: 's', algorithms: ['HS256'] }).unless({ path: ['/login', /^\\/public\\//, {
  url: '/price', methods: ['GET'] }] }));
app.post('/login', (req, res) => res.json([]));
app.get('/public/a', (req, res) => res.json([]));
app.get('/price', (req, res) => res.json([]));
app.post('/price', (req, res) => res.json([]));
app.get('/deals', (req, res) => res.json([]));
app.get('/soft', expressjwt({ secret: 's', credentialsRequired: false }), (req, res) => res.json([]));
""",
        """
POST /login  no
GET /public/a  no
GET /price  no
POST /price  yes
GET /deals  yes
GET /soft  yes
""",
    ),
    "express-unless on own middleware": (
        APP
        + """
import { unless } from 'express-unless';
auth.unless = unless;
app.use(auth.unless({ path: ['/health'], method: 'OPTIONS' }));
app.get('/health', (req, res) => res.json([]));
app.get('/deals', (req, res) => res.json([]));
""",
        """
GET /health  no
GET /deals  yes
""",
    ),
    "auth0, session login checks": (
        APP
        + """
import { auth as jwtCheck, requiresAuth } from 'express-oauth2-jwt-bearer';
import { auth as openid, requiresAuth as needs } from 'express-openid-connect';
const r = Router();
r.use(jwtCheck({ audience: 'a', issuerBaseURL: 'b' }));
r.get('/a', (req, res) => res.json([]));
app.use('/api', r);
app.use(openid({ authRequired: false }));
app.get('/b', needs(), (req, res) => res.json([]));
app.get('/c', (req, res) => res.json([]));
app.get('/d', (req, res, next) => { if (!req.session.userId) return res.redirect('/login'); next(); },
  (req, res) => res.json([]));
app.get('/e', (req, res) => { if (req.isAuthenticated()) { return res.json([]); } res.redirect('/login'); });
""",
        """
GET /api/a  yes
GET /b  yes
GET /c  no
GET /d  yes
GET /e  yes
""",
    ),
    "passport failWithError, session, initialize; authorize roles": (
        APP
        + """
import passport from 'passport';
app.use(passport.initialize());
app.use(passport.session());
const isAdmin = (req, res, next) => { if (req.user && req.user.admin) { next(); } else {
  res.status(403).end(); } };
const permit = (...roles) => (req, res,
  next) => roles.includes(req.user?.role) ? next() : res.status(403).end();
app.get('/a', (req, res) => res.json([]));
app.get('/b', isAdmin, (req, res) => res.json([]));
app.get('/c', permit('x'), (req, res) => res.json([]));
app.get('/d', passport.authenticate(['jwt', 'anonymous'], { session: false }), (req, res) => res.json([]));
app.get('/e', passport.authenticate('local', { failWithError: true }), (req, res) => res.json([]));
""",
        """
GET /a  no
GET /b  yes
GET /c  yes
GET /d  no
GET /e  yes
""",
    ),
    "async handler wrappers": (
        APP
        + """
import asyncHandler from 'express-async-handler';
const wrap = (fn) => (req, res, next) => Promise.resolve(fn(req, res, next)).catch(next);
const protect = asyncHandler(async (req, res, next) => {
  let token;
  if (req.headers.authorization && req.headers.authorization.startsWith('Bearer')) {
    try {
      token = req.headers.authorization.split(' ')[1];
      const decoded = jwt.verify(token, process.env.JWT_SECRET);
      req.user = await User.findById(decoded.id);
      next();
    } catch (error) {
      res.status(401);
      throw new Error('Not authorized');
    }
  }
  if (!token) { res.status(401); throw new Error('Not authorized, no token'); }
});
app.get('/a', protect, asyncHandler(async (req, res) => res.json([])));
app.get('/b', wrap(auth), wrap(async (req, res) => res.json([])));
app.get('/c', wrap(async (req, res) => { const user = await currentUser(req);
  if (!user) throw new HttpError(401); res.json([]); }));
async function currentUser(req) { const id = verify(req.cookies.session); return id ? db.users.findOne({
  id }) : null; }
""",
        """
GET /a  yes
GET /b  yes
GET /c  yes
""",
    ),
    "useWithMiddleware, base path, static members": (
        APP
        + """
class Paths { static DEALS = '/deals'; }
const BASE = '/v1';
function mount(app, path, middlewares, router) { app.use(path, ...middlewares, router); }
const r = Router();
r.get(`${Paths.DEALS}/:id`, (req, res) => res.json([]));
mount(app, BASE, [auth], r);
class C { constructor(project) { this.router = Router();
  this.router.get(project ? '/projects/:id/deals' : '/deals', (req, res) => res.json([])); } }
app.use('/c', new C(true).router);
app.use('/g', new C(false).router);
app.get(/^\\/re/, (req, res) => res.json([]));
app.all('/x', auth, (req, res) => res.json([]));
""",
        """
GET /v1/deals/:id  yes
GET /c/projects/:id/deals  no
GET /g/deals  no
GET /re  no
ALL /x  yes
""",
    ),
    "allow-listed route with its own check; permission NONE behind a mount": (
        APP
        + """
const OPEN = ['/hooks', ...(process.env.EXTRA_OPEN ? ['/extra'] : [])];
const skip = (req, res, next) => OPEN.some((p) => req.path.startsWith(p)) ? next() : auth(req, res, next);
app.use(skip);
const key = (req, res, next) => { if (req.query.key !== process.env.KEY) return res.sendStatus(403);
  next(); };
app.get('/hooks/a', key, (req, res) => res.json([]));
app.get('/hooks/b', (req, res) => res.json([]));
const permission = (name) => (req, res, next) => { if (name === 'NONE') return next();
  return req.user ? next() : res.sendStatus(401); };
app.get('/deals', permission('NONE'), (req, res) => res.json([]));
""",
        """
GET /hooks/a  yes
GET /hooks/b  no
GET /deals  yes
""",
    ),
    "disabled middleware; csrf; tenant resolver": (
        APP
        + """
const maybe = process.env.AUTH_OFF ? (req, res, next) => next() : auth;
app.get('/a', maybe, (req, res) => res.json([]));
app.use((req, res, next) => { const tenant = tenants.get(req.hostname);
  if (!tenant) return res.status(404).end(); req.tenant = tenant; next(); });
app.get('/b', (req, res) => res.json([]));
app.use(async (req, res, next) => { if (await setup.done()) return res.status(403).end(); next(); });
app.post('/c', (req, res) => res.json([]));
""",
        """
GET /a  yes
GET /b  no
POST /c  no
""",
    ),
    "better auth, next-auth express, cookie session": (
        APP
        + """
import { fromNodeHeaders, toNodeHandler } from 'better-auth/node';
import { auth as better } from './auth';
app.all('/api/auth/*', toNodeHandler(better));
app.get('/a', async (req, res) => {
  const session = await better.api.getSession({ headers: fromNodeHeaders(req.headers) });
  if (!session) return res.status(401).json({});
  res.json(session);
});
// file: auth.ts
import { betterAuth } from 'better-auth';
export const auth = betterAuth({});
""",
        """
ALL /api/auth/*  no
GET /a  yes
""",
    ),
    "dispatchers, proxies, files, dashboards, routes laid when the server listens": (
        APP
        + """
import http from 'http';
import { expressMiddleware } from '@apollo/server/express4';
import { createProxyMiddleware } from 'http-proxy-middleware';
import { ExpressAdapter } from '@bull-board/express';
const board = new ExpressAdapter();
app.use('/assets', express.static('public'));
app.use('/queues', board.getRouter());
app.use('/old', createProxyMiddleware({ target: 'http://old' }));
app.use('/plugins/:name', async (req, res) => createProxyMiddleware({ target: await find(req.params.name) })(req, res));
const server = http.createServer(app);
server.listen(3000, async () => { app.use('/graphql', expressMiddleware(apollo)); });
""",
        """
ALL /assets  no
ALL /queues  no
ALL /old  conditional  by behind the proxy
ALL /plugins/:name  conditional  by behind the proxy
ALL /graphql  conditional  by behind the dispatcher
""",
    ),
    "where people sign in, proofs are no callers": (
        APP
        + """
app.post('/token', async (req, res) => {
  const row = await codes.findByToken(req.body.token);
  if (!row) return res.status(400).json({});
  res.json({ token: jwt.sign({ id: row.userId }, process.env.KEY) });
});
app.post('/confirm', async (req, res) => {
  const sender = await senders.confirmByToken(String(req.query.token));
  if (!sender) return res.status(400).json({});
  res.json({ email: sender.email });
});
""",
        """
POST /token  no  by people sign in here
POST /confirm  conditional  by capability
""",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_express(name: str, tmp_path: Path):
    source, expected = CASES[name]

    shown, wanted = compared(found(tmp_path, source), expected)

    assert shown == wanted
