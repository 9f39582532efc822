"""Clients that keep every call inside one tenant: by name, by type, by injection, by the connection they open."""

from __future__ import annotations

from blueprint_ls.codebase.tenancy import ScopedClient, Tenancy

from .support import verdicts

DECLARED = Tenancy(
    key="tenantId",
    enforce=("tenant_connection",),
    shared=("Plan",),
    scoped_clients=(ScopedClient("modelsFor"), ScopedClient("TenantModels"), ScopedClient("TENANT_DB")),
)
FOUND = Tenancy(key="tenantId", enforce=("tenant_connection",), shared=("Plan",))
FACTORY = """
    import mongoose, { Connection, Model, Schema, model } from "mongoose";

    export interface TaskDocument { title: string }
    export interface TenantModels { Tasks: Model<TaskDocument>; Lists: Model<any> }
    const taskSchema = new Schema({ title: String });

    export const loadTasks = (models: TenantModels) => {
      class Task {
        public static async open() { return models.Tasks.find({ open: true }); }
        public static async close(id: string) { return this.updateOne({ _id: id }, { open: false }); }
      }
      taskSchema.loadClass(Task);
      return taskSchema;
    };

    const load = (db: Connection): TenantModels => {
      const models = {} as TenantModels;
      models.Tasks = db.model("tasks", loadTasks(models));
      models.Lists = db.model("lists", new Schema({ name: String }));
      return models;
    };

    export async function modelsFor(tenant: string): Promise<TenantModels> {
      return load(mongoose.connection.useDb(`tenant_${tenant}`));
    }

    export const Plan = model("Plan", new Schema({ price: Number }));
    export const Setting = model("Setting", new Schema({ value: String }));
"""
USES = """
    import { initTRPC } from "@trpc/server";
    import { Plan, Setting, TenantModels, modelsFor } from "./factory";

    export interface Context { models: TenantModels; user: any }
    type Wide = { user: string } & Context;

    export async function byFactory(tenant: string, id: string) {
      const models = await modelsFor(tenant);
      await models.Tasks.deleteOne({ _id: id });
      const { Lists } = models;
      return Lists.find();
    }
    export const byContext = async (_root: any, { id }: any, { models }: Context) => models.Tasks.findById(id);
    export const byPart = async (_root: any, { id }: any, context: Wide) => context.models.Tasks.findById(id);
    export async function byKey(models: TenantModels, name: string) { await models[name].updateMany({}, {}); }
    export async function written(models: TenantModels, id: string) {
      const task = await models.Tasks.findOne({ _id: id });
      task.title = "";
      await task.save();
    }
    export class Tasks {
      constructor(private models: TenantModels) {}
      all() { return this.models.Tasks.find(); }
    }
    const t = initTRPC.context<Context>().create();
    export const router = t.router({
      list: t.procedure.query(async ({ ctx }) => { const { models } = ctx; return models.Lists.find(); }),
    });
"""
COMMON = """
    import { Plan, Setting } from "./factory";
    export async function common(id: string) {
      await Plan.find();
      await Setting.findById(id);
    }
"""


def judge(tenancy: Tenancy, **files: str) -> list[str]:
    """The verdicts without the lines."""
    found = verdicts({"src/factory.ts": FACTORY, **{f"src/{name}.ts": text for name, text in files.items()}}, tenancy)
    return [one.partition(" ")[2] for one in found if not one.startswith("src/factory.ts")]


EVERYWHERE = [
    "Tasks.deleteOne scoped",
    "Lists.find scoped",
    "Tasks.findById scoped",
    "Tasks.findById scoped",
    ".updateMany scoped",
    "Tasks.findOne scoped",
    "Tasks.save scoped",
    "Tasks.find scoped",
    "Lists.find scoped",
]


def names(found: list[str]) -> list[str]:
    """Verdicts with models' names in one spelling: a title in small letters is what the loader opens."""
    return [one[:1].upper() + one[1:] for one in found]


def test_what_the_blueprint_declares() -> None:
    assert names(judge(DECLARED, uses=USES)) == EVERYWHERE


def test_what_a_factory_shows() -> None:
    assert names(judge(FOUND, uses=USES)) == EVERYWHERE


def test_statics_loaded_by_the_factory() -> None:
    found = verdicts({"src/factory.ts": FACTORY}, FOUND)
    assert {one.rpartition(" ")[2] for one in found} == {"scoped"}
    assert len(found) == 2


def test_the_connection_that_all_share_is_no_tenants() -> None:
    assert judge(DECLARED, common=COMMON) == ["Plan.find global", "Setting.findById unscoped"]


def test_injected_clients() -> None:
    text = """
        import { Inject } from "@nestjs/common";
        export class Reports {
          constructor(@Inject(TENANT_DB) private readonly db: any) {}
          count() { return this.db.model("tasks").countDocuments(); }
        }
    """
    assert names(judge(DECLARED, reports=text)) == ["Tasks.countDocuments scoped"]


def test_typeorm_sources_per_tenant() -> None:
    entities = """
        import { Column, DataSource, Entity, PrimaryGeneratedColumn } from "typeorm";
        @Entity("tasks") export class Task { @PrimaryGeneratedColumn() id: string; @Column() title: string; }
        export async function sourceFor(tenantId: string) {
          return new DataSource({ type: "postgres", database: `tenant_${tenantId}` }).initialize();
        }
        export const shared = new DataSource({ type: "postgres", database: "main" });
    """
    uses = """
        import { Task, shared, sourceFor } from "./entities";
        export async function run(tenantId: string, id: string) {
          const source = await sourceFor(tenantId);
          await source.getRepository(Task).find();
          await source.manager.delete(Task, { id });
          await source.getRepository(Task).createQueryBuilder("t").where("t.id = :id", { id }).getMany();
          await shared.getRepository(Task).find();
        }
    """
    found = verdicts({"src/entities.ts": entities, "src/uses.ts": uses}, FOUND)
    assert [one.partition(" ")[2] for one in found] == [
        "Task.find scoped",
        "Task.delete scoped",
        "Task.select scoped",
        "Task.find unscoped",
    ]
