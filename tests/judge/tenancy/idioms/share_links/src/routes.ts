import { create, open, revokeAny } from './share';
export async function GET(_request: Request, { params }: { params: { token: string } }) {
  return Response.json(await open(params.token));
}
export async function POST(request: Request) {
  const session = await auth(request);
  return Response.json(await create(session.orgId, (await request.json()).reportId));
}
export async function DELETE(_request: Request, { params }: { params: { id: string } }) {
  await revokeAny(params.id);
  return new Response(null, { status: 204 });
}
declare function auth(request: Request): Promise<{ orgId: string }>;
