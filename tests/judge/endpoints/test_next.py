"""Next.js: route files, pages, middleware, wrappers, delegation."""

from pathlib import Path

import pytest

from judge.endpoints.cases import compared, found

AUTH = """
// file: lib/auth.ts
import { getServerSession } from 'next-auth';
export const withSession = (handler, options = {}) => async (req, context) => {
  if (options.auth === 'none') return handler({ req });
  const session = await getServerSession();
  if (!session?.user) return Response.json({ error: 'sign in' }, { status: 401 });
  return handler({ req, session });
};
"""

CASES = {
    "route files count under the app folder only": (
        """
        // file: src/app/(site)/deals/[id]/route.ts
        export async function GET() { return Response.json([]); }
        // file: src/modules/deals/route.ts
        export async function GET() { return Response.json([]); }
        """,
        "GET /deals/[id]  no  validated none_needed",
    ),
    "groups and slots go, parameters stay": (
        """
        // file: app/@modal/(a)/[...path]/route.ts
        export const POST = async () => Response.json([]);
        // file: app/[[...rest]]/route.ts
        export const GET = async () => Response.json([]);
        """,
        """
        POST /[...path]  no
        GET /[[...rest]]  no
        """,
    ),
    "one const under several names, re-exports through a chain": (
        AUTH
        + """
        // file: app/a/route.ts
        import { withSession } from '../../lib/auth';
        const handler = withSession(async () => Response.json([]));
        export { handler as GET, handler as POST };
        // file: app/b/route.ts
        export { GET } from '../../lib/again';
        // file: lib/again.ts
        export * from './handlers';
        // file: lib/handlers.ts
        import { withSession } from './auth';
        export const GET = withSession(async () => Response.json([]));
        """,
        """
        GET /a  yes
        POST /a  yes
        GET /b  yes
        """,
    ),
    "wrappers: by option, curried, called inside": (
        AUTH
        + """
        // file: app/a/route.ts
        import { withSession } from '../../lib/auth';
        export const GET = withSession(async () => Response.json([]), { auth: 'none' });
        export const POST = (req) => withSession(async () => Response.json([]))(req, {});
        // file: app/b/route.ts
        import { withSession } from '../../lib/auth';
        const curried = (options) => (handler) => withSession(handler, options);
        export const GET = curried({ auth: 'none' })(async () => Response.json([]));
        export const PUT = curried({})(async () => Response.json([]));
        export async function POST(request) { return withSession(async () => Response.json([]))(request, {}); }
        """,
        """
        GET /a  no
        POST /a  yes
        GET /b  no
        PUT /b  yes
        POST /b  yes
        """,
    ),
    "a wrapper that looks at the address": (
        """
        // file: lib/api.ts
        import { getServerSession } from 'next-auth';
        export const api = (handler) => async (req) => {
          if (req.nextUrl.pathname.startsWith('/api/client')) return handler(req);
          const session = await getServerSession();
          if (!session) return new Response('no', { status: 401 });
          return handler(req);
        };
        // file: app/api/client/route.ts
        import { api } from '../../../lib/api';
        export const GET = api(async () => Response.json([]));
        // file: app/api/management/route.ts
        import { api } from '../../../lib/api';
        export const GET = api(async () => Response.json([]));
        """,
        """
        GET /api/client  no
        GET /api/management  yes
        """,
    ),
    "a handler that hands over to another function, two calls deep": (
        """
        // file: app/a/route.ts
        import { list } from '../../lib/list';
        export async function GET(request: Request) { return list(request); }
        // file: lib/list.ts
        import { requireUser } from './session';
        export async function list(request) { return Response.json([(await requireUser(request)).id]); }
        // file: lib/session.ts
        import { cookies } from 'next/headers';
        export async function requireUser(request) {
          const session = await store.lookup(cookies().get('session'));
          if (!session) throw new Error('sign in');
          return session;
        }
        // file: app/b/route.ts
        import { serve } from 'a-library';
        export async function GET(request: Request) { return serve(request); }
        """,
        """
        GET /a  yes
        GET /b  unknown
        """,
    ),
    "early exits that are none, and those that are": (
        """
        // file: app/a/route.ts
        import { redirect, notFound } from 'next/navigation';
        import { auth } from '@clerk/nextjs';
        export async function GET() {
          const session = await auth();
          if (!session) redirect('/login');
          return Response.json([]);
        }
        export async function PUT() {
          const session = await auth();
          if (!session) notFound();
          return Response.json([]);
        }
        export async function POST() { const session = await auth(); return Response.json([session?.id]); }
        // file: pages/api/b.ts
        import { getServerSession } from 'next-auth';
        export default async function handler(req, res) {
          const session = await getServerSession(req, res);
          if (!session) res.status(401);
          res.json([]);
        }
        """,
        """
        GET /a  yes
        PUT /a  yes
        POST /a  no
        ALL /api/b  no
        """,
    ),
    "pages: each method is judged on its own": (
        """
        // file: pages/api/deals/[id].ts
        import { getServerSession } from 'next-auth';
        export default async function handler(req, res) {
          if (req.method === 'GET') return res.json([]);
          if (req.method === 'DELETE') {
            const session = await getServerSession(req, res);
            if (!session) { res.status(401).end(); return; }
            return res.json([]);
          }
          res.status(405).end();
        }
        // file: pages/api/index.ts
        export { default } from '../../lib/handler';
        // file: lib/handler.ts
        export default function handler(req, res) { res.json({}); }
        """,
        """
        DELETE /api/deals/[id]  yes
        GET /api/deals/[id]  no
        ALL /api  no
        """,
    ),
    "session or capability": (
        """
        // file: app/a/route.ts
        import { auth } from '@clerk/nextjs';
        export async function GET(request) {
          const session = await auth();
          if (session) return Response.json([1]);
          const link = await store.findLink(request.nextUrl.searchParams.get('token'));
          if (link) return Response.json([2]);
          return Response.json({}, { status: 401 });
        }
        """,
        "GET /a  conditional",
    ),
    "middleware: a matcher without the api protects pages only": (
        """
        // file: middleware.ts
        import { NextResponse } from 'next/server';
        import { getToken } from 'next-auth/jwt';
        export async function middleware(request) {
          const token = await getToken({ req: request });
          if (!token) return NextResponse.redirect(new URL('/login', request.url));
          return NextResponse.next();
        }
        export const config = { matcher: ['/((?!api|_next).*)'] };
        // file: app/api/deals/route.ts
        export async function GET() { return Response.json([]); }
        // file: app/export/route.ts
        export async function GET() { return Response.json([]); }
        """,
        """
        GET /api/deals  no
        GET /export  yes  by middleware
        """,
    ),
    "middleware that tests the path again": (
        """
        // file: proxy.ts
        import { NextResponse } from 'next/server';
        import { getToken } from 'next-auth/jwt';
        export async function proxy(request) {
          if (!request.nextUrl.pathname.startsWith('/api/private')) return NextResponse.next();
          if (!(await getToken({ req: request }))) return new NextResponse('no', { status: 401 });
          return NextResponse.next();
        }
        // file: app/api/open/route.ts
        export async function GET() { return Response.json([]); }
        // file: app/api/private/deals/route.ts
        export async function GET() { return Response.json([]); }
        """,
        """
        GET /api/open  no
        GET /api/private/deals  yes
        """,
    ),
    "secrets, signatures, and the switch of a deployment": (
        """
        // file: app/cron/route.ts
        export async function GET(request) {
          if (request.headers.get('authorization') !== `Bearer ${process.env.CRON_SECRET}`)
            return new Response('no', { status: 401 });
          return Response.json([]);
        }
        // file: app/hook/route.ts
        import crypto from 'crypto';
        export async function POST(request) {
          const raw = await request.text();
          const wanted = crypto.createHmac('sha256', process.env.KEY).update(raw).digest('hex');
          if (wanted !== request.headers.get('x-signature')) return new Response('no', { status: 400 });
          return Response.json([]);
        }
        // file: app/queue/route.ts
        import { Receiver } from '@upstash/qstash';
        const receiver = new Receiver({});
        async function verified(request) {
          if (process.env.VERCEL !== '1') return;
          const ok = await receiver.verify({ signature: request.headers.get('upstash-signature'), body: 'x' });
          if (!ok) throw new Error('no');
        }
        export async function POST(request) { await verified(request); return Response.json([]); }
        """,
        """
        GET /cron  yes  by a shared secret
        POST /hook  conditional  by signature
        POST /queue  conditional  by signature
        """,
    ),
    "handlers of a login library, and dispatchers": (
        """
        // file: auth.ts
        import NextAuth from 'next-auth';
        export const { handlers, auth } = NextAuth({ providers: [] });
        // file: app/api/auth/[...nextauth]/route.ts
        import { handlers } from '../../../../auth';
        export const { GET, POST } = handlers;
        // file: app/api/trpc/[trpc]/route.ts
        import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
        const handler = (req: Request) => fetchRequestHandler({ endpoint: '/api/trpc', req, router });
        export { handler as GET };
        // file: app/api/auth/[...nextauth]/options.ts
        export const OPTIONS = 1;
        """,
        """
        GET /api/auth/[...nextauth]  no  validated unknown
        POST /api/auth/[...nextauth]  no  validated unknown
        GET /api/trpc/[trpc]  conditional  validated unknown
        """,
    ),
    "validation: parsed, cast, assembled, by the wrapper": (
        """
        // file: lib/api.ts
        export const api = ({ schemas, handler }) => async (request) => {
          const body = schemas.body.parse(await request.json());
          return handler({ body });
        };
        // file: app/a/route.ts
        export async function POST(request) { const deal = schema.parse(await request.json()); return save(deal); }
        export async function PUT(request) {
          const deal = (await request.json()) as Deal;
          return Response.json(store.save(deal));
        }
        export async function PATCH(request) {
          const body = await request.json();
          const result = schema.safeParse({ name: body.name });
          if (!result.success) return new Response('', { status: 400 });
          return Response.json(store.save(result.data));
        }
        export async function GET(request) {
          const { searchParams } = new URL(request.url);
          return Response.json(store.list(searchParams.get('page')));
        }
        export async function DELETE(request, { params }) { return Response.json(store.remove((await params).id)); }
        // file: app/b/route.ts
        import { api } from '../../lib/api';
        const handler = async ({ body }) => Response.json(store.save(body));
        export const POST = api({ schemas: { body: schema }, handler });
        // file: app/c/route.ts
        import { z } from 'zod';
        const config = z.object({}).parse(process.env);
        export async function POST(request) { return Response.json(store.save(await request.json())); }
        """,
        """
        POST /a  no  validated yes
        PUT /a  no  validated no
        PATCH /a  no  validated yes
        GET /a  no  validated no
        DELETE /a  no  validated none_needed
        POST /b  no  validated yes
        POST /c  no  validated no
        """,
    ),
    "OPTIONS that only answers other origins": (
        """
        // file: app/a/route.ts
        export function OPTIONS() { return new Response(null, { headers: {} }); }
        """,
        "OPTIONS /a  no  validated none_needed",
    ),
    "a base path": (
        """
        // file: next.config.js
        module.exports = { basePath: '/crm' };
        // file: app/a/route.ts
        export function GET() { return new Response(null); }
        """,
        "GET /crm/a  no",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_next(name: str, tmp_path: Path):
    source, expected = CASES[name]

    shown, wanted = compared(found(tmp_path, source), expected)

    assert shown == wanted


def test_route_files_of_packages_without_next_are_none(tmp_path: Path):
    (tmp_path / "package.json").write_text('{"name": "remix", "dependencies": {"remix": "*"}}', "utf-8")

    assert found(tmp_path, "// file: app/a/route.ts\nexport function GET() { return new Response(null); }") == []
