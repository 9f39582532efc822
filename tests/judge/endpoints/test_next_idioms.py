"""Next.js: rewrites, middleware of libraries, wrappers and guards that return early."""

from pathlib import Path

import pytest

from judge.endpoints.cases import compared, found
from judge.endpoints.test_next import AUTH

CASES = {
    "rewrites": (
        """
// file: next.config.js
module.exports = {
  async rewrites() {
    return [
      { source: '/v1/:path*', destination: '/api/:path*' },
      { source: '/health', destination: '/api/status' },
      { source: '/blog/:slug*', destination: 'https://example.com/:slug*' },
    ];
  },
};
// file: app/api/status/route.ts
export async function GET() { return Response.json([]); }
// file: app/other/route.ts
export async function GET() { return Response.json([]); }
""",
        """
GET /api/status  no  note also answers at `/v1/status`
GET /other  no
""",
    ),
    "rewrite past the matcher": (
        """
// file: next.config.mjs
export default { rewrites: async () => ({ beforeFiles: [{ source: '/feed/:path*',
  destination: '/private/:path*' }] }) };
// file: middleware.ts
import { NextResponse } from 'next/server';
import { getToken } from 'next-auth/jwt';
export default async function middleware(request) {
  if (!(await getToken({ req: request }))) return NextResponse.redirect(new URL('/login', request.url));
  return NextResponse.next();
}
export const config = { matcher: ['/private/:path*'] };
// file: app/private/deals/route.ts
export async function GET() { return Response.json([]); }
""",
        """
GET /feed/deals  no  note rewritten to
GET /private/deals  yes
""",
    ),
    "matchers": (
        """
// file: src/middleware.ts
export { auth as middleware } from './auth';
export const config = { matcher: ['/((?!api/public|_next/static|favicon.ico).*)'] };
// file: src/auth.ts
import NextAuth from 'next-auth';
export const { handlers, auth } = NextAuth({ providers: [], callbacks: { authorized: ({
  auth }) => !!auth } });
// file: src/app/api/public/route.ts
export async function GET() { return Response.json([]); }
// file: src/app/api/deals/route.ts
export async function GET() { return Response.json([]); }
""",
        """
GET /api/deals  yes
GET /api/public  no
""",
    ),
    "matchers of clerk": (
        """
// file: middleware.ts
import { clerkMiddleware, createRouteMatcher } from '@clerk/nextjs/server';
const isPublic = createRouteMatcher(['/sign-in(.*)', '/api/webhooks(.*)']);
export default clerkMiddleware(async (auth, request) => {
  if (!isPublic(request)) await auth.protect();
});
export const config = { matcher: ['/((?!_next|[^?]*\\\\.(?:html?|css|js)).*)', '/(api|trpc)(.*)'] };
// file: app/api/webhooks/clerk/route.ts
export async function POST() { return Response.json([]); }
// file: app/api/deals/route.ts
export async function GET() { return Response.json([]); }
""",
        """
GET /api/deals  yes
POST /api/webhooks/clerk  no
""",
    ),
    "clerk protected matcher": (
        """
// file: middleware.ts
import { clerkMiddleware, createRouteMatcher } from '@clerk/nextjs/server';
const isProtected = createRouteMatcher(['/api/private(.*)']);
export default clerkMiddleware((auth, req) => { if (isProtected(req)) auth().protect(); });
// file: app/api/private/a/route.ts
export async function GET() { return Response.json([]); }
// file: app/api/deals/route.ts
export async function GET() { return Response.json([]); }
""",
        """
GET /api/deals  no
GET /api/private/a  yes
""",
    ),
    "next-auth middleware wrapper": (
        """
// file: middleware.ts
import { withAuth } from 'next-auth/middleware';
export default withAuth({ callbacks: { authorized: ({ token }) => !!token } });
export const config = { matcher: ['/api/deals/:path*'] };
// file: app/api/deals/route.ts
export async function GET() { return Response.json([]); }
// file: app/api/other/route.ts
export async function GET() { return Response.json([]); }
""",
        """
GET /api/deals  yes
GET /api/other  no
""",
    ),
    "next-auth middleware default re-export": (
        """
// file: middleware.ts
export { default } from 'next-auth/middleware';
export const config = { matcher: ['/api/deals/:path*'] };
// file: app/api/deals/[id]/route.ts
export async function GET() { return Response.json([]); }
""",
        "GET /api/deals/[id]  yes",
    ),
    "auth wrapped middleware": (
        """
// file: middleware.ts
import { auth } from './auth';
export default auth((req) => {
  if (!req.auth && req.nextUrl.pathname !== '/login') return Response.redirect(new URL('/login',
  req.nextUrl.origin)); });
// file: auth.ts
import NextAuth from 'next-auth';
export const { handlers, auth, signIn } = NextAuth({ providers: [] });
// file: app/api/deals/route.ts
export async function GET() { return Response.json([]); }
// file: app/api/me/route.ts
import { auth } from '../../../auth';
export const GET = auth(function GET(req) { if (!req.auth) return Response.json({}, { status: 401 });
  return Response.json([]); });
export const POST = auth(function POST(req) { return Response.json([]); });
""",
        """
GET /api/deals  yes
GET /api/me  yes
POST /api/me  yes
""",
    ),
    "auth wrapper without check": (
        """
// file: auth.ts
import NextAuth from 'next-auth';
export const { handlers, auth, signIn } = NextAuth({ providers: [] });
// file: app/api/me/route.ts
import { auth } from '../../../auth';
export const POST = auth(function POST(req) { return Response.json([]); });
export const GET = async () => { const session = await auth(); if (!session?.user) {
  return new Response('Unauthorized', { status: 401 }); } return Response.json([]); };
""",
        """
POST /api/me  no
GET /api/me  yes
""",
    ),
    "session helpers and early return objects": (
        AUTH
        + """
// file: lib/guard.ts
import { auth } from '@clerk/nextjs/server';
import { NextResponse } from 'next/server';
export async function requireApiUser() {
  const { userId } = await auth();
  if (!userId) return { error: NextResponse.json({}, { status: 401 }) };
  return { userId };
}
export async function guard(req) {
  const { userId } = await auth();
  if (!userId) return NextResponse.json({}, { status: 401 });
  return null;
}
// file: app/a/route.ts
import { requireApiUser, guard } from '../../lib/guard';
import { NextResponse } from 'next/server';
export async function GET() {
  const result = await requireApiUser();
  if ('error' in result) return result.error;
  return NextResponse.json([]);
}
export async function POST(req) {
  const denied = await guard(req);
  if (denied) return denied;
  return NextResponse.json([]);
}
export async function PUT() {
  const { userId, error } = await requireApiUser();
  if (error) return error;
  return NextResponse.json([]);
}
export async function PATCH(req) {
  const denied = await guard(req);
  if (denied instanceof NextResponse) return denied;
  return NextResponse.json([]);
}
export async function DELETE(req) {
  await guard(req);
  return NextResponse.json([]);
}
""",
        """
GET /a  yes
POST /a  yes
PUT /a  yes
PATCH /a  yes
DELETE /a  no
""",
    ),
    "pages method dispatch": (
        """
// file: pages/api/a.ts
import { getServerSession } from 'next-auth/next';
export default async function handler(req, res) {
  if (req.method !== 'POST') return res.status(405).end();
  const session = await getServerSession(req, res, {});
  if (!session) return res.status(401).json({});
  res.json([]);
}
// file: pages/api/b.ts
import { getServerSession } from 'next-auth/next';
async function list(req, res) { res.json([]); }
async function add(req, res) { const s = await getServerSession(req, res, {});
  if (!s) return res.status(401).end(); res.json([]); }
export default async function handler(req, res) {
  switch (req.method) {
    case 'GET': return list(req, res);
    case 'POST': return add(req, res);
    default: res.setHeader('Allow', ['GET']); return res.status(405).end();
  }
}
// file: pages/api/c.ts
import { getSession } from 'next-auth/react';
const handlers = {
  GET: async (req, res) => res.json([]),
  DELETE: async (req, res) => { const s = await getSession({ req }); if (!s) { res.status(401).end();
    return; } res.json([]); },
};
export default async function handler(req, res) { const f = handlers[req.method];
  if (!f) return res.status(405).end(); await f(req, res); }
// file: pages/api/d.ts
import { withApiAuthRequired } from '@auth0/nextjs-auth0';
export default withApiAuthRequired(async function handler(req, res) { res.json([]); });
""",
        """
POST /api/a  yes
GET /api/b  no
POST /api/b  yes
DELETE /api/c  yes
GET /api/c  no
ALL /api/d  yes
""",
    ),
    "option wrappers": (
        """
// file: lib/route.ts
import { getServerSession } from 'next-auth';
export function route({ handler, auth = 'session', schemas }) {
  return async (req, ctx) => {
    let user = null;
    if (auth === 'session') {
      const session = await getServerSession();
      if (!session) return new Response(null, { status: 401 });
      user = session.user;
    } else if (auth === 'key') {
      const key = req.headers.get('x-api-key');
      if (key !== process.env.API_KEY) return new Response(null, { status: 401 });
    }
    return handler({ req, user });
  };
}
// file: app/a/route.ts
import { route } from '../../lib/route';
export const GET = route({ handler: async () => Response.json([]) });
export const POST = route({ auth: 'key', handler: async () => Response.json([]) });
export const PUT = route({ auth: 'none', handler: async () => Response.json([]) });
// file: app/b/route.ts
import { route } from '../../lib/route';
export async function POST(request) { return route({ handler: async () => Response.json([]) })(request, {}); }
""",
        """
GET /a  yes
POST /a  yes
PUT /a  no
POST /b  yes
""",
    ),
    "supabase, lucia, iron": (
        """
// file: app/a/route.ts
import { createClient } from '@/utils/supabase/server';
export async function GET() {
  const supabase = await createClient();
  const { data: { user }, error } = await supabase.auth.getUser();
  if (error || !user) return Response.json({}, { status: 401 });
  return Response.json([]);
}
export async function POST() {
  const supabase = await createClient();
  const { data } = await supabase.auth.getUser();
  return Response.json([data]);
}
// file: utils/supabase/server.ts
import { createServerClient } from '@supabase/ssr';
import { cookies } from 'next/headers';
export async function createClient() { const store = await cookies();
  return createServerClient(process.env.U!, process.env.K!, { cookies: { getAll() { return store.getAll();
  } } }); }
// file: app/b/route.ts
import { getIronSession } from 'iron-session';
import { cookies } from 'next/headers';
export async function GET() {
  const session = await getIronSession(await cookies(), {});
  if (!session.isLoggedIn) return new Response(null, { status: 401 });
  return Response.json([]);
}
// file: app/c/route.ts
import { auth } from '@/lib/auth';
import { headers } from 'next/headers';
export async function GET() {
  const session = await auth.api.getSession({ headers: await headers() });
  if (!session) { return new Response(null, { status: 401 }); }
  return Response.json([]);
}
// file: lib/auth.ts
import { betterAuth } from 'better-auth';
export const auth = betterAuth({});
// file: tsconfig.json
{ "compilerOptions": { "paths": { "@/*": ["./*"] } } }
""",
        """
GET /a  yes
POST /a  no
GET /b  yes
GET /c  yes
""",
    ),
    "ignored parse": (
        """
// file: app/a/route.ts
export async function POST(request) {
  const body = await request.json();
  const result = schema.safeParse(body);
  if (!result.success) console.warn(result.error);
  return Response.json(store.save(body));
}
export async function PUT(request) {
  const body = await request.json();
  const id = idSchema.parse(body.id);
  return Response.json(store.save({ id, ...body }));
}
""",
        """
POST /a  no  validated no
PUT /a  no  validated no
""",
    ),
    "proxy redirect only pages": (
        """
// file: middleware.ts
import { NextResponse } from 'next/server';
export function middleware(request) {
  const token = request.cookies.get('session-token')?.value;
  const { pathname } = request.nextUrl;
  if (pathname.startsWith('/dashboard') && !token) return NextResponse.redirect(new URL('/login',
    request.url));
  return NextResponse.next();
}
// file: app/api/a/route.ts
export async function GET() { return Response.json([]); }
// file: app/dashboard/export/route.ts
export async function GET() { return Response.json([]); }
""",
        """
GET /api/a  no
GET /dashboard/export  conditional
""",
    ),
    "public unless what is asked for is private": (
        """
// file: app/a/route.ts
import { auth } from '@clerk/nextjs/server';
import { notFound, unauthorized } from 'next/navigation';
export async function GET(request, { params }) {
  const page = await db.pages.find((await params).slug);
  if (!page) return notFound();
  if (page.access === 'members') {
    const { userId } = await auth();
    if (!userId) return unauthorized();
  }
  return Response.json(page);
}
export async function POST() {
  const { userId } = await auth();
  const rows = userId ? await db.rows.mine(userId) : await db.rows.open();
  return Response.json(rows);
}
""",
        """
GET /a  conditional  by only some requests are asked
POST /a  no
""",
    ),
    "what is left out for a known caller is not left out for another": (
        """
// file: lib/session.ts
import { cookies } from 'next/headers';
import { auth } from '@clerk/nextjs/server';
async function fromCookies() { return store.lookup(cookies().get('session')); }
export async function requireUser() { const { userId } = await auth(); if (!userId) throw new Error('sign in'); }
export async function owner(request) {
  const found = await fromCookies();
  if (!found) throw new Error('sign in');
  return found;
}
// file: app/a/route.ts
import { owner, requireUser } from '../../lib/session';
export async function GET(request) { await requireUser(); return Response.json(await owner(request)); }
// file: app/b/route.ts
import { owner } from '../../lib/session';
export async function GET(request) { return Response.json(await owner(request)); }
""",
        """
GET /a  yes
GET /b  yes
""",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_next(name: str, tmp_path: Path):
    source, expected = CASES[name]

    shown, wanted = compared(found(tmp_path, source), expected)

    assert shown == wanted
