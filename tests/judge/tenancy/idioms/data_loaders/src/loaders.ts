import DataLoader from 'dataloader';
import { PrismaClient } from '@prisma/client';
export const prisma = new PrismaClient();
export function loadersOf(orgId: string) {
  return {
    authors: new DataLoader(async (ids: readonly string[]) => {
      const rows = await prisma.author.findMany({ where: { id: { in: [...ids] }, orgId } }); // safe
      return ids.map((id) => rows.find((row) => row.id === id) ?? null);
    }),
    anyAuthors: new DataLoader(async (ids: readonly string[]) => {
      const rows = await prisma.author.findMany({ where: { id: { in: [...ids] } } }); // unsafe
      return ids.map((id) => rows.find((row) => row.id === id) ?? null);
    }),
    booksByAuthor: new DataLoader<string, { id: string }[]>(async (authorIds) => {
      const books = await prisma.book.findMany({ where: { authorId: { in: authorIds as string[] }, author: { orgId } } }); // safe
      return authorIds.map((id) => books.filter((book) => book.authorId === id));
    }),
  };
}
export type Loaders = ReturnType<typeof loadersOf>;
export class BookLoader {
  private readonly loader = new DataLoader<string, unknown>((keys) => this.batch(keys));
  constructor(private readonly orgId: string) {}
  load(id: string) {
    return this.loader.load(id);
  }
  private async batch(keys: readonly string[]) {
    return prisma.book.findMany({ where: { id: { in: [...keys] }, author: { orgId: this.orgId } } }); // safe
  }
}
