import { clientFor, readOnly, root } from './clients';

type Session = { orgId: string; userId: string };

export class BoardService {
  private readonly db: ReturnType<typeof clientFor>;
  constructor(session: Session) {
    this.db = clientFor(session.orgId);
  }
  list() {
    return this.db.board.findMany({ where: { archived: false } }); // safe
  }
  archive(id: string) {
    return this.db.board.update({ where: { id }, data: { archived: true } }); // safe
  }
  cards(boardId: string) {
    return this.db.card.findMany({ where: { boardId } }); // unsafe
  }
  async checkedCards(boardId: string) {
    const board = await this.db.board.findFirst({ where: { id: boardId } }); // safe
    if (!board) throw new Error('404');
    return this.db.card.findMany({ where: { boardId: board.id } }); // safe
  }
  everything() {
    return root.board.findMany(); // unsafe
  }
}
export async function names(session: Session) {
  const db = readOnly(session.orgId);
  const boards = await db.board.findMany({ select: { name: true } }); // safe
  const first = await db.board.findFirst({ where: { archived: false } }); // unsafe
  return { boards, first };
}
