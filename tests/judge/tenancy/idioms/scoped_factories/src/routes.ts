import { boardsAcross, allowedBoards, contextFor, myOrgs } from './context';

export async function GET(request: Request, { params }: { params: { org: string; board: string } }) {
  const ctx = await contextFor(await session(request), params.org);
  return Response.json({ all: await ctx.boards.all(), one: await ctx.boards.byId(params.board), cards: await ctx.cards.list(params.board), org: await ctx.org() });
}
export async function POST(request: Request, { params }: { params: { org: string; board: string } }) {
  const ctx = await contextFor(await session(request), params.org);
  const body = await request.json();
  await ctx.cards.add(params.board, body.id, body.title);
  await ctx.cards.move(body.id, params.board);
  return Response.json({ made: await ctx.boards.create(body.name, body.id) });
}
export async function PATCH(request: Request, { params }: { params: { org: string; board: string } }) {
  const ctx = await contextFor(await session(request), params.org);
  return Response.json({ n: await ctx.cards.count(params.board) });
}
export async function DELETE(request: Request, { params }: { params: { org: string; board: string } }) {
  const ctx = await contextFor(await session(request), params.org);
  await ctx.boards.purge(params.board);
  await ctx.boards.rename(params.board, 'gone');
  return Response.json({ across: await boardsAcross(await request.json()), mine: await myOrgs(await session(request)), some: await allowedBoards(await session(request), (await request.json()).orgIds) });
}
declare function session(request: Request): Promise<{ userId: string }>;
