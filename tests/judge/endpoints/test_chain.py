"""The evidence of an endpoint: every step from its registration to the check, and to what happens where it fails."""

from pathlib import Path

import pytest

from judge.endpoints.cases import HEADING, found

EXPRESS = """
// file: app.ts
import express from 'express';
import { deals } from './deals';
const app = express();
app.use('/v1', deals);
// file: deals.ts
import { Router } from 'express';
import { requireAuth } from './auth';
export const deals = Router();
deals.get('/open', (req, res) => res.json([]));
deals.use(requireAuth);
deals.get('/deals', (req, res) => res.json([]));
// file: auth.ts
export const requireAuth = async (req, res, next) => {
  req.user = await signedIn(req);
  next();
};
async function signedIn(req) {
  const user = await sessions.find(req.headers.authorization);
  if (!user) throw new Error('sign in');
  return user;
}
"""
FASTIFY = """
// file: app.ts
import fastify from 'fastify';
const app = fastify();
app.register(async (api) => {
  api.addHook('onRequest', async (request, reply) => {
    if (request.headers['x-key'] !== process.env.KEY) {
      return reply.code(403).send();
    }
  });
  api.get('/deals', async () => 1);
}, { prefix: '/v1' });
app.get('/health', async () => 1);
"""
NEST = """
// file: app.ts
import { Controller, Get, Module, UseGuards, SetMetadata } from '@nestjs/common';
import { NestFactory, APP_GUARD, Reflector } from '@nestjs/core';
class SignedIn {
  constructor(private reflector: Reflector) {}
  canActivate(context) {
    if (this.reflector.get('open', context.getHandler())) return true;
    const request = context.switchToHttp().getRequest();
    if (!request.user) return false;
    return true;
  }
}
@Controller('deals')
class Deals {
  @Get()
  list() {}
  @SetMetadata('open', true)
  @Get('price')
  price() {}
}
@Module({ controllers: [Deals], providers: [{ provide: APP_GUARD, useClass: SignedIn }] })
class AppModule {}
NestFactory.create(AppModule);
"""
NEXT = """
// file: lib/session.ts
import { auth } from '@clerk/nextjs/server';
export const withSession = (handler) => async (request) => {
  const session = await auth();
  if (!session.userId) return new Response('', { status: 401 });
  return handler(request);
};
// file: app/api/deals/route.ts
import { withSession } from '../../../lib/session';
export const GET = withSession(async () => Response.json([]));
export const POST = async () => Response.json([]);
"""
CHAINS = {
    "Express: router, mount, middleware, the function that checks, what it throws": (
        EXPRESS,
        {
            "/v1/open": [
                "deals.ts:4 `GET /v1/open` is registered here",
                "app.ts:4 its router is mounted here at `/v1`",
                "deals.ts:4 reached without a check of who is calling",
            ],
            "/v1/deals": [
                "deals.ts:6 `GET /v1/deals` is registered here",
                "app.ts:4 its router is mounted here at `/v1`",
                "deals.ts:5 `requireAuth` runs before it (use /v1)",
                "auth.ts:2 calls `signedIn`",
                "auth.ts:7 `find`: the caller is known, or the request ends",
                "auth.ts:7 for anybody else it throws",
            ],
        },
    ),
    "Fastify: plugin, hook, the comparison, the reply": (
        FASTIFY,
        {
            "/health": [
                "app.ts:11 `GET /health` is registered here",
                "app.ts:11 reached without a check of who is calling",
            ],
            "/v1/deals": [
                "app.ts:9 `GET /v1/deals` is registered here",
                "app.ts:3 its plugin is registered here at `/v1`",
                "app.ts:4 `function` runs before it (onRequest hook of the scope)",
                "app.ts:5 `a shared secret`: the caller is known, or the request ends",
                "app.ts:6 for anybody else it answers 403",
            ],
        },
    ),
    "NestJS: module, guard for all, its test, its refusal; a marker that opens": (
        NEST,
        {
            "/deals": [
                "app.ts:14 `GET /deals` is registered here",
                "app.ts:20 `Deals` is listed by `AppModule`",
                "app.ts:3 `SignedIn` runs before it (APP_GUARD)",
                "app.ts:8 `request.user`: the caller is known, or the request ends",
                "app.ts:8 for anybody else it gives false",
            ],
            "/deals/price": [
                "app.ts:17 `GET /deals/price` is registered here",
                "app.ts:20 `Deals` is listed by `AppModule`",
                "app.ts:3 `SignedIn` (APP_GUARD): it finds a marker here that lets everybody pass",
                "app.ts:18 reached without a check of who is calling",
            ],
        },
    ),
    "Next.js: the export, the wrapper, the session, the answer": (
        NEXT,
        {
            "GET /api/deals": [
                "app/api/deals/route.ts:2 `GET /api/deals` is registered here",
                "lib/session.ts:2 this function answers, or wraps what does",
                "lib/session.ts:4 `auth`: the caller is known, or the request ends",
                "lib/session.ts:4 for anybody else it answers 401",
            ],
            "POST /api/deals": [
                "app/api/deals/route.ts:3 `POST /api/deals` is registered here",
                "app/api/deals/route.ts:3 reached without a check of who is calling",
            ],
        },
    ),
}


@pytest.mark.parametrize("name", CHAINS)
def test_every_step_is_told(name: str, tmp_path: Path):
    source, expected = CHAINS[name]

    endpoints = found(tmp_path, source)

    texts = {part.partition("\n")[0].strip(): part.partition("\n")[2] for part in source.split(HEADING)[1:]}
    for one in endpoints:
        steps = [f"{step.path}:{_line(texts[step.path], step.start)} {step.sentence}" for step in one.evidence]
        wanted = expected.get(one.route) or expected[f"{one.method} {one.route}"]
        assert steps == wanted


def _line(text: str, start: int) -> int:
    return text.encode()[:start].count(b"\n") + 1
