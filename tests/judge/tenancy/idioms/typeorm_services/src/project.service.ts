import { Injectable, NotFoundException } from '@nestjs/common';
import { InjectRepository, InjectEntityManager, InjectDataSource } from '@nestjs/typeorm';
import { Repository, EntityManager, DataSource, In, FindOptionsWhere } from 'typeorm';
import { Project, Task } from './entities';
import { TenantService } from './base.service';
@Injectable()
export class ProjectService extends TenantService<Project> {
  constructor(@InjectRepository(Project) repository: Repository<Project>, @InjectRepository(Task) private readonly tasks: Repository<Task>, private readonly dataSource: DataSource) { super(repository); }
  a(orgId: string, id: string) { return this.repository.findOneBy({ id, orgId }); } // safe
  b(id: string) { return this.repository.findOneBy({ id }); } // unsafe
  c(orgId: string, names: string[]) { return this.repository.find({ where: [{ orgId, name: names[0] }, { orgId, name: names[1] }] }); } // safe
  d(orgId: string, names: string[]) { return this.repository.find({ where: [{ orgId, name: names[0] }, { name: names[1] }] }); } // unsafe
  e(orgId: string, names: string[]) { const where: FindOptionsWhere<Project>[] = names.map((name) => ({ orgId, name })); return this.repository.find({ where }); } // safe
  f(orgId: string) { return this.repository.createQueryBuilder('p').where('p.orgId = :orgId', { orgId }).andWhere('p.name = :n', { n: 'x' }).getMany(); } // safe
  g(orgId: string) { return this.repository.createQueryBuilder('p').where('p.orgId = :orgId', { orgId }).orWhere('p.name = :n', { n: 'x' }).getMany(); } // unsafe
  h(orgId: string, id: string) { return this.tasks.createQueryBuilder('t').innerJoin('t.project', 'p').where('t.id = :id', { id }).andWhere('p.orgId = :orgId', { orgId }).getOne(); } // safe
  i(orgId: string, id: string) { return this.tasks.createQueryBuilder('t').innerJoin('t.project', 'p').where('t.id = :id', { id }).getOne(); } // unsafe
  j(orgId: string, id: string) { return this.tasks.findOne({ where: { id, project: { orgId } } }); } // safe
  k(orgId: string, id: string) { return this.tasks.findOne({ where: { id }, relations: { project: true } }); } // unsafe
  async l(orgId: string, id: string) {
    return this.dataSource.transaction(async (manager) => {
      const p = await manager.findOne(Project, { where: { id, orgId } }); // safe
      if (!p) throw new NotFoundException();
      await manager.delete(Task, { projectId: p.id }); // safe
      await manager.getRepository(Task).update({ title: 'x' }, { title: 'y' }); // unsafe
      p.name = 'b';
      await manager.save(p); // safe
    });
  }
  async m(orgId: string, id: string) {
    const r = await this.repository.delete({ id, orgId }); // safe
    if (!r.affected) throw new NotFoundException();
    await this.tasks.delete({ projectId: id }); // safe
  }
  async n(orgId: string, id: string) {
    const p = await this.repository.findOne({ where: { id } }); // safe
    if (!p || p.orgId !== orgId) throw new NotFoundException();
    return p;
  }
  o(orgId: string | undefined, id: string) { return this.repository.findOneBy({ id, orgId }); } // unsafe
  p(orgId: string, name?: string) {
    const qb = this.repository.createQueryBuilder('p'); // safe
    qb.where('p.orgId = :orgId', { orgId });
    if (name) qb.andWhere('p.name = :name', { name });
    return qb.getMany();
  }
  q(orgId: string, name?: string) {
    const qb = this.repository.createQueryBuilder('p'); // unsafe
    if (orgId) qb.where('p.orgId = :orgId', { orgId });
    return qb.getMany();
  }
  r(orgId: string, name?: string) {
    const qb = this.repository.createQueryBuilder('p').where('p.orgId = :orgId', { orgId }); // unsafe
    if (name) qb.where('p.name = :name', { name });
    return qb.getMany();
  }
  s(id: string) { return this.removeAny(id); }
  async t(orgId: string, id: string) { return this.dataSource.query('SELECT * FROM project WHERE "orgId" = $1 AND id = $2', [orgId, id]); } // safe
  async u(orgId: string, id: string) { return this.dataSource.query('SELECT * FROM project WHERE id = $1', [id]); } // unsafe
  async v(orgId: string, id: string) {
    const runner = this.dataSource.createQueryRunner();
    await runner.startTransaction();
    try {
      await runner.manager.update(Project, { id, orgId }, { name: 'c' }); // safe
      await runner.manager.update(Project, { id }, { name: 'c' }); // unsafe
      await runner.commitTransaction();
    } finally { await runner.release(); }
  }
  w(dto: { orgId: string; id: string }, user: { orgId: string }) { return this.repository.save({ ...dto, orgId: user.orgId }); } // unsafe
  x(orgId: string, ids: string[]) { return this.repository.findBy({ id: In(ids), orgId }); } // safe
}
