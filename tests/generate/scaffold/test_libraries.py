"""The library behind the repositories: each describes the same tables, and keeps tenants apart in its own words."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path

import pytest

from blueprint_ls.generate.scaffold import Project, Refused, planned
from support import workspace_of

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "acme-crm"
TOOLS = {
    "prisma": "prisma_migrate",
    "drizzle": "drizzle_kit",
    "kysely": "kysely_migrator",
    "typeorm": "typeorm_migrations",
}
DATABASE = "packages/database"


def files(library: str, tool: str, extra: str = "", database: str = "postgres") -> dict[str, str]:
    texts = {path.name: path.read_text() for path in EXAMPLE.glob("*.blueprint")}
    for before, after in (("prisma", library), ("prisma_migrate", tool), ("postgres", database)):
        texts = {name: text.replace(f"choose  = {before}\n", f"choose  = {after}\n") for name, text in texts.items()}
    sandbox = workspace_of({**texts, "extra.blueprint": extra})
    return {file.path: file.text for file in planned(Project(sandbox.case.blueprint))}


@lru_cache(maxsize=8)
def made(library: str) -> dict[str, str]:
    return files(library, TOOLS[library])


@pytest.mark.parametrize("library", TOOLS)
def test_every_library_gives_what_the_rest_of_the_code_asks_for(library: str):
    index = made(library)[f"{DATABASE}/src/index.ts"]

    exported = set(re.findall(r"\w+", index))

    assert {"Database", "isDuplicate", "Transaction", "POOLS", "publish", "recordAudit"} <= exported


@pytest.mark.parametrize("library", TOOLS)
def test_every_library_installs_itself_and_no_other(library: str):
    packages = {"prisma": "@prisma/client", "drizzle": "drizzle-orm", "kysely": "kysely", "typeorm": "typeorm"}
    wanted = json.loads(made(library)[f"{DATABASE}/package.json"])["dependencies"]

    assert {name for name, package in packages.items() if package in wanted} == {library}


@pytest.mark.parametrize("library", TOOLS)
def test_pools_and_transactions_are_as_long_and_wide_as_the_blueprint_says(library: str):
    pool = made(library)[f"{DATABASE}/src/pool.ts"]

    assert re.search(r"api: \{\s+size: 8,\s+min: 2,\s+acquireTimeoutMs: 1000,", pool)
    assert "statementTimeoutMs: 20000," in pool
    assert "const TRANSACTION_TIMEOUT_MS = 3000;" in pool
    assert "const RETRIES = 1;" in made(library)[f"{DATABASE}/src/database.ts"]


def test_policies_are_part_of_what_drizzle_migrates():
    sql = made("drizzle")[f"{DATABASE}/drizzle/0000_init.sql"]

    assert 'ALTER TABLE "deals" FORCE ROW LEVEL SECURITY;' in sql
    assert 'CREATE POLICY "relay" ON "outbox_events"' in sql


def test_drizzle_names_constraints_as_its_own_tool_would():
    sql = made("drizzle")[f"{DATABASE}/drizzle/0000_init.sql"]
    snapshot = json.loads(made("drizzle")[f"{DATABASE}/drizzle/meta/0000_snapshot.json"])
    keys = [name for table in snapshot["tables"].values() for name in table["foreignKeys"]]

    assert "deals_company_id_companies_id_fk" in keys
    assert all(f'CONSTRAINT "{name}"' in sql for name in keys)


def test_a_list_of_words_has_its_type_in_the_database():
    extra = """
data {
  entity Van {
    module = module.storage

    field uses { type = list(enum(goods, people)) }

    field mileage {
      type    = bigint
      default = 0
    }
  }
}
"""
    drizzle = files("drizzle", "drizzle_kit", extra)

    assert "CREATE TYPE \"van_uses\" AS ENUM ('goods', 'people');" in drizzle[f"{DATABASE}/drizzle/0000_init.sql"]
    assert "uses: vanUsesEnum('uses').array().notNull()," in drizzle[f"{DATABASE}/src/schema.ts"]
    assert "mileage: bigint('mileage', { mode: 'bigint' }).notNull().default(sql`0`)," in " ".join(
        drizzle[f"{DATABASE}/src/schema.ts"].split()
    ).replace(" .", ".")


def test_a_tool_that_migrates_for_another_library_is_refused():
    with pytest.raises(Refused, match="chose `prisma_migrate`, and what `drizzle` reads is migrated by `drizzle_kit`"):
        files("drizzle", "prisma_migrate")


@pytest.mark.parametrize("database", ["cassandra", "scylladb", "neo4j"])
def test_a_database_that_cannot_hold_all_of_it_is_refused_with_the_way_out(database: str):
    with pytest.raises(Refused, match=f"chose `{database}`, .*choose `postgres` for .* and reach {database} beside it"):
        files("prisma", "prisma_migrate", database=database)


def test_an_entity_with_the_name_of_a_type_of_the_project_is_refused():
    transaction = _van("field amount { type = bigint }").replace("Van", "Transaction")

    with pytest.raises(Refused, match="`entity Transaction` has the name of a type that `packages/database` needs"):
        files("prisma", "prisma_migrate", transaction)


def test_what_kysely_could_not_find_under_its_name_is_refused():
    with pytest.raises(Refused, match="`field plate` of `entity Van` is the column `licence_plate`: with Kysely"):
        files("kysely", "kysely_migrator", _van('field plate {\n      column = "licence_plate"\n    }'))


def test_kysely_types_columns_by_what_a_new_row_must_say():
    tables = files("kysely", "kysely_migrator", _van("field load { type = json }"))[f"{DATABASE}/src/tables.ts"]

    assert "status: Generated<'invited' | 'active' | 'deactivated'>;" in tables
    assert "firstName: Optional<string>;" in tables
    assert "load: Json;" in tables


def _van(field: str) -> str:
    return f"data {{\n  entity Van {{\n    module = module.storage\n\n    {field}\n  }}\n}}\n"


def test_typeorm_has_a_class_per_entity_that_points_at_others():
    contact = made("typeorm")[f"{DATABASE}/src/entities/contact.ts"]

    assert "@Index('contacts_by_name', ['tenantId', 'lastName', 'id'])" in contact
    assert "@ManyToOne(() => Company, { onDelete: 'SET NULL', onUpdate: 'CASCADE', nullable: true })" in contact
    assert "@VersionColumn({ default: 1 })" in contact
    assert "export { Contact } from './contact.js';" in made("typeorm")[f"{DATABASE}/src/entities/index.ts"]


@pytest.mark.parametrize("library", TOOLS)
def test_a_reference_is_looked_up_as_the_role_that_writes_it(library: str):
    sql = "".join(text for path, text in made(library).items() if "init" in path)

    assert 'CREATE TRIGGER "company_id_is_visible" AFTER INSERT OR UPDATE OF "company_id" ON "contacts"' in sql
    assert '"tenant_id_is_visible"' not in sql
