"""Models joined over files and layers."""

import pytest

from blueprint_ls.codebase.models.entities import Entity, Models
from codebase.models.shown import shown, table
from codebase.models.texts import joined


def arrows(models: Models) -> list[str]:
    """Every relation that found its other end."""
    return [f"{e.name} {edge.relation.name or '·'} {models.by_id[edge.target].id}" for e in models for edge in e.edges]


def one(found: tuple[Entity, ...]) -> Entity:
    assert len(found) == 1
    return found[0]


HEAD = 'import { pgTable, uuid, timestamp } from "drizzle-orm/pg-core"; import { relations } from "drizzle-orm";\n'


def test_a_prisma_schema_in_a_folder():
    models = joined(
        {
            "db/schema.prisma": 'datasource db {\n  provider = "postgresql"\n}\nmodel Tenant {\n'
            "  id Int @id\n  deals Deal[]\n}",
            "db/models/deal.prisma": "model Deal {\n  id Int @id\n  stage Stage @default(OPEN)\n"
            "  stages Stage[]\n  tenantId Int\n"
            "  tenant Tenant @relation(fields: [tenantId], references: [id])\n}",
            "db/models/enums.prisma": "enum Stage {\n  OPEN\n}",
        }
    )

    assert arrows(models) == ["Deal tenant db/schema.prisma#Tenant", "Tenant deals db/models/deal.prisma#Deal"]
    deal = one(models.by_client("deal"))
    assert [(c.name, c.type) for c in deal.model.columns[-2:]] == [("stage", "Stage"), ("stages", "Stage[]")]
    assert {entity.package for entity in models} == {"db"}


def test_a_drizzle_table_points_at_one_that_is_imported():
    models = joined(
        {
            "schema/index.ts": 'export * from "./tenants"; export * from "./deals";',
            "schema/shared.ts": f'{HEAD} export const times = {{ createdAt: timestamp("created_at").notNull() }};',
            "schema/tenants.ts": f'{HEAD} export const tenants = pgTable("tenants", {{ id: uuid().primaryKey() }});',
            "schema/deals.ts": f"""{HEAD}
                import {{ tenants as owners }} from "./index"; import * as shared from "./shared";
                export const deals = pgTable("deals", {{
                  tenantId: uuid("tenant_id").notNull().references(() => owners.id), ...shared.times }});""",
            "schema/relations.ts": f"""{HEAD}
                import {{ deals, tenants }} from ".";
                export const r = relations(deals, ({{ one }}) => ({{
                  tenant: one(tenants, {{ fields: [deals.tenantId], references: [tenants.id] }}) }}));""",
        }
    )

    assert arrows(models) == ["deals tenant schema/tenants.ts#tenants"]
    assert shown([one(models.named("deals")).model]) == table(
        """
        deals < shared.times
          createdAt [created_at]: timestamp
          tenantId [tenant_id]: uuid
          tenant -> tenants by tenantId to id
        """
    )


def test_a_name_in_any_file_leads_to_its_model():
    models = joined(
        {
            "db.ts": f'{HEAD} export const deals = pgTable("crm_deals", {{ id: uuid() }});',
            "models.ts": 'import { model } from "mongoose"; export const NoteModel = model("Note", noteSchema);',
            "use.ts": 'import { deals as table } from "./db"; import { NoteModel } from "./models";',
        }
    )

    assert [getattr(models.at("use.ts", name), "id", None) for name in ("table", "NoteModel", "other")] == [
        "db.ts#deals",
        "models.ts#Note",
        None,
    ]


def test_an_entity_takes_over_the_columns_of_its_base():
    models = joined(
        {
            "base.ts": 'import { Column } from "typeorm"; export abstract class Owned { @Column() tenantId: string; '
            "@ManyToOne(() => Tenant, { nullable: false }) tenant: Tenant }",
            "tenant.ts": 'import { Entity, PrimaryColumn } from "typeorm"; @Entity() export class '
            "Tenant { @PrimaryColumn() id: string }",
            "deal.ts": 'import { Entity, Column } from "typeorm"; import { Owned } from "./base"; '
            "@Entity() export class Deal extends Owned { @Column() title: string }\n"
            "@ChildEntity() export class BigDeal extends Deal { @Column() size: number }",
        }
    )

    assert sorted(entity.name for entity in models) == ["BigDeal", "Deal", "Tenant"]
    big = one(models.named("BigDeal"))
    assert (big.model.table, [column.name for column in big.model.columns]) == ("deal", ["tenantId", "title", "size"])
    assert sorted(arrows(models)) == ["BigDeal tenant tenant.ts#Tenant", "Deal tenant tenant.ts#Tenant"]


@pytest.mark.parametrize(
    "end", ["dealSchema.loadClass(Deal); return dealSchema;", "return dealSchema.loadClass(Deal);"]
)
def test_a_schema_behind_a_function_that_loads_a_class(end: str):
    models = joined(
        {
            "schema.ts": 'import { Schema } from "mongoose"; export const dealSchema = new Schema({ '
            "tenantId: String });",
            "deal.ts": 'import { dealSchema } from "./schema";\n'
            f"export const loadDealClass = (models) => {{ class Deal {{}} {end} }};",
            "load.ts": 'import { Model } from "mongoose"; import { loadDealClass } from "./deal";\n'
            'export const load = (db) => { const models = {}; models.Deals = db.model("deals", '
            "loadDealClass(models)); };",
        }
    )

    assert [column.name for column in one(models.named("Deals")).model.columns] == ["_id", "tenantId"]


SCHEMA = (
    'datasource db {\n  provider = "postgresql"\n}\nmodel Deal {\n  id Int @id\n'
    '  tenantId Int @map("tenant_id")\n  @@map("deals")\n}'
)


def test_migrations_beneath_a_schema_add_row_level_security():
    models = joined(
        {
            "db/package.json": "{}",
            "db/prisma/schema.prisma": SCHEMA,
            "db/prisma/migrations/1_a/migration.sql": "CREATE TABLE deals (id int, tenant_id int, gone "
            "int); CREATE TABLE jobs (id int);",
            "db/prisma/migrations/2_b/migration.sql": "ALTER TABLE deals DROP COLUMN gone; ALTER TABLE "
            "deals ENABLE ROW LEVEL SECURITY;"
            "ALTER TABLE deals FORCE ROW LEVEL SECURITY; CREATE POLICY own ON deals USING (tenant_id = 1);",
        }
    )

    deal, jobs = one(models.by_table("public.deals")), one(models.named("jobs"))
    assert (deal.name, deal.layers, deal.model.forced) == ("Deal", ("prisma", "sql"), True)
    assert deal.policies == (("own", "tenant_id = 1"),)
    assert [column.name for column in deal.model.columns] == ["id", "tenantId"]
    assert jobs.layers == ("sql",)


def test_kysely_beside_prisma_names_no_model_of_its_own():
    models = joined(
        {
            "schema.prisma": SCHEMA,
            "db.ts": 'import { Generated } from "kysely"; interface Row { id: Generated<number> } '
            "interface DB { deals: Row }",
        }
    )

    assert [entity.id for entity in models] == ["schema.prisma#Deal"]


def test_kysely_learns_of_keys_from_migrations():
    models = joined(
        {
            "1.sql": "create table deals (id int primary key); create table notes (deal_id int references deals(id));",
            "db.ts": 'import { Generated } from "kysely"; interface Deal { id: Generated<number> } '
            "interface Note { dealId: number; at: Generated<Date> } interface DB { deals: Deal; notes: Note }",
        }
    )

    assert arrows(models) == ["notes · db.ts#deals"]
    assert one(models.named("deals")).model.columns[0].primary


def test_schemas_of_two_packages_are_kept_apart():
    schema = (
        'datasource db {\n  provider = "sqlite"\n}\nmodel User {\n  id Int @id\n  deals Deal[]\n}\n'
        "model Deal {\n  id Int @id\n}"
    )
    models = joined({f"{package}/{file}": text for package in ("a", "b") for file, text in
                     {"package.json": "{}", "schema.prisma": schema, "use.ts": ""}.items()})  # fmt: skip

    assert arrows(models) == ["User deals a/schema.prisma#Deal", "User deals b/schema.prisma#Deal"]
    assert one(models.named("User", near="b/use.ts")).path == "b/schema.prisma"
    assert len(models.named("User")) == 2


def test_migrations_of_two_folders_are_applied_apart():
    models = joined(
        {
            "system/migrations/001.sql": "CREATE TABLE users (id int, tenant_id int);",
            "tenant/migrations/001.sql": "CREATE TABLE users (id int, name text);",
            "tenant/migrations/002.sql": "ALTER TABLE users ADD email text;",
        }
    )

    assert [[c.name for c in e.model.columns] for e in models.by_table("users")] == [
        ["id", "tenant_id"],
        ["id", "name", "email"],
    ]
