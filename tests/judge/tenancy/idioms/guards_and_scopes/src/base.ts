export abstract class Repo<W> {
  protected constructor(protected readonly delegate: any, protected readonly orgId: string) {}
  protected scoped(where: W) { return { AND: [where, { orgId: this.orgId }] }; }
}
