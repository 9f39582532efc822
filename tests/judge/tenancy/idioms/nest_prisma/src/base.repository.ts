import { PrismaService } from './prisma.service';
export abstract class BaseRepository<T> {
  constructor(protected readonly prisma: PrismaService) {}
  protected abstract get delegate(): any;
  findAllOf(where: any) { return this.delegate.findMany({ where }); }
}
