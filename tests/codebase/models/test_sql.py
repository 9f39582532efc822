"""SQL scripts, read into tables."""

import pytest

from blueprint_ls.codebase.models.changes import Table, apply
from blueprint_ls.codebase.models.sql import changes_in, read
from codebase.models.shown import shown, table


def models(text: str) -> str:
    return shown(read(text.encode()).models)


def test_a_table_with_its_keys():
    text = """
    -- CreateTable
    CREATE TABLE IF NOT EXISTS "public"."deals" (
      "id" uuid NOT NULL DEFAULT gen_random_uuid(),
      tenant_id uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
      "ownerId" TEXT,
      amount numeric(12, 2) DEFAULT 0 CHECK (amount >= 0),
      slug varchar(40) UNIQUE,
      CONSTRAINT "deals_pkey" PRIMARY KEY ("id"),
      CONSTRAINT deals_owner FOREIGN KEY ("ownerId") REFERENCES "users"("id"),
      UNIQUE (tenant_id, slug)
    );
    """

    assert models(text) == table(
        """
        deals
          id: uuid primary
          tenant_id: uuid
          ownerId: TEXT?
          amount: numeric(12,2)?
          slug: varchar(40)? unique
          · -> tenants by tenant_id to id
          · -?> users by ownerId to id
          tenant_id_slug = (tenant_id, slug)
        """
    )


BEFORE = "CREATE TABLE t (id int PRIMARY KEY, a int NOT NULL, b int);"
CASES = {
    "a column added": ("ALTER TABLE t ADD COLUMN IF NOT EXISTS c text NOT NULL, ADD d int", "c: text", "d: int?"),
    "a column added with its reference": ("ALTER TABLE t ADD c int REFERENCES u(id)", "c: int?", "· -?> u by c to id"),
    "a reference added": (
        'ALTER TABLE ONLY t ADD CONSTRAINT "t_a" FOREIGN KEY (a) REFERENCES u(id) ON DELETE SET NULL',
        "· -> u by a to id",
    ),
    "a reference added inside a block": (
        "DO $$ BEGIN\n ALTER TABLE t ADD CONSTRAINT x FOREIGN KEY (b) REFERENCES u(id);\n"
        "EXCEPTION WHEN duplicate_object THEN null; END $$",
        "· -?> u by b to id",
    ),
    "a unique index": ('CREATE UNIQUE INDEX CONCURRENTLY "by_ab" ON public.t USING btree (a, b)', "by_ab = (a, b)"),
    "a column renamed": ("ALTER TABLE t RENAME COLUMN b TO c", "c: int?"),
    "MySQL's words": (
        "ALTER TABLE `t` CHANGE `b` `c` int NOT NULL, ADD UNIQUE KEY `k` (`a`, `c`)",
        "c: int",
        "k = (a, c)",
    ),
    "a column that must be there now": ("ALTER TABLE t ALTER COLUMN b SET NOT NULL", "b: int"),
    "a column that may be null now": ("ALTER TABLE t ALTER a DROP NOT NULL", "a: int?"),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_table_altered_by(case: tuple[str, ...]):
    statement, *expected = case

    lines = [line.strip() for line in models(f"{BEFORE}\n{statement};").splitlines()]

    assert [line for line in lines if line in expected] == expected


def test_what_is_gone_is_gone():
    text = f"""{BEFORE}
    CREATE TABLE old (id int);
    ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES old(id);
    ALTER TABLE t DROP CONSTRAINT k, DROP COLUMN IF EXISTS b CASCADE;
    DROP TABLE IF EXISTS old CASCADE;
    """

    assert models(text) == "t\n  id: int primary\n  a: int"


def test_a_renamed_table_keeps_who_points_at_it():
    text = BEFORE + "CREATE TABLE u (t_id int NOT NULL REFERENCES t);\nALTER TABLE t RENAME TO things;"

    assert models(text).splitlines()[-1] == "  b: int?"
    assert "· -> things by t_id" in models(text)


@pytest.mark.parametrize(
    ("statements", "forced"),
    [
        ("ALTER TABLE t ENABLE ROW LEVEL SECURITY;", False),
        ("ALTER TABLE t ENABLE ROW LEVEL SECURITY; ALTER TABLE t FORCE ROW LEVEL SECURITY;", True),
        ("ALTER TABLE t FORCE ROW LEVEL SECURITY;", False),
        ("ALTER TABLE t ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;", True),
        ("ALTER TABLE t ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY;", False),
    ],
)
def test_rows_are_held_apart_when_security_is_enabled_and_forced(statements: str, forced: bool):
    (model,) = read(f"{BEFORE}{statements}".encode()).models

    assert model.forced is forced


def test_policies_are_kept_with_their_condition():
    text = "CREATE POLICY \"own rows\" ON t AS PERMISSIVE FOR ALL TO app USING (a = current_setting('app.t')::int);"

    (policy,) = changes_in(read(text.encode()))

    assert (policy.table, policy.name, policy.text) == ("t", "own rows", "a = current_setting ( 'app.t' ) :: int")


def test_scripts_are_applied_in_order():
    tables: dict[str, Table] = {}
    for script in (
        BEFORE,
        "ALTER TABLE t ENABLE ROW LEVEL SECURITY",
        "ALTER TABLE t FORCE ROW LEVEL SECURITY; DROP TABLE u",
    ):
        apply(tables, changes_in(read(script.encode())))

    assert [table.model().forced for table in tables.values()] == [True]


IGNORED = {
    "a partition": "CREATE TABLE t_2026 PARTITION OF t FOR VALUES IN (2026)",
    "a temporary table": "CREATE TEMPORARY TABLE x (id int)",
    "a copy": "CREATE TABLE x AS SELECT * FROM t",
    "the way back": "-- migrate:down\nCREATE TABLE x (id int)",
    "a string": "INSERT INTO t VALUES ('; CREATE TABLE x (id int);')",
    "a function": "CREATE FUNCTION f() RETURNS void AS $body$ CREATE TABLE x (id int); $body$ LANGUAGE sql",
    "a comment": "/* ; CREATE TABLE x (id int); */ SELECT 1",
    "a trigger": "CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; DROP TABLE t; END",
}


@pytest.mark.parametrize("statement", IGNORED.values(), ids=IGNORED)
def test_no_table_comes_from(statement: str):
    assert models(f"{BEFORE}\n{statement};") == models(BEFORE)


def test_a_column_may_have_a_keyword_for_its_name():
    assert models("CREATE TABLE t (key text NOT NULL, index int, `check` int)") == table(
        """
        t
          key: text
          index: int?
          check: int?
        """
    )


def test_what_is_refused_is_counted():
    facts = read(b"CREATE TABLE (id int);\nCREATE TABLE t (id int);\nALTER TABLE 5;")

    assert shown(facts.models) == "t\n  id: int?"
    assert facts.problem == "2 statements could not be read, first line 1: CREATE TABLE ( id int ) …"


def test_a_script_without_definitions_keeps_nothing():
    facts = read(b"SELECT 1; UPDATE t SET a = 2;")

    assert (facts.models, facts.data, facts.problem) == ((), {}, None)
