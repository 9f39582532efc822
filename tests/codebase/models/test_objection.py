"""Objection models, read into models."""

import pytest

from codebase.models.shown import table
from codebase.models.texts import joined, script


def test_columns_and_relations():
    text = """
    export class Deal extends mixin(Owned, [Search]) {
      tenantId!: number;
      title: string | null;
      private cache: Map<string, number>;
      static get tableName() { return "deals"; }
      static get relationMappings() {
        const { User } = require("./User");
        return {
          owner: { relation: Model.BelongsToOneRelation, modelClass: User, join: { from: "deals.ownerId", to:
            "users.id" } },
          notes: { relation: Model.HasManyRelation, modelClass: () => Note, join: { from: "deals.id", to:
            "notes.dealId" } },
          lead: { relation: Model.BelongsToOneRelation, modelClass: __dirname + "/Lead" },
        };
      }
    }
    """

    assert script(text) == table(
        """
        Deal [deals] < Owned
          tenantId: number
          title: string | null?
          owner -> User by ownerId to id
          notes => Note
        """
    )


def test_the_json_schema_says_more_than_the_fields():
    text = """
    class Deal extends Model {
      static tableName = "deals";
      static jsonSchema = { type: "object", required: ["tenantId"], properties: {
        id: { type: "integer" }, tenantId: { type: "integer" }, title: { type: ["string", "null"] } } };
    }
    """

    assert script(text, "javascript") == "Deal [deals]\n  id: integer primary\n  tenantId: integer\n  title: string?"


MIGRATIONS = {
    "knex": """
    exports.up = function (knex) {
      return knex.schema.createTable("deals", (table) => {
        table.increments("id");
        table.integer("tenant_id").unsigned().notNullable().index().references("id").inTable("tenants");
        table.string("title");
        table.unique(["tenant_id", "title"]);
      });
    };
    exports.down = (knex) => knex.schema.dropTable("deals");
    """,
    "Kysely": """
    export async function up(db) {
      await db.schema.createTable("deals")
        .addColumn("id", "increments", (col) => col.primaryKey())
        .addColumn("tenant_id", "integer", (col) => col.notNull().references("tenants.id"))
        .addColumn("title", "string")
        .addUniqueConstraint("tenant_id_title", ["tenant_id", "title"])
        .execute();
    }
    """,
    "TypeORM with SQL": """
    export class Init1 implements MigrationInterface {
      public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.query(`CREATE TABLE "deals" ("id" increments PRIMARY KEY, "tenant_id" integer NOT
          NULL, "title" string,
          CONSTRAINT tenant_id_title UNIQUE ("tenant_id", "title"))`);
        await queryRunner.query('ALTER TABLE "deals" ADD FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id")');
      }
      public async down(queryRunner: QueryRunner) { await queryRunner.query(`DROP TABLE "deals"`); }
    }
    """,
}


@pytest.mark.parametrize("text", MIGRATIONS.values(), ids=MIGRATIONS)
def test_migration_scripts(text: str):
    assert script(text) == table(
        """
        deals
          id: increments primary
          tenant_id: integer
          title: string?
          · -> tenants by tenant_id to id
          tenant_id_title = (tenant_id, title)
        """
    )


def test_tables_by_objects():
    text = """
    export class M1 { async up(runner) {
      await runner.createTable(new Table({ name: "deals", columns: [{ name: "id", type: "uuid", isPrimary: true }] }));
      await runner.addColumn("deals", new TableColumn({ name: "tenant_id", type: "uuid", isNullable: true }));
      await runner.createForeignKey("deals", new TableForeignKey({
        columnNames: ["tenant_id"], referencedTableName: "tenants", referencedColumnNames: ["id"] }));
    } }
    """

    assert script(text) == "deals\n  id: uuid primary\n  tenant_id: uuid?\n  · -?> tenants by tenant_id to id"


def test_tables_altered():
    text = """
    export const up = async (knex) => {
      await knex.schema.alterTable("deals", (t) => { t.dropColumn("a"); t.renameColumn("b", "c");
        t.uuid("d").notNullable(); });
      await knex.schema.renameTable("old", "new");
      await knex.raw("ALTER TABLE deals ENABLE ROW LEVEL SECURITY; ALTER TABLE deals FORCE ROW LEVEL SECURITY");
    };
    """

    assert script(text) == "deals forced\n  d: uuid\nnew"


def test_migrations_tell_what_the_class_does_not():
    models = joined(
        {
            "package.json": "{}",
            "m/001_tenants.js": 'exports.up = (k) => k.schema.createTable("tenants", (t) => { t.increments("id"); })',
            "m/002_deals.js": 'exports.up = (k) => k.schema.createTable("deals", (t) => {'
            ' t.integer("tenant_id").notNullable().references("id").inTable("tenants"); });',
            "Deal.ts": 'export class Deal extends Base { static tableName = "deals"; }',
        }
    )

    (deal,) = models.by_table("deals")
    assert deal.layers == ("objection", "sql")
    assert [(c.name, c.stored, c.nullable) for c in deal.model.columns] == [("tenantId", "tenant_id", False)]
    assert [models.by_id[edge.target].name for edge in deal.edges] == ["tenants"]
