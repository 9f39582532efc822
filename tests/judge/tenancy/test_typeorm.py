"""TypeORM: repositories, entity managers, active records and query builders, judged by what pins them."""

from __future__ import annotations

import pytest

from blueprint_ls.codebase.tenancy import Tenancy

from .support import verdicts

TENANCY = Tenancy(key="workspaceId", roots=("Workspace",), shared=("Country",))
ENTITIES = """
    import { BaseEntity, Column, Entity, JoinColumn, ManyToOne, OneToMany, PrimaryGeneratedColumn } from "typeorm";

    @Entity("workspaces")
    export class Workspace extends BaseEntity {
      @PrimaryGeneratedColumn("uuid") id: string;
      @Column() name: string;
    }

    @Entity("deals")
    export class Deal extends BaseEntity {
      @PrimaryGeneratedColumn("uuid") id: string;
      @Column() title: string;
      @Column() workspaceId: string;
      @ManyToOne(() => Workspace, { nullable: false }) @JoinColumn({ name: "workspaceId" }) workspace: Workspace;
      @OneToMany(() => Note, (note) => note.deal) notes: Note[];
    }

    @Entity("notes")
    export class Note {
      @PrimaryGeneratedColumn("uuid") id: string;
      @Column() text: string;
      @Column() dealId: string;
      @ManyToOne(() => Deal, { nullable: false }) @JoinColumn({ name: "dealId" }) deal: Deal;
    }

    @Entity("countries")
    export class Country {
      @PrimaryGeneratedColumn() id: number;
      @Column() code: string;
    }
"""
HEAD = """
    import { DataSource, EntityManager, Repository, In, Not, IsNull, Brackets, Raw } from "typeorm";
    import { InjectRepository } from "@nestjs/typeorm";
    import { Deal, Note, Workspace, Country } from "./entities";

"""


def service(body: str, extra: str = "") -> list[str]:
    """The verdicts on the methods of a class that is given repositories, without the file and line."""
    text = HEAD + extra + "    export class Deals {\n      constructor(\n"
    text += "        @InjectRepository(Deal) private readonly deals: Repository<Deal>,\n"
    text += "        private notes: Repository<Note>, private dataSource: DataSource) {}\n" + body + "    }\n"
    found = verdicts({"src/entities.ts": ENTITIES, "src/deals.ts": text}, TENANCY)
    return [one.partition(" ")[2] for one in found]


def method(statements: str, parameters: str = "workspaceId: string, id: string, body: any") -> list[str]:
    """The verdicts on one method's statements."""
    return service(f"      async run({parameters}) {{ {statements} }}\n")


@pytest.mark.parametrize(
    ("statement", "verdict"),
    [
        ("await this.deals.find({ where: { workspaceId } })", "Deal.find scoped"),
        ("await this.deals.find()", "Deal.find unscoped"),
        ("await this.deals.find({ order: { title: 'ASC' } })", "Deal.find unscoped"),
        ("await this.deals.findOne({ where: { id } })", "Deal.findOne unscoped"),
        ("await this.deals.findOneBy({ id, workspaceId })", "Deal.findOneBy scoped"),
        ("await this.deals.findOneBy({ id, workspace: { id: workspaceId } })", "Deal.findOneBy scoped"),
        ("await this.deals.find({ where: [{ workspaceId }, { workspaceId, id }] })", "Deal.find scoped"),
        ("await this.deals.find({ where: [{ workspaceId }, { id }] })", "Deal.find conditional"),
        ("await this.deals.find({ where: { workspaceId: In([workspaceId]) } })", "Deal.find scoped"),
        ("await this.deals.find({ where: { workspaceId: Not(workspaceId) } })", "Deal.find unscoped"),
        ("await this.deals.find({ where: { workspaceId: Not(IsNull()) } })", "Deal.find unscoped"),
        ("await this.deals.countBy({ workspaceId })", "Deal.countBy scoped"),
        ("await this.deals.sum('id', { workspaceId })", "Deal.sum scoped"),
        ("await this.deals.exists({ where: { id } })", "Deal.exists unscoped"),
        ("await this.deals.update({ id, workspaceId }, { title: 'a' })", "Deal.update scoped"),
        ("await this.deals.update(id, { workspaceId })", "Deal.update unscoped"),
        ("await this.deals.delete([id])", "Deal.delete unscoped"),
        ("await this.deals.softDelete({ workspaceId })", "Deal.softDelete scoped"),
        ("await this.deals.clear()", "Deal.clear unscoped"),
        ("await this.deals.increment({ id }, 'rank', 1)", "Deal.increment unscoped"),
        ("await this.deals.insert({ title: 'a', workspaceId })", "Deal.insert scoped"),
        ("await this.deals.insert({ title: 'a' })", "Deal.insert unscoped"),
        ("await this.deals.upsert({ id, workspaceId }, ['id'])", "Deal.upsert unscoped"),
        ("await this.deals.upsert({ title: id, workspaceId }, ['workspaceId', 'title'])", "Deal.upsert scoped"),
        ("await this.dataSource.getRepository(Deal).find({ where: { workspaceId } })", "Deal.find scoped"),
        ("await this.dataSource.manager.find(Deal, { where: { id } })", "Deal.find unscoped"),
        ("await this.dataSource.transaction(async (em) => em.delete(Deal, { id }))", "Deal.delete unscoped"),
        ("await this.dataSource.transaction((em) => em.delete(Deal, { id, workspaceId }))", "Deal.delete scoped"),
        ("await Deal.findOneBy({ id })", "Deal.findOneBy unscoped"),
        ("await Deal.find({ where: { workspaceId } })", "Deal.find scoped"),
        ("await this.notes.find({ where: { deal: { workspaceId } } })", "Note.find scoped"),
        ("await this.notes.find({ where: { deal: { workspace: { id: workspaceId } } } })", "Note.find scoped"),
        ("await this.notes.find({ where: { deal: { id } } })", "Note.find unscoped"),
        ("await this.deals.manager.getRepository(Country).find()", "Country.find global"),
        ("await this.deals.findOne(body)", "Deal.findOne unknown"),
        ("await this.deals.save({ id: body.id, workspaceId })", "Deal.save unscoped"),
        ("await this.deals.save({ title: body.title, workspaceId })", "Deal.save scoped"),
        ("await this.deals.save(this.deals.create({ title: body.title, workspaceId }))", "Deal.save scoped"),
        ("await this.deals.save(this.deals.create({ title: body.title }))", "Deal.save unscoped"),
        ("const d = this.dataSource.manager.create(Deal, { workspaceId }); await this.dataSource.manager.save(d)",
         "Deal.save scoped"),
        ("const d = new Deal(); d.workspaceId = workspaceId; await this.deals.save(d)", "Deal.save scoped"),
        ("const d = new Deal(); d.title = id; await d.save()", "Deal.save unscoped"),
        ("await this.dataSource.manager.save(Deal, [{ title: id, workspaceId }])", "Deal.save scoped"),
    ],
)  # fmt: skip
def test_one_call(statement: str, verdict: str) -> None:
    assert method(statement) == [verdict]


def test_an_optional_key_is_conditional() -> None:
    found = method("await this.deals.findOneBy({ id, workspaceId })", "id: string, workspaceId?: string")
    assert found == ["Deal.findOneBy conditional"]


def test_a_where_built_step_by_step() -> None:
    found = method("const where: any = {}; where.workspaceId = workspaceId; await this.deals.find({ where })")
    assert found == ["Deal.find scoped"]
    found = method(
        "const where: any = { id }; if (body) where.workspaceId = workspaceId; await this.deals.find({ where })"
    )
    assert found == ["Deal.find conditional"]


def test_a_fetched_row_lends_its_key() -> None:
    found = method(
        "const deal = await this.deals.findOneBy({ id, workspaceId }); if (!deal) throw new Error();"
        "await this.notes.find({ where: { dealId: deal.id } }); await this.notes.delete({ deal: { id: deal.id } })"
    )
    assert found == ["Deal.findOneBy scoped", "Note.find indirect", "Note.delete indirect"]


def test_saving_a_fetched_row() -> None:
    found = method("const d = await this.deals.findOneBy({ id, workspaceId }); d.title = ''; await this.deals.save(d)")
    assert found == ["Deal.findOneBy scoped", "Deal.save indirect"]
    found = method("const d = await this.deals.findOneBy({ id }); await this.deals.save({ ...d, ...body })")
    assert found == ["Deal.findOneBy unscoped", "Deal.save unscoped"]
    found = method("const d = await Deal.findOneBy({ id, workspaceId }); await d.remove()")
    assert found == ["Deal.findOneBy scoped", "Deal.remove indirect"]


def test_comparing_after_the_fetch() -> None:
    found = method(
        "const d = await this.deals.findOneBy({ id }); if (!d || d.workspaceId !== workspaceId) throw new Error();"
        "await this.deals.remove(d)"
    )
    assert found == ["Deal.findOneBy indirect", "Deal.remove indirect"]


@pytest.mark.parametrize(
    ("chain", "verdict"),
    [
        (".where('d.workspaceId = :workspaceId', { workspaceId }).getMany()", "select scoped"),
        (".where('d.workspace_id = :workspaceId OR d.id = :id', { workspaceId, id }).getMany()", "select conditional"),
        (".where('d.id = :id', { id }).getOne()", "select unscoped"),
        (".where('d.id = :id', { id }).andWhere('d.workspaceId = :workspaceId', { workspaceId }).getOne()",
         "select scoped"),
        (".where('d.workspaceId = :workspaceId', { workspaceId }).orWhere('d.id = :id', { id }).getMany()",
         "select conditional"),
        (".where('d.workspaceId = :w').setParameters({ w: workspaceId }).getCount()", "count scoped"),
        (".where('d.workspaceId = :other', { workspaceId }).getMany()", "select conditional"),
        (".where({ workspaceId }).getMany()", "select scoped"),
        (".where(`${body.alias}.workspaceId = :workspaceId`, { workspaceId }).getMany()", "select scoped"),
        (".where(`d.workspaceId = '${workspaceId}'`).getMany()", "select scoped"),
        (".where(new Brackets((q) => q.where('d.workspaceId = :workspaceId', { workspaceId })"
         ".orWhere('d.id = :id', { id }))).getMany()", "select conditional"),
        (".where('d.id = :id', { id }).andWhere(new Brackets((q) => { q.where('d.workspaceId = :w', { w: workspaceId })"
         "; })).getMany()", "select scoped"),
        (".innerJoin('d.workspace', 'w').where('w.id = :workspaceId', { workspaceId }).getMany()", "select scoped"),
        (".leftJoinAndSelect('d.workspace', 'w').where('w.id = :workspaceId', { workspaceId }).getMany()",
         "select scoped"),
        (".leftJoin('d.workspace', 'w', 'w.id = :workspaceId', { workspaceId }).getMany()", "select unscoped"),
        (".where('d.workspaceId IN (:...ids)', { ids: [workspaceId] }).getMany()", "select scoped"),
        (".where('NOT d.workspaceId = :workspaceId', { workspaceId }).getMany()", "select unscoped"),
        (".where('(d.workspaceId = :workspaceId) AND d.title LIKE :t', { workspaceId, t: id }).getMany()",
         "select scoped"),
        (".update().set({ title: id }).where('workspaceId = :workspaceId', { workspaceId }).execute()",
         "update scoped"),
        (".update().set({ workspaceId }).where('id = :id', { id }).execute()", "update unscoped"),
        (".delete().where('id = :id', { id }).execute()", "delete unscoped"),
        (".insert().values({ title: id, workspaceId }).execute()", "insert scoped"),
        (".insert().values({ id, workspaceId }).orUpdate(['title'], ['id']).execute()", "insert unscoped"),
    ],
)  # fmt: skip
def test_a_query_builder(chain: str, verdict: str) -> None:
    assert method(f"await this.deals.createQueryBuilder('d'){chain}") == [f"Deal.{verdict}"]


def test_builders_of_managers_and_sources() -> None:
    found = method(
        "await this.dataSource.createQueryBuilder().select('d').from(Deal, 'd')"
        ".where('d.workspaceId = :workspaceId', { workspaceId }).getMany();"
        "await this.dataSource.manager.createQueryBuilder(Note, 'n').innerJoin('n.deal', 'd')"
        ".where('d.workspaceId = :workspaceId', { workspaceId }).getMany();"
        "await this.dataSource.createQueryBuilder().delete().from(Deal).where('id = :id', { id }).execute()"
    )
    assert found == ["Deal.select scoped", "Note.select scoped", "Deal.delete unscoped"]


def test_a_builder_that_only_some_paths_pin() -> None:
    found = method(
        "const q = this.deals.createQueryBuilder('d'); if (body) q.where('d.workspaceId = :w', { w: workspaceId });"
        "return q.getMany()"
    )
    assert found == ["Deal.select conditional"]


def test_repositories_of_ones_own() -> None:
    extra = (
        "    export class NoteStore extends Repository<Note> {\n"
        "      byDeal(dealId: string) { return this.find({ where: { dealId } }); }\n    }\n"
        "    declare const source: DataSource;\n"
        "    export const dealStore = source.getRepository(Deal).extend({\n"
        "      ofTeam(workspaceId: string) { return this.find({ where: { workspaceId } }); },\n    });\n"
    )
    body = "      constructor2() {}\n      async run(store: NoteStore, id: string) { return store.byDeal(id); }\n"
    assert service(body, extra) == ["Note.find unscoped", "Deal.find scoped"]


def test_a_generic_base_class() -> None:
    extra = (
        "    class Base<T> { constructor(protected repo: Repository<T>) {}\n"
        "      all(where: any) { return this.repo.find({ where }); } }\n"
        "    export class NoteService extends Base<Note> {\n"
        "      list(workspaceId: string) { return this.all({ deal: { workspaceId } }); }\n"
        "      one(id: string) { return this.repo.findOneBy({ id }); } }\n"
    )
    assert "Note.findOneBy unscoped" in service("", extra)


def test_entity_schemas() -> None:
    text = """
        import { EntitySchema, DataSource } from "typeorm";
        export const Invoice = new EntitySchema({
          name: "Invoice",
          columns: { id: { type: String, primary: true }, workspaceId: { type: String } },
        });
        export async function run(source: DataSource, workspaceId: string) {
          await source.getRepository(Invoice).find({ where: { workspaceId } });
          await source.manager.find(Invoice);
        }
    """
    found = verdicts({"src/invoices.ts": text}, TENANCY)
    assert [one.partition(" ")[2] for one in found] == ["Invoice.find scoped", "Invoice.find unscoped"]


def test_false_friends() -> None:
    assert (
        method(
            "const seen = new Set<string>(); seen.delete(id); const m = new Map(); m.delete(id); [1].find((x) => x);"
            "job.save(); queue.remove(id); Message.create({ id }); Handlebars.create(); body.items.find({ id })"
        )
        == []
    )


def test_a_key_that_leads_to_no_root_is_one_by_the_blueprints_word() -> None:
    entities = """
        import { Column, Entity, JoinColumn, ManyToOne, PrimaryGeneratedColumn, Repository } from "typeorm";
        @Entity() export class Workspace { @PrimaryGeneratedColumn() id: string; }
        @Entity() export class Account { @PrimaryGeneratedColumn() id: string; }
        @Entity() export class Flow {
          @PrimaryGeneratedColumn() id: string;
          @ManyToOne(() => Account, { nullable: false }) @JoinColumn() owner: Account;
        }
        export class Flows {
          constructor(private flows: Repository<Flow>) {}
          mine(account: Account) { return this.flows.find({ where: { owner: { id: account.id } } }); }
          all() { return this.flows.find(); }
        }
    """
    tenancy = Tenancy(key="workspaceId", aliases=("ownerId",), roots=("Workspace",), shared=("Account",))
    found = verdicts({"src/flows.ts": entities}, tenancy)
    assert [one.partition(" ")[2] for one in found] == ["Flow.find scoped", "Flow.find unscoped"]
