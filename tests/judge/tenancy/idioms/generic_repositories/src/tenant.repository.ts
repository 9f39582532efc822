import { DeepPartial, FindManyOptions, FindOptionsWhere, Repository } from 'typeorm';
import { TenantContext } from './tenant-context';
import { TenantOwned } from './entities';
export abstract class TenantRepository<T extends TenantOwned> {
  protected constructor(protected readonly model: Repository<T>, protected readonly tenant: TenantContext) {}
  protected mine(where: FindOptionsWhere<T> = {}): FindOptionsWhere<T> {
    return { ...where, orgId: this.tenant.orgId } as FindOptionsWhere<T>;
  }
  list(options: FindManyOptions<T> = {}) {
    return this.model.find({ ...options, where: this.mine(options.where as FindOptionsWhere<T>) }); // safe
  }
  one(id: string) {
    return this.model.findOne({ where: this.mine({ id } as FindOptionsWhere<T>) }); // safe
  }
  anyone(id: string) {
    return this.model.findOneBy({ id } as FindOptionsWhere<T>); // unsafe
  }
  remove(id: string) {
    return this.model.delete(this.mine({ id } as FindOptionsWhere<T>)); // safe
  }
  add(row: DeepPartial<T>) {
    return this.model.save(this.model.create({ ...row, orgId: this.tenant.orgId } as DeepPartial<T>)); // safe
  }
}
