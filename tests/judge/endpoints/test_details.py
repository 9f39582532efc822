"""Details of each framework that turn an answer, each in as little code as shows it."""

from pathlib import Path

import pytest

from judge.endpoints import test_express, test_fastify, test_nest
from judge.endpoints.cases import compared, found

NEST, GLOBAL, started = test_nest.APP, test_nest.GLOBAL, test_nest.started
FASTIFY, EXPRESS = test_fastify.APP, test_express.APP

NEST_CASES = {
    "every method has its decorator, which may stand last": (
        NEST
        + """
        import { Head, Options, Put, Patch, Delete } from '@nestjs/common';
        @Controller('deals')
        class Deals {
          @UseGuards(SignedIn) @Head() head() {}
          @Options('x') options() {}
          @UseGuards(SignedIn) @Put(':id') put() {}
          @Patch(`${'sub'}/x`) patch() {}
          @Delete() drop() {}
        }
        """
        + started("Deals"),
        """
        HEAD /deals  yes
        OPTIONS /deals/x  no
        PUT /deals/:id  yes
        PATCH /deals/sub/x  no
        DELETE /deals  no
        """,
    ),
    "a private module that is required where it is there": (
        NEST
        + """
        import { Deals } from './deals';
        const modules = [];
        try { const { PrivateModule } = require('./private'); modules.push(PrivateModule); } catch (error) {}
        @Module({ imports: [...modules], controllers: [Deals] }) class AppModule {}
        NestFactory.create(AppModule);
        // file: deals.ts
        import { Controller, Get } from '@nestjs/common';
        @Controller('deals') export class Deals { @Get() list() {} }
        // file: private.ts
        import { Controller, Get, Module } from '@nestjs/common';
        @Controller('plans') export class Plans { @Get() list() {} }
        @Module({ controllers: [Plans] }) export class PrivateModule {}
        """,
        """
        GET /deals  no
        GET /plans  no
        """,
    ),
    "a prefix whose exceptions are mapped from a constant, or have a wildcard": (
        NEST
        + """
        const OPEN = ['health'];
        @Controller() class Health {
          @Get('health') health() {}
          @Get('hooks/stripe') stripe() {}
          @Get('deals') deals() {}
        }
        """
        + started(
            "Health",
            "",
            "app.setGlobalPrefix('api', { exclude: [...OPEN.map((path) => ({ path, method: RequestMethod.ALL })), "
            "'hooks/(.*)'] });",
        ),
        """
        GET /health  no
        GET /hooks/stripe  no
        GET /api/deals  no
        """,
    ),
    "a marker that is read merged": (
        NEST
        + """
        class Merged {
          constructor(private reflector: Reflector) {}
          canActivate(context) {
            const marks = this.reflector.getAllAndMerge('open', [context.getHandler(), context.getClass()]);
            if (marks.length) return true;
            const user = verifier.verify(context.switchToHttp().getRequest().headers.authorization);
            if (!user) throw new UnauthorizedException();
            return true;
          }
        }
        @UseGuards(Merged) @Controller('deals')
        class Deals { @Get() list() {} @SetMetadata('open', ['all']) @Get('price') price() {} }
        """
        + started("Deals"),
        """
        GET /deals  yes
        GET /deals/price  no
        """,
    ),
    "metadata that changes how a guard refuses opens nothing": (
        NEST
        + """
        class Redirecting {
          constructor(private reflector: Reflector) {}
          canActivate(context) {
            const request = context.switchToHttp().getRequest();
            const user = verifier.verify(request.headers.authorization);
            if (user) return true;
            if (this.reflector.get('toLogin', context.getHandler())) {
              throw new RedirectException('/login');
            }
            throw new UnauthorizedException();
          }
        }
        @UseGuards(Redirecting) @Controller('deals')
        class Deals { @SetMetadata('toLogin', true) @Get() list() {} }
        """
        + started("Deals"),
        "GET /deals  yes  by Redirecting",
    ),
    "guards may refuse with 400 or 404": (
        NEST
        + """
        class Missing {
          async canActivate(context) {
            const request = context.switchToHttp().getRequest();
            const session = await sessions.find(request.headers.authorization);
            if (!session) throw new NotFoundException();
            return true;
          }
        }
        class Bad {
          async canActivate(context) {
            const session = await sessions.find(context.switchToHttp().getRequest().cookies.session);
            if (!session) throw new BadRequestException('no session');
            return true;
          }
        }
        @Controller('deals') class Deals { @UseGuards(Missing) @Get('a') a() {} @UseGuards(Bad) @Get('b') b() {} }
        """
        + started("Deals"),
        """
        GET /deals/a  yes  by Missing
        GET /deals/b  yes  by Bad
        """,
    ),
    "a guard that only asks whether the service is set up yet": (
        NEST
        + """
        class NotInstalled {
          async canActivate() {
            if (await installation.isDone()) throw new ForbiddenException();
            return true;
          }
        }
        @UseGuards(NotInstalled) @Controller('setup') class Setup { @Post() begin() {} }
        """
        + started("Setup"),
        "POST /setup  no",
    ),
    "a switch of the deployment is a note": (
        NEST
        + """
        class Sandboxed {
          async canActivate(context) {
            if (process.env.SANDBOX === 'true') return true;
            const session = await sessions.find(context.switchToHttp().getRequest().headers.authorization);
            if (!session) throw new UnauthorizedException();
            return true;
          }
        }
        @UseGuards(Sandboxed) @Controller('deals') class Deals { @Get() list() {} }
        """
        + started("Deals"),
        "GET /deals  yes  note a setting of the deployment",
    ),
    "classes made of others, inline types, headers": (
        NEST
        + """
        class Dto { @IsString() name: string; @IsString() title: string; }
        class Other { @IsString() color: string; }
        class Less extends OmitType(Dto, ['name']) {}
        class Some extends PickType(Dto, ['name']) {}
        class Both extends IntersectionType(Dto, Other) {}
        @Controller('deals')
        class Deals {
          @Post('a') a(@Body() body: Less) {}
          @Post('b') b(@Body() body: Some) {}
          @Post('c') c(@Body() body: Both) {}
          @Post('d') d(@Body() body: { name: string }) {}
          @Post('e') e(@Body() one: Dto, @Body() two: Other) {}
          @Get('g') g(@Headers('x-kind') kind: string) { return kind; }
        }
        """
        + started("Deals", "", "app.useGlobalPipes(new ValidationPipe());"),
        """
        POST /deals/a  no  validated yes
        POST /deals/b  no  validated yes
        POST /deals/c  no  validated yes
        POST /deals/d  no  validated no
        POST /deals/e  no  validated yes
        GET /deals/g  no  validated none_needed
        """,
    ),
}

FASTIFY_CASES = {
    "a hook of any phase before the handler": (
        FASTIFY
        + """
        app.register(async (inner) => { inner.addHook('preParsing', signedIn); inner.get('/a', async () => 1); });
        app.register(async (inner) => { inner.addHook('preValidation', signedIn); inner.get('/b', async () => 1); });
        app.register(async (inner) => { inner.addHook('onSend', signedIn); inner.get('/c', async () => 1); });
        """,
        """
        GET /a  yes
        GET /b  yes
        GET /c  no
        """,
    ),
    "options spread from a constant; one that is commented out is not there": (
        FASTIFY
        + """
        const guarded = { preHandler: signedIn };
        app.get('/a', { ...guarded, schema: {} }, async () => 1);
        app.get('/b', { /* preHandler: signedIn, */ }, async () => 1);
        """,
        """
        GET /a  yes
        GET /b  no
        """,
    ),
    "an upload that stands where checks stand": (
        FASTIFY
        + """
        const upload = multer({ dest: '/tmp' });
        app.post('/files', { preHandler: upload.single('file') }, async (request) => store.put(request.file));
        """,
        "POST /files  no",
    ),
    "a plugin that ends early where a feature is off": (
        FASTIFY
        + """
        app.register(async (inner) => {
          if (!settings.billing) return;
          inner.get('/billing', async () => 1);
        });
        """,
        "GET /billing  no",
    ),
    "a flag read by way of the old context": (
        FASTIFY
        + """
        app.addHook('onRequest', async (request, reply) => {
          if (request.context.config.open) return;
          await signedIn(request, reply);
        });
        app.get('/a', { config: { open: true } }, async () => 1);
        app.get('/b', async () => 1);
        """,
        """
        GET /a  no
        GET /b  yes
        """,
    ),
    "a list of methods inside a hook": (
        FASTIFY
        + """
        app.addHook('onRequest', async (request, reply) => {
          if (request.method === 'GET' && request.url.startsWith('/public/')) return;
          await signedIn(request, reply);
        });
        app.get('/public/a', async () => 1);
        app.post('/public/a', async () => 1);
        """,
        """
        GET /public/a  no
        POST /public/a  yes
        """,
    ),
    "what is only asserted, and schemas that answer or sit under the wrong key": (
        FASTIFY
        + """
        app.post('/a', async (request) => deals.add(request.body as Body));
        const schema = { params: { page: { type: 'integer' } } };
        app.get('/b', { schema }, async (request) => deals(request.query.page));
        app.post('/c', { schema: { tags: ['x'], response: { 200: {} } } }, async (request) => deals.add(request.body));
        app.post('/d', { schema: { body: { type: 'object' } } }, async (request) => deals.add(request.body));
        """,
        """
        POST /a  no  validated no
        GET /b  no  validated no
        POST /c  no  validated no
        POST /d  no  validated yes
        """,
    ),
}

EXPRESS_CASES = {
    "lists of paths, regular expressions, every method": (
        EXPRESS
        + """
        const PATHS = { deals: '/deals' };
        app.get([PATHS.deals, '/sales'], auth, (req, res) => res.json([]));
        app.get(/^\\/v[12]\\/deals$/, (req, res) => res.json([]));
        app.all('/any', auth, (req, res) => res.json([]));
        """,
        """
        GET /deals  yes
        GET /sales  yes
        GET /^\\/v[12]\\/deals$  no
        ALL /any  yes
        """,
    ),
    "an error handler is no check, wherever it stands": (
        EXPRESS
        + """
        app.use((error, req, res, next) => { if (!req.user) return res.status(401).end(); next(error); });
        app.get('/deals', (req, res) => res.json([]));
        """,
        "GET /deals  no",
    ),
    "an answer to what nobody handles is no endpoint": (
        EXPRESS
        + """
        app.get('/deals', auth, (req, res) => res.json([]));
        app.all('*', (req, res) => res.status(404).json({ error: 'no such route' }));
        """,
        "GET /deals  yes",
    ),
    "a list of open paths that the environment filters": (
        EXPRESS
        + """
        const OPEN = ['/ping', '/debug/'].filter((path) => process.env.DEBUG || path !== '/debug/');
        app.use((req, res, next) => (OPEN.some((path) => req.path.startsWith(path)) ? next() : auth(req, res, next)));
        app.get('/ping', (req, res) => res.send('ok'));
        app.get('/deals', (req, res) => res.json([]));
        """,
        """
        GET /ping  no
        GET /deals  yes
        """,
    ),
    "tests and casts by hand are no schema": (
        EXPRESS
        + """
        app.post('/a', (req, res) => { if (!req.body.name) throw new Error('name'); res.json(add(req.body.name)); });
        app.post('/b', (req, res) => { if (typeof req.body.name !== 'string') return res.status(400).end();
          res.json(add(req.body.name)); });
        app.get('/c', (req, res) => res.json(page(parseInt(req.query.page, 10), Number(req.query.size))));
        """,
        """
        POST /a  no  validated no
        POST /b  no  validated no
        GET /c  no  validated no
        """,
    ),
    "a schema that parses something else than the request": (
        EXPRESS
        + """
        import { z } from 'zod';
        const Answer = z.object({ text: z.string() });
        app.post('/a', async (req, res) => {
          const answer = Answer.parse(await model.complete(req.body.prompt));
          res.json(answer);
        });
        """,
        "POST /a  no  validated no",
    ),
    "a controller whose paths its constructor decides": (
        EXPRESS
        + """
        class Notes {
          router = Router();
          constructor(mode) {
            this.router.get(mode === 'project' ? '/projects/:id/notes' : '/notes', (req, res) => res.json([]));
          }
        }
        app.use('/open', new Notes('global').router);
        app.use('/in', auth, new Notes('project').router);
        """,
        """
        GET /in/projects/:id/notes  yes
        GET /open/notes  no
        """,
    ),
}

NEXT_CASES = {
    "handlers in any kind of script, and under seven methods": (
        """
        // file: app/a/route.js
        export function GET() { return Response.json([]); }
        // file: app/b/route.tsx
        const handler = async () => Response.json([]);
        export { handler as GET, handler as HEAD, handler as DELETE };
        // file: app/(.)photo/page.tsx
        export default function Page() { return null; }
        """,
        """
        GET /a  no
        GET /b  no
        HEAD /b  no
        DELETE /b  no
        """,
    ),
    "a folder named test is a path like any other beneath app": (
        """
        // file: src/app/api/test/timeout/route.ts
        export async function GET() { return Response.json([]); }
        """,
        "GET /api/test/timeout  no",
    ),
    "signatures of the body": (
        """
        // file: app/stripe/route.ts
        export async function POST(req) {
          const body = await req.text();
          const event = stripe.webhooks.constructEvent(body, req.headers.get('stripe-signature'), process.env.SECRET);
          await handle(event);
          return Response.json({});
        }
        // file: app/hmac/route.ts
        import { createHmac, timingSafeEqual } from 'crypto';
        export async function POST(req) {
          const body = await req.text();
          const wanted = createHmac('sha256', process.env.SECRET).update(body).digest();
          if (!timingSafeEqual(wanted, Buffer.from(req.headers.get('x-signature'), 'hex'))) {
            return new Response('no', { status: 401 });
          }
          return Response.json({});
        }
        """,
        """
        POST /hmac  conditional  by signature
        POST /stripe  conditional  by signature
        """,
    ),
    "a cast of the body is no validation": (
        """
        // file: app/deals/route.ts
        export async function POST(req) {
          const body = (await req.json()) as { name: string };
          return Response.json(await deals.add(body));
        }
        """,
        "POST /deals  no  validated no",
    ),
    "a session or a link, and a way with neither": (
        """
        // file: pages/api/documents/[id].ts
        import { getServerSession } from 'next-auth';
        export const config = { api: { bodyParser: false } };
        export default async function handler(req, res) {
          const session = await getServerSession(req, res);
          const { linkId } = req.query;
          if (session) {
            return res.json(await documents.of(session.user.id));
          } else if (linkId) {
            const link = await prisma.link.findUnique({ where: { id: linkId } });
            return res.json(link);
          }
          return res.json(await documents.open());
        }
        """,
        "ALL /api/documents/[id]  conditional",
    ),
    "a status without a return ends nothing": (
        """
        // file: pages/api/deals.ts
        import { getServerSession } from 'next-auth';
        export default async function handler(req, res) {
          const session = await getServerSession(req, res);
          if (!session) res.status(401);
          res.json(await deals.all());
        }
        """,
        "ALL /api/deals  no",
    ),
}


@pytest.mark.parametrize("name", NEST_CASES)
def test_nest(name: str, tmp_path: Path):
    _holds(NEST_CASES[name], tmp_path)


@pytest.mark.parametrize("name", FASTIFY_CASES)
def test_fastify(name: str, tmp_path: Path):
    _holds(FASTIFY_CASES[name], tmp_path)


@pytest.mark.parametrize("name", EXPRESS_CASES)
def test_express(name: str, tmp_path: Path):
    _holds(EXPRESS_CASES[name], tmp_path)


@pytest.mark.parametrize("name", NEXT_CASES)
def test_next(name: str, tmp_path: Path):
    _holds(NEXT_CASES[name], tmp_path)


def _holds(case: tuple[str, str], folder: Path) -> None:
    source, expected = case
    shown, wanted = compared(found(folder, source), expected)
    assert shown == wanted
