"""Prisma schemas, read into models."""

import pytest

from blueprint_ls.codebase.models.prisma import delegate, read
from codebase.models.shown import shown, table


def models(text: str) -> str:
    return shown(read(text.encode()).models)


def test_columns_keys_and_relations():
    text = """
    model Deal {
      id       String  @id @default(cuid()) @db.Uuid
      tenantId String  @map("tenant_id") // whose it is
      slug     String  @unique
      amount   Decimal? @db.Decimal(12, 2)
      labels   String[] @default([])
      tenant   Tenant  @relation(fields: [tenantId], references: [id], onDelete: Cascade)
      owner    User?   @relation("DealOwner", fields: [ownerId], references: [id])
      ownerId  String?
      notes    Note[]

      @@unique([tenantId, slug])
      @@unique(fields: [slug, amount(sort: Desc)], name: "bySlug", map: "deals_by_slug")
      @@index([body(ops: raw("gin_trgm_ops"))], type: Gin)
      @@map("deals")
    }
    """

    assert models(text) == table(
        """
        Deal [deals]
          id: String primary
          tenantId [tenant_id]: String
          slug: String unique
          amount: Decimal?
          labels: String[]
          ownerId: String?
          tenant -> Tenant by tenantId to id
          owner -?> User by ownerId to id
          notes => Note
          tenantId_slug = (tenantId, slug)
          bySlug = (slug, amount)
        """
    )


CASES = {
    "a composite primary key": (
        "model Seat {\n  orgId String\n  userId String\n  @@id([orgId, userId])\n}",
        "Seat\n  orgId: String primary\n  userId: String primary\n  orgId_userId = (orgId, userId)",
    ),
    "a composite primary key with a name": (
        'model Seat {\n  a Int\n  b Int\n  @@id(name: "pair", fields: [a, b])\n}',
        "Seat\n  a: Int primary\n  b: Int primary\n  pair = (a, b)",
    ),
    "a key of one column, stated for the block": (
        "model Seat {\n  id Int @id\n  slug String\n  @@unique([slug])\n}",
        "Seat\n  id: Int primary\n  slug: String unique\n  slug = (slug)",
    ),
    "a relation to itself": (
        'model Team {\n  id Int @id\n  upId Int?\n  up Team? @relation("Tree", fields: [upId], references: [id])\n'
        '  down Team[] @relation("Tree")\n}',
        "Team\n  id: Int primary\n  upId: Int?\n  up -?> Team by upId to id\n  down => Team",
    ),
    "a composite foreign key": (
        "model Line {\n  orgId Int\n  billId Int\n"
        "  bill Bill @relation(fields: [orgId, billId], references: [orgId, id])\n}",
        "Line\n  orgId: Int\n  billId: Int\n  bill -> Bill by orgId, billId to orgId, id",
    ),
    "a schema of the database": (
        'model User {\n  id Int @id\n  @@schema("auth")\n}',
        "User [auth.User]\n  id: Int primary",
    ),
    "a type that Prisma does not know": (
        'model Site {\n  place Unsupported("geometry(Point, 4326)")?\n}',
        "Site\n  place: Unsupported?",
    ),
    "a view": ("view Totals {\n  orgId String @unique\n}", "Totals\n  orgId: String unique"),
    "an enum and a composite type of the same file": (
        'enum Role {\n  ADMIN @map("admin")\n  @@map("roles")\n}\ntype Address {\n  street String\n}\n'
        "model User {\n  role Role @default(ADMIN)\n  home Address?\n  roles Role[]\n}",
        "User\n  role: Role\n  home: Address?\n  roles: Role[]",
    ),
    "comments of each kind": (
        "/* model Old { */\n/// A person\nmodel User { // {\n  /** key */\n  id Int @id /// x\n}",
        "User\n  id: Int primary",
    ),
    "attributes over several lines": (
        'model User {\n  id Int @id\n  @@unique([\n    id, // first\n    name,\n  ], name: "both")\n}',
        "User\n  id: Int primary\n  both = (id, name)",
    ),
    "everything on one line end": ("model A {\r\n  id Int @id\r\n}\r\n", "A\n  id: Int primary"),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_a_model_with(text: str, expected: str):
    assert models(text) == expected


def test_settings_that_others_need():
    text = """
    generator client {
      provider        = "prisma-client"
      output          = "../src/generated"
      previewFeatures = ["views", "multiSchema"]
    }
    datasource db {
      provider = "postgresql"
      url      = env("DATABASE_URL")
      schemas  = ["auth", "base"]
    }
    """

    assert read(text.encode()).data == {
        "generators": [
            {
                "name": "client",
                "provider": "prisma-client",
                "output": "../src/generated",
                "preview": ["views", "multiSchema"],
            }
        ],
        "provider": "postgresql",
    }


def test_a_fault_costs_its_own_line_and_is_named():
    facts = read(
        b"model A {\n  id Int @id\n  name =\n  b Int\n}\nnonsense\nmodel B {\n  id Int\n\nmodel C {\n  id Int\n}\n"
    )

    assert shown(facts.models) == "A\n  id: Int primary\n  b: Int\nB\n  id: Int\nC\n  id: Int"
    assert facts.problem == (
        "line 3: the line of `name` cannot be read; line 6: `nonsense` starts no block; line 7: the block is not closed"
    )


def test_places_count_bytes():
    text = "// ä\nmodel Ä1 {\n}\nmodel A {\n  ä String\n  id Int\n}".encode()

    (model,) = (model for model in read(text).models if model.name == "A")

    assert text[model.start : model.end].startswith(b"model A {")
    assert [text[column.start : column.end] for column in model.columns] == [b"id Int"]


@pytest.mark.parametrize("cut", range(0, 90, 3))
def test_any_beginning_of_a_schema_can_be_read(cut: int):
    text = b'model A {\n  id Int @id(map: "x")\n  b B? @relation(fields: [id], references: [id])\n  @@unique([id])\n}'

    assert len(read(text[:cut]).models) <= 1


def test_the_client_reaches_a_model_by_its_name_in_small():
    assert [delegate(name) for name in ("User", "TeamMember", "api_key")] == ["user", "teamMember", "api_key"]
