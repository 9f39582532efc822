"""NestJS: guards of every level, markers, composed decorators, paths, inheritance, pipes."""

from pathlib import Path

import pytest

from judge.endpoints.cases import compared, found

IMPORTS = """
import { Controller, Get, Post, All, Body, Query, Param, Req, Module, UseGuards, UsePipes, SetMetadata, Injectable,
  applyDecorators, mixin, ValidationPipe, ParseIntPipe, VERSION_NEUTRAL, Version, RequestMethod } from '@nestjs/common';
import { APP_GUARD, NestFactory, Reflector, RouterModule } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import { ThrottlerGuard } from '@nestjs/throttler';
import { ZodPipe } from 'a-zod-pipe';
import { IsString } from 'class-validator';
const PUBLIC = 'isPublic';
export const Public = () => SetMetadata(PUBLIC, true);
@Injectable()
export class SignedIn {
  constructor(private reflector: Reflector) {}
  canActivate(context) {
    if (this.reflector.getAllAndOverride(PUBLIC, [context.getHandler(), context.getClass()])) return true;
    const request = context.switchToHttp().getRequest();
    if (!request.headers.authorization) throw new UnauthorizedException();
    request.user = verifier.verify(request.headers.authorization);
    return true;
  }
}
"""
APP = f"// file: app.ts\n{IMPORTS}"


def started(controllers: str, providers: str = "", setup: str = "") -> str:
    return f"""
    @Module({{ controllers: [{controllers}], providers: [{providers}] }})
    class AppModule {{}}
    async function bootstrap() {{
      const app = await NestFactory.create(AppModule);
      {setup}
      await app.listen(3000);
    }}
    bootstrap();
    """


GLOBAL = "{ provide: APP_GUARD, useClass: SignedIn }"

CASES = {
    "a marker at the method, and at the class": (
        APP
        + """
        @Controller('deals')
        class Deals {
          @Get() list() {}
          @Public() @Get('price') price() {}
        }
        @Public()
        @Controller({ path: 'open', version: '1' })
        class Open { @Get() list() {} }
        """
        + started("Deals, Open", GLOBAL),
        """
        GET /deals  yes  by SignedIn (APP_GUARD)
        GET /deals/price  no
        GET /open  no
        """,
    ),
    "a program that a function makes for another file, of a dynamic module": (
        APP
        + """
        @Controller('deals')
        class Deals { @Get() list() {} @Public() @Get('price') price() {} }
        export class AppModule {
          static with(config) {
            return {
              module: AppModule,
              controllers: [Deals],
              providers: [{ provide: APP_GUARD, useClass: SignedIn }],
            };
          }
        }
        export async function createApp(config) {
          const app = await NestFactory.create(AppModule.with(config));
          app.setGlobalPrefix('api/v1');
          return app;
        }
        // file: server.ts
        import { createApp } from './app';
        const app = await createApp(load(process.env));
        await app.listen(3000);
        """,
        """
        GET /api/v1/deals  yes  by SignedIn (APP_GUARD)
        GET /api/v1/deals/price  no
        """,
    ),
    "get(KEY, handler) ignores what stands at the class": (
        APP
        + """
        class OfHandler {
          constructor(private reflector: Reflector) {}
          canActivate(context) {
            if (this.reflector.get(PUBLIC, context.getHandler())) return true;
            return Boolean(context.switchToHttp().getRequest().user);
          }
        }
        @Public()
        @Controller('deals')
        @UseGuards(OfHandler)
        class Deals { @Get() list() {} @Public() @Get('price') price() {} }
        """
        + started("Deals"),
        """
        GET /deals  yes  by OfHandler (class)
        GET /deals/price  no
        """,
    ),
    "an explicit guard of the same class reads the marker, another one enforces": (
        APP
        + """
        class Strict { canActivate(context) { return !!context.switchToHttp().getRequest().user; } }
        @Public()
        @Controller('deals')
        class Deals {
          @UseGuards(SignedIn) @Get('same') same() {}
          @UseGuards(Strict) @Get('other') other() {}
        }
        """
        + started("Deals", GLOBAL),
        """
        GET /deals/same  no
        GET /deals/other  yes  by Strict (method)
        """,
    ),
    "a marker that no guard reads opens nothing": (
        APP
        + """
        @Controller('deals')
        class Deals { @SetMetadata('skipThrottle', true) @Get() list() {} }
        """
        + started("Deals", GLOBAL),
        "GET /deals  yes",
    ),
    "a throttler for all is no login for all": (
        APP
        + "@Controller('deals') class Deals { @Get() list() {} }"
        + started("Deals", "{ provide: APP_GUARD, useClass: ThrottlerGuard }"),
        "GET /deals  no",
    ),
    "two guards for all, one of them a throttler, in a module deep down": (
        APP
        + """
        const metadata = { providers: [{ provide: APP_GUARD, useClass: ThrottlerGuard }, """
        + GLOBAL
        + """] };
        @Module(metadata) class Global {}
        @Module({ imports: [Global] }) class Shared {}
        @Controller('deals') class Deals { @Get() list() {} }
        @Module({ imports: [Shared], controllers: [Deals] }) class AppModule {}
        NestFactory.create(AppModule);
        """,
        "GET /deals  yes",
    ),
    "useGlobalGuards": (
        APP
        + "@Controller('deals') class Deals { @Get() list() {} }"
        + started("Deals", "", "app.useGlobalGuards(new SignedIn(new Reflector()));"),
        "GET /deals  yes  by SignedIn (useGlobalGuards)",
    ),
    "decorators composed two levels deep, and one that calls UseGuards itself": (
        APP
        + """
        const Auth = (role) => applyDecorators(SetMetadata('role', role), UseGuards(SignedIn));
        function AdminOnly() { return applyDecorators(Auth('admin')); }
        function Plain() { return (target, key, descriptor) => { UseGuards(SignedIn)(target, key, descriptor); }; }
        @Controller('deals')
        class Deals {
          @AdminOnly() @Get('a') a() {}
          @Plain() @Get('b') b() {}
          @Get('c') c() {}
        }
        """
        + started("Deals"),
        """
        GET /deals/a  yes
        GET /deals/b  yes
        GET /deals/c  no
        """,
    ),
    "passport guards: plain, by factory, and one that never denies": (
        APP
        + """
        class Jwt extends AuthGuard('jwt') {}
        class Lenient extends AuthGuard('jwt') { handleRequest(error, user) { return user; } }
        class Strict extends AuthGuard('jwt') {
          handleRequest(error, user) { if (error || !user) throw error; return user; }
        }
        class Swallows extends AuthGuard('jwt') {
          async canActivate(context) { try { await super.canActivate(context); } catch {} return true; }
        }
        @Controller('deals')
        class Deals {
          @UseGuards(Jwt) @Get('a') a() {}
          @UseGuards(AuthGuard(['jwt', 'key'])) @Get('b') b() {}
          @UseGuards(Lenient) @Get('c') c() {}
          @UseGuards(Strict) @Get('d') d() {}
          @UseGuards(Swallows) @Get('e') e() {}
        }
        """
        + started("Deals"),
        """
        GET /deals/a  yes
        GET /deals/b  yes
        GET /deals/c  no
        GET /deals/d  yes
        GET /deals/e  no
        """,
    ),
    "a guard made by mixin that never throws": (
        APP
        + """
        function Feature(name) {
          class FeatureGuard { canActivate() { return flags.has(name); } }
          return mixin(FeatureGuard);
        }
        @Controller('deals')
        class Deals { @UseGuards(Feature('x')) @Get() list() {} }
        """
        + started("Deals"),
        "GET /deals  no",
    ),
    "a permission check that passes where no permission is named": (
        APP
        + """
        class Permissions {
          constructor(private reflector: Reflector) {}
          canActivate(context) {
            const needed = this.reflector.get('permission', context.getHandler());
            if (!needed) return true;
            const request = context.switchToHttp().getRequest();
            if (!request.user) throw new ForbiddenException();
            return request.user.permissions.includes(needed);
          }
        }
        @UseGuards(Permissions)
        @Controller('deals')
        class Deals {
          @Get() list() {}
          @SetMetadata('permission', 'deals:write') @Post() add() {}
        }
        """
        + started("Deals"),
        """
        GET /deals  no
        POST /deals  yes
        """,
    ),
    "inheritance: base guards hold, an override without its decorator is gone": (
        APP
        + """
        @UseGuards(SignedIn)
        abstract class Base {
          @Get('inherited') inherited() {}
          @Get('gone') gone() {}
        }
        @Controller('deals')
        class Deals extends Base {
          gone() {}
          @Get('own') own() {}
        }
        """
        + started("Deals"),
        """
        GET /deals/inherited  yes  by SignedIn (class)
        GET /deals/own  yes  by SignedIn (class)
        """,
    ),
    "an override that repeats the route loses the guard of the method": (
        APP
        + """
        abstract class Base { @UseGuards(SignedIn) @Get('a') a() {} }
        @Controller('deals')
        class Deals extends Base { @Get('a') a() {} }
        """
        + started("Deals"),
        "GET /deals/a  no",
    ),
    "a public marker on a base class opens every subclass": (
        APP
        + "@Public() abstract class Base {}\n@Controller('deals') class Deals extends Base { @Get() list() {} }"
        + started("Deals", GLOBAL),
        "GET /deals  no",
    ),
    "a prefix with exceptions; each path of a list is matched on its own": (
        APP
        + """
        const OPEN = ['health', { path: 'status', method: RequestMethod.GET }];
        @Controller() class Health {
          @Get(['health', 'ready']) health() {}
          @Get('status') status() {}
          @Post('status') report() {}
        }
        """
        + started("Health", "", "app.setGlobalPrefix('api', { exclude: [...OPEN] });"),
        """
        GET /api/ready  no
        GET /health  no
        GET /status  no
        POST /api/status  no
        """,
    ),
    "versions: an excluded route keeps the default version": (
        APP
        + """
        @Controller() class Health {
          @Get('health') health() {}
          @Version(VERSION_NEUTRAL) @Get('ping') ping() {}
        }
        @Controller({ path: 'deals', version: '2' }) class Deals {
          @Get() list() {}
          @Version('3') @Get('new') fresh() {}
        }
        """
        + started(
            "Health, Deals",
            "",
            "app.setGlobalPrefix('api', { exclude: ['health'] }); app.enableVersioning({ defaultVersion: '1' });",
        ),
        """
        GET /v1/health  no
        GET /api/ping  no
        GET /api/v2/deals  no
        GET /api/v3/deals/new  no
        """,
    ),
    "RouterModule moves the controllers of a module": (
        APP
        + """
        @Controller('deals') class Deals { @Get() list() {} }
        @Module({ controllers: [Deals] }) class Sales {}
        @Module({ imports: [Sales, RouterModule.register([{ path: 'crm', module: Sales }])] }) class AppModule {}
        NestFactory.create(AppModule);
        """,
        "GET /crm/deals  no",
    ),
    "one controller in two programs": (
        APP
        + """
        @Controller('deals') class Deals { @Get() list() {} }
        @Module({ controllers: [Deals], providers: ["""
        + GLOBAL
        + """] }) class Api {}
        @Module({ controllers: [Deals] }) class Worker {}
        async function api() { const app = await NestFactory.create(Api); app.setGlobalPrefix('api'); }
        async function worker() { const app = await NestFactory.create(Worker); app.setGlobalPrefix('jobs'); }
        api();
        worker();
        """,
        """
        GET /api/deals  yes
        GET /jobs/deals  no
        """,
    ),
    "a literal path behind a parameter of the same shape": (
        APP
        + """
        @Controller('deals')
        class Deals {
          @Get(':id') one() {}
          @UseGuards(SignedIn) @Get('export') export() {}
        }
        """
        + started("Deals"),
        """
        GET /deals/:id  no
        GET /deals/export  yes  note never reached
        """,
    ),
    "what a global pipe checks, and what passes it by": (
        APP
        + """
        class Dto { @IsString() name: string; }
        class More extends Dto {}
        class Bare { name: string; }
        interface Shape { name: string }
        @Controller('deals')
        class Deals {
          @Post('a') a(@Body() body: Dto) {}
          @Post('b') b(@Body() body: More) {}
          @Post('c') c(@Body() body: Shape) {}
          @Post('d') d(@Body() body: Dto[]) {}
          @Post('e') e(@Body() body: any) {}
          @Post('f') f(@Body() body: Partial<Dto>) {}
          @Post('g') g(@Body() body: Bare) {}
          @Get('h') h(@Query('page') page: string) {}
          @Get('i/:id') i(@Param('id') id: string) {}
          @Get('j/:id') j(@Param('id', ParseIntPipe) id: number) {}
          @Post('k') k(@Req() req: Request) { return req.body.name; }
          @Post('l') l(@Body(new ZodPipe(schema)) body: any) {}
        }
        """
        + started("Deals", "", "app.useGlobalPipes(new ValidationPipe());"),
        """
        POST /deals/a  no  validated yes
        POST /deals/b  no  validated yes
        POST /deals/c  no  validated no
        POST /deals/d  no  validated no
        POST /deals/e  no  validated no
        POST /deals/f  no  validated no
        POST /deals/g  no  validated no
        GET /deals/h  no  validated no
        GET /deals/i/:id  no  validated none_needed
        GET /deals/j/:id  no  validated yes
        POST /deals/k  no  validated no
        POST /deals/l  no  validated yes
        """,
    ),
    "mapped classes are classes, type-only imports are none": (
        """
        // file: dto.ts
        import { IsString } from 'class-validator';
        import { PartialType } from '@nestjs/mapped-types';
        export class Dto { @IsString() name: string; }
        export class Patch extends PartialType(Dto) {}
        """
        + APP.replace("\nimport {", "\nimport type { Dto } from './dto';\nimport { Patch } from './dto';\nimport {", 1)
        + """
        @Controller('deals')
        class Deals {
          @Post('a') a(@Body() body: Dto) {}
          @Post('b') b(@Body() body: Patch) {}
        }
        """
        + started("Deals", "", "app.useGlobalPipes(new ValidationPipe());"),
        """
        POST /deals/a  no  validated no
        POST /deals/b  no  validated yes
        """,
    ),
    "no pipe, no validation; a pipe at the class": (
        APP
        + """
        class Dto { @IsString() name: string; }
        @Controller('a') class A { @Post() add(@Body() body: Dto) {} }
        @UsePipes(new ValidationPipe()) @Controller('b') class B { @Post() add(@Body() body: Dto) {} }
        """
        + started("A, B"),
        """
        POST /a  no  validated no
        POST /b  no  validated yes
        """,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_nest(name: str, tmp_path: Path):
    source, expected = CASES[name]

    shown, wanted = compared(found(tmp_path, source), expected)

    assert shown == wanted
