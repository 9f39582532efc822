import { Repository, FindOptionsWhere, DeepPartial } from 'typeorm';
import { TenantEntity } from './entities';
export abstract class TenantService<T extends TenantEntity> {
  protected constructor(protected readonly repository: Repository<T>) {}
  findAll(orgId: string) { return this.repository.find({ where: { orgId } as FindOptionsWhere<T> }); }
  findOne(orgId: string, id: string) { return this.repository.findOne({ where: { id, orgId } as any }); }
  removeAny(id: string) { return this.repository.delete(id); }
}
