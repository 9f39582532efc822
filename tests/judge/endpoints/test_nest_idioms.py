"""NestJS: middleware before guards, guards that libraries extend, what answers beside controllers."""

from pathlib import Path

import pytest

from judge.endpoints.cases import compared, found
from judge.endpoints.test_nest import APP, started

MORE = APP.replace(
    "import { IsString }",
    "import { createParamDecorator, MiddlewareConsumer, Sse, ParseUUIDPipe } from '@nestjs/common';\n"
    "import { IsString, IsArray, ValidateNested }",
)
TOKEN = """
class TokenMiddleware {
  use(req, res, next) {
    if (!req.headers.authorization) return res.status(401).end();
    req.user = verifier.verify(req.headers.authorization);
    if (!req.user) throw new UnauthorizedException();
    next();
  }
}
class LogMiddleware { use(req, res, next) { console.log(req.url); next(); } }
"""
CASES = {
    "consumer.apply, for controllers, with exceptions": (
        MORE
        + TOKEN
        + """
@Controller('deals') class Deals { @Get() list() {} @Get('price') price() {} @Post() add() {} }
@Controller('open') class Open { @Get() list() {} }
@Module({ controllers: [Deals, Open] })
class AppModule {
  configure(consumer: MiddlewareConsumer) {
    consumer.apply(LogMiddleware).forRoutes('*');
    consumer.apply(TokenMiddleware).exclude({ path: 'deals/price',
      method: RequestMethod.GET }).forRoutes(Deals);
  }
}
NestFactory.create(AppModule);
""",
        """
GET /deals  yes  by TokenMiddleware (middleware of AppModule)
GET /deals/price  no
POST /deals  yes
GET /open  no
""",
    ),
    "consumer.apply, for wildcards and one method": (
        MORE
        + TOKEN
        + """
@Controller('deals') class Deals { @Get() list() {} @Get(':id') one() {} }
@Controller('health') class Health { @Get() list() {} @Post() set() {} }
@Module({ controllers: [Deals, Health] })
class AppModule implements NestModule {
  configure(consumer) {
    consumer.apply(TokenMiddleware).exclude('health').forRoutes('*');
    consumer.apply((req, res, next) => {
      if (req.headers['x-api-key'] !== process.env.KEY) return res.sendStatus(401); next(); })
      .forRoutes({ path: 'health', method: RequestMethod.POST });
  }
}
NestFactory.create(AppModule);
""",
        """
GET /deals  yes
GET /deals/:id  yes
GET /health  no
POST /health  yes
""",
    ),
    "consumer.apply leaves the global prefix out": (
        MORE
        + TOKEN
        + """
@Controller('deals') class Deals { @Get() list() {} }
@Module({ controllers: [Deals] })
class AppModule {
  configure(consumer) {
    consumer.apply(LogMiddleware, TokenMiddleware).forRoutes({ path: 'deals*path',
      method: RequestMethod.ALL });
  }
}
async function b() { const app = await NestFactory.create(AppModule); app.setGlobalPrefix('api'); }
b();
""",
        """
GET /api/deals  yes
""",
    ),
    "app.use before all guards": (
        MORE
        + """
@Controller('deals') class Deals { @Get() list() {} }
"""
        + started(
            "Deals",
            "",
            """
  app.use('/deals', (req, res, next) => {
    if (req.headers['x-api-key'] !== process.env.KEY) return res.sendStatus(401); next(); });
""",
        ),
        "GET /deals  yes",
    ),
    "several prefixes, paths out of constants, streams, every method": (
        MORE
        + """
const PATH = 'deals'; const V = `${PATH}/v`;
@Controller([PATH, 'sales'])
class Deals { @Sse('events') events() {} @All([V, 'x']) any() {} }
@Controller({ version: '1', host: 'a.b', path: ['a','b'] })
class Two { @Get() list() {} }
"""
        + started("Deals, Two"),
        """
GET /deals/events  no
GET /sales/events  no
ALL /deals/deals/v  no
ALL /deals/x  no
ALL /sales/deals/v  no
ALL /sales/x  no
GET /a  no
GET /b  no
""",
    ),
    "controllers under a condition, dynamic modules, controllers that nobody lists": (
        MORE
        + """
@Controller('deals') class Deals { @Get() list() {} }
@Controller('admin') class Admin { @Get() list() {} }
@Controller('dyn') class Dyn { @Get() list() {} }
@Controller('never') class Never { @Get() list() {} }
class DynModule { static register(options) { return { module: DynModule, controllers: [Dyn],
  providers: [] }; } }
@Module({ imports: [DynModule.register({})], controllers: [Deals,
  ...(process.env.ADMIN === '1' ? [Admin] : [])] })
class AppModule {}
NestFactory.create(AppModule);
""",
        """
GET /deals  no
GET /admin  no
GET /dyn  no
""",
    ),
    "a marker made by Reflector.createDecorator, a guard that exists elsewhere": (
        MORE
        + """
export const Open = Reflector.createDecorator<boolean>();
class G {
  constructor(private reflector: Reflector) {}
  canActivate(ctx) {
    const open = this.reflector.getAllAndOverride(Open, [ctx.getHandler(), ctx.getClass()]);
    if (open) return true;
    return !!ctx.switchToHttp().getRequest().user;
  }
}
@Controller('deals') class Deals { @Open(true) @Get() list() {} @Post() add() {} }
"""
        + started("Deals", "{ provide: APP_GUARD, useExisting: G }, G"),
        """
GET /deals  no
POST /deals  yes
""",
    ),
    "a guard for all that a factory makes": (
        MORE
        + """
@Controller('deals') class Deals { @Public() @Get() list() {} @Post() add() {} }
"""
        + started(
            "Deals", "{ provide: APP_GUARD, useFactory: (r: Reflector) => new SignedIn(r), inject: [Reflector] }"
        ),
        """
GET /deals  no
POST /deals  yes
""",
    ),
    "a passport guard that reads a marker before it calls its base": (
        MORE
        + """
class JwtAuthGuard extends AuthGuard('jwt') {
  constructor(private reflector: Reflector) { super(); }
  canActivate(context: ExecutionContext) {
    const isPublic = this.reflector.getAllAndOverride<boolean>(PUBLIC, [context.getHandler(),
      context.getClass()]);
    if (isPublic) { return true; }
    return super.canActivate(context);
  }
  handleRequest(err, user, info) { if (err || !user) { throw err || new UnauthorizedException();
    } return user; }
}
@Controller('deals') class Deals { @Public() @Get() list() {} @Post() add() {} }
"""
        + started("Deals", "{ provide: APP_GUARD, useClass: JwtAuthGuard }"),
        """
GET /deals  no
POST /deals  yes  by JwtAuthGuard (APP_GUARD)
""",
    ),
    "a passport guard that lets nobody's requests pass": (
        MORE
        + """
class OptionalJwt extends AuthGuard('jwt') { handleRequest(err, user) { return user || null; } }
@UseGuards(OptionalJwt) @Controller('deals') class Deals { @Get() list() {} }
"""
        + started("Deals"),
        "GET /deals  no",
    ),
    "a parameter that demands a caller is weak evidence": (
        MORE
        + """
const CurrentUser = createParamDecorator((data, ctx) => {
  const request = ctx.switchToHttp().getRequest();
  if (!request.user) throw new UnauthorizedException();
  return request.user;
});
const MaybeUser = createParamDecorator((data, ctx) => ctx.switchToHttp().getRequest().user);
@Controller('deals') class Deals {
  @Get() list(@CurrentUser() user: User) {} @Post() add(@MaybeUser() user) {} }
"""
        + started("Deals"),
        """
GET /deals  conditional  by CurrentUser
POST /deals  no
""",
    ),
    "roles that demand a user, and roles that nobody names": (
        MORE
        + """
const Roles = (...roles) => SetMetadata('roles', roles);
class RolesGuard {
  constructor(private reflector: Reflector) {}
  canActivate(context) {
    const roles = this.reflector.getAllAndOverride('roles', [context.getHandler(), context.getClass()]);
    if (!roles) return true;
    const { user } = context.switchToHttp().getRequest();
    return roles.some((role) => user?.roles?.includes(role));
  }
}
const Auth = (...roles) => applyDecorators(Roles(...roles), UseGuards(AuthGuard('jwt'), RolesGuard),
  ApiBearerAuth());
@Controller('deals')
class Deals {
  @Auth('admin') @Get() list() {}
  @UseGuards(RolesGuard) @Roles('x') @Get('a') a() {}
  @UseGuards(RolesGuard) @Get('b') b() {}
}
"""
        + started("Deals"),
        """
GET /deals  yes
GET /deals/a  yes
GET /deals/b  no
""",
    ),
    "documentation, GraphQL, static files, raw routes, sockets, messages": (
        MORE
        + """
import { SwaggerModule, DocumentBuilder } from '@nestjs/swagger';
import { GraphQLModule } from '@nestjs/graphql';
import { ServeStaticModule } from '@nestjs/serve-static';
import { WebSocketGateway, SubscribeMessage } from '@nestjs/websockets';
import { MessagePattern, EventPattern } from '@nestjs/microservices';
@Controller('deals') class Deals { @Get() list() {} @MessagePattern('sum') sum() {} @EventPattern({
  cmd: 'paid' }) paid() {} }
@WebSocketGateway({ namespace: 'chat' })
class Chat { @SubscribeMessage('say') say() {} @UseGuards(SignedIn) @SubscribeMessage('whisper') whisper() {} }
@WebSocketGateway()
class Closing {
  async handleConnection(client) {
    const user = await this.keys.find(client.handshake.auth.token);
    if (!user) { client.disconnect(true); return; }
    client.data.user = user;
  }
  @SubscribeMessage('hear') hear() {}
}
@Module({ imports: [GraphQLModule.forRoot({ path: '/gql' }), ServeStaticModule.forRoot({ rootPath: 'x',
  serveRoot: '/static' })], controllers: [Deals], providers: [Chat, Closing] })
class AppModule {}
async function b() {
  const app = await NestFactory.create(AppModule);
  app.setGlobalPrefix('api');
  SwaggerModule.setup('docs', app, SwaggerModule.createDocument(app, new DocumentBuilder().build()));
  app.getHttpAdapter().get('/ping', (req, res) => res.send('ok'));
  app.getHttpAdapter().getInstance().get('/raw', (req, res) => res.send('ok'));
}
b();
""",
        """
GET /api/deals  no
MESSAGE /sum  unknown
EVENT /cmd=paid  unknown
WS /chat/say  no
WS /chat/whisper  yes
WS /hear  yes  by handleConnection
ALL /gql  conditional
GET /static/*  no
GET /docs  no
GET /ping  no
GET /raw  no
""",
    ),
    "every parameter needs its pipe": (
        MORE
        + """
class Inner { @IsString() a: string }
class Dto { @IsString() name: string; }
class Shallow { @IsArray() items: Inner[]; }
class TrimPipe { transform(v) { return v.trim(); } }
class SchemaPipe { constructor(private schema) {} transform(v) { const r = this.schema.safeParse(v);
  if (!r.success) throw new BadRequestException(); return r.data; } }
@Controller('deals')
class Deals {
  @Post('a') a(@Body() one: Dto, @Body() two: any) {}
  @Get('b') b(@Query('id', ParseUUIDPipe) id: string) {}
  @Post('c') c(@Body('name', TrimPipe) name: string) {}
  @Post('d') d(@Body(new SchemaPipe(schema)) body) {}
  @Post('e') e(@Body(SchemaPipe, TrimPipe) body) {}
}
"""
        + started("Deals", "", "app.useGlobalPipes(new ValidationPipe({ whitelist: true, transform: true }));"),
        """
POST /deals/a  no  validated no
GET /deals/b  no  validated yes
POST /deals/c  no  validated no
POST /deals/d  no  validated yes
POST /deals/e  no  validated yes
""",
    ),
    "a guard that verifies a bearer token itself": (
        MORE
        + """
class AuthGuard2 {
  constructor(private jwtService: JwtService, private reflector: Reflector) {}
  async canActivate(context) {
    const isPublic = this.reflector.getAllAndOverride(PUBLIC, [context.getHandler(), context.getClass()]);
    if (isPublic) return true;
    const request = context.switchToHttp().getRequest();
    const token = this.extractTokenFromHeader(request);
    if (!token) throw new UnauthorizedException();
    try {
      const payload = await this.jwtService.verifyAsync(token, { secret: 'x' });
      request['user'] = payload;
    } catch { throw new UnauthorizedException(); }
    return true;
  }
  private extractTokenFromHeader(request) {
    const [type, token] = request.headers.authorization?.split(' ') ?? [];
    return type === 'Bearer' ? token : undefined;
  }
}
@Controller('deals') class Deals { @Get() list() {} @Public() @Get('o') o() {} }
"""
        + started("Deals", "{ provide: APP_GUARD, useClass: AuthGuard2 }"),
        """
GET /deals  yes
GET /deals/o  no
""",
    ),
    "a guard that swallows the error, and one with two ways in": (
        MORE
        + """
class Soft {
  constructor(private jwtService: JwtService) {}
  async canActivate(context) {
    const request = context.switchToHttp().getRequest();
    try { request.user = await this.jwtService.verifyAsync(request.headers.authorization); } catch {
      return true; }
    return true;
  }
}
class Either {
  canActivate(context) {
    const request = context.switchToHttp().getRequest();
    if (request.headers['x-api-key']) return this.keys.valid(request.headers['x-api-key']);
    return request.isAuthenticated();
  }
}
@Controller('deals') class Deals { @UseGuards(Soft) @Get() list() {} @UseGuards(Either) @Get('b') b() {} }
"""
        + started("Deals"),
        """
GET /deals  no
GET /deals/b  yes
""",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_nest(name: str, tmp_path: Path):
    source, expected = CASES[name]

    shown, wanted = compared(found(tmp_path, source), expected)

    assert shown == wanted
