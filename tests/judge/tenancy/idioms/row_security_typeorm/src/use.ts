import { DataSource, EntityManager } from 'typeorm';
import { Project } from './entities';
export class S {
  constructor(private readonly dataSource: DataSource) {}
  get(orgId: string, id: string) {
    return this.dataSource.transaction(async (manager) => {
      await manager.query(`SELECT set_config('app.tenant_id', $1, true)`, [orgId]);
      await manager.findOneBy(Project, { id }); // safe
      await manager.getRepository(Project).findOneBy({ id }); // safe
      await manager.getRepository(Project).createQueryBuilder('p').getMany(); // safe
    });
  }
  async get2(orgId: string, id: string) {
    const runner = this.dataSource.createQueryRunner();
    await runner.connect();
    await runner.startTransaction();
    await runner.query(`SET LOCAL app.tenant_id = '${orgId}'`);
    await runner.manager.findOneBy(Project, { id }); // safe
    await runner.commitTransaction();
    await runner.manager.findOneBy(Project, { id }); // unsafe
  }
}
