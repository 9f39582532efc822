"""MongoDB as the primary database: schemas, indexes and walls between tenants, in words of its own."""

from __future__ import annotations

import re
from functools import lru_cache

import pytest

from blueprint_ls.generate.scaffold import Project, Refused, planned
from scaffold.variants import blueprint
from support import workspace_of

CHOICES = {"database": "mongodb", "orm": "mongoose", "migrations": "versioned_scripts"}
SOURCES = "packages/database/src"


def files(extra: str = "", **otherwise: str) -> dict[str, str]:
    texts = blueprint({**CHOICES, **otherwise})
    sandbox = workspace_of({**texts, "extra.blueprint": extra})
    return {file.path: file.text for file in planned(Project(sandbox.case.blueprint))}


@lru_cache(maxsize=1)
def made() -> dict[str, str]:
    return files()


def van(*parts: str) -> str:
    body = "\n\n    ".join(parts)
    return f"data {{\n  entity Van {{\n    module = module.storage\n\n    {body}\n  }}\n}}\n"


def test_a_schema_says_what_the_entity_says():
    contact = made()[f"{SOURCES}/schemas/contact.ts"]

    assert "lastName: { type: String, maxlength: 80, required: true }," in contact
    assert "companyId: { type: String, default: null }," in contact
    assert "tenantId: { type: String, required: true, immutable: true }," in contact
    assert "version: { type: Schema.Types.Int32, default: 1 }," in contact
    assert "timestamps: { createdAt: true, updatedAt: true }" in contact
    assert "enum: ['invited', 'active', 'deactivated']" in made()[f"{SOURCES}/schemas/user.ts"]


def test_every_type_has_one_of_mongodbs():
    types = {
        "mileage": "bigint",
        "price": "decimal(12, 2)",
        "uses": "list(enum(goods, people))",
        "born": "date",
        "load": "json",
        "photo": "bytes",
    }
    fields = (f"field {name} {{ type = {kind} }}" for name, kind in types.items())
    schema = files(van(*fields))[f"{SOURCES}/schemas/van.ts"]

    assert "mileage: { type: BigInt, required: true }," in schema
    assert "price: { type: Schema.Types.Decimal128, required: true }," in schema
    assert "uses: { type: [{ type: String, enum: ['goods', 'people'] }] }," in schema
    assert "born: { type: Date, required: true }," in schema
    assert "load: { type: Schema.Types.Mixed, required: true }," in schema
    assert "photo: { type: Buffer, required: true }," in schema


def test_unique_holds_within_a_tenant_and_for_what_is_there():
    script = made()[f"{SOURCES}/migrations/0001-init.ts"]
    found = re.search(r"\{\s+name: 'contacts_email_per_tenant',.*?\n      \}", script, re.DOTALL)

    assert found
    assert "key: { tenantId: 1, email: 1 }," in found[0]
    assert "partialFilterExpression: { email: { $type: 'string' }, erasedAt: null }," in found[0]


def test_a_condition_that_no_index_can_be_told_is_refused():
    index = 'index dear {\n      fields = [price]\n      where  = "price > 100"\n    }'

    with pytest.raises(
        Refused, match=r"`vans_dear` of `entity Van` holds rows `where price > 100`: an index of MongoDB"
    ):
        files(van("field price { type = integer }", index))


def test_a_schema_of_a_tenant_refuses_queries_that_name_none():
    plugged = {path for path, text in made().items() if ".plugin(tenantBound, { property: 'tenantId' });" in text}

    assert f"{SOURCES}/schemas/deal.ts" in plugged
    assert f"{SOURCES}/schemas/permission.ts" not in plugged
    assert "plugin(tenantBound, { property: '_id' });" in made()[f"{SOURCES}/schemas/organization.ts"]
    assert "MongoDB has no row-level security" in made()[f"{SOURCES}/tenant-plugin.ts"]


def test_what_points_at_what_is_known_to_the_code_where_the_database_does_not():
    references = made()[f"{SOURCES}/references.ts"]

    assert "{ from: 'Contact', field: 'companyId', to: 'Company', onDelete: 'set_null' }," in references


def test_nothing_of_postgres_is_left():
    mentions = {path for path, text in made().items() if re.search(r"postgres|from 'pg'", text, re.IGNORECASE)}
    own = {path for path in mentions if not path.endswith((".md", "package-lock.json", ".blueprint"))}

    assert own == {"packages/common/src/failures.ts"}, "codes of sockets stand beside those of a database there"


def test_transactions_ask_for_a_replica_set():
    compose = made()["docker-compose.yml"]

    assert '"--replSet"' in compose
    assert "rs.initiate" in compose
    assert "DATABASE_URL=mongodb://localhost:27017/acme_crm?directConnection=true" in made()[".env.example"]


def test_row_level_security_is_refused_with_the_way_out():
    enforced = {"migrations": "versioned_scripts", "orm": "mongoose"}
    texts = {
        name: text.replace("[scoped_client, query_filter]", "[scoped_client, row_level_security]")
        for name, text in blueprint({"database": "mongodb", **enforced}).items()
    }

    with pytest.raises(Refused, match=r"`row_level_security`, which MongoDB does not have: .* or choose `postgres`"):
        Project(workspace_of(texts).case.blueprint)


def test_a_library_that_does_not_reach_the_database_is_refused():
    with pytest.raises(Refused, match="chose `prisma`, and `mongodb` is reached by `mongoose`"):
        files(orm="prisma")


def test_a_type_that_schemas_need_cannot_be_an_entity():
    with pytest.raises(Refused, match="`entity Schema` has the name of a type"):
        files(van("field name { type = text }").replace("Van", "Schema"))
