"""The queries of the rules on code: sound, and choosing what they are for."""

from __future__ import annotations

from pathlib import Path

import pytest

from blueprint_ls.codebase.queries import anchors, captures, faults, queries
from blueprint_ls.codebase.typescript.parse import parse
from blueprint_ls.codebase.version import code_rules

CHOSEN = {
    ("prisma", "await ctx.db.deal.findMany({ where })"): ["ctx.db.deal.findMany({ where })"],
    ("prisma", "tx.deal.create({ data }); cache.create(x)"): ["tx.deal.create({ data })"],
    ("drizzle", "db.select().from(deals).where(x)"): ["db.select().from(deals)"],
    ("drizzle", "Array.from(deals)"): [],
    ("drizzle", "tx.insert(deals).values(x); db.update(schema.deals).set(y)"): [
        "tx.insert(deals)",
        "db.update(schema.deals)",
    ],
    ("drizzle", "db.query.deals.findFirst({})"): ["db.query.deals.findFirst({})"],
    ("typeorm", "this.dealRepository.find({ where }); list.find((x) => x)"): ["this.dealRepository.find({ where })"],
    ("typeorm", "repo.createQueryBuilder('d').where('x')"): ["repo.createQueryBuilder('d')"],
    ("kysely", "db.selectFrom('deals').selectAll()"): ["db.selectFrom('deals')"],
    ("knex", "knex('deals').where({ a })"): ["knex('deals')"],
    ("knex", "trx.table('deals').first(); trx.insert(x).into('deals')"): [
        "trx.table('deals')",
        "trx.insert(x).into('deals')",
    ],
    ("knex", "Deal.query(trx).where(y)"): ["Deal.query(trx)"],
    ("mongoose", "Deal.findOneAndUpdate(a, b)"): ["Deal.findOneAndUpdate(a, b)"],
    ("mongoose", "models.Deal.find({ a }); list.find(x => x)"): ["models.Deal.find({ a })"],
    ("sql", "db.$queryRaw<A>`select 1`"): ["db.$queryRaw<A>`select 1`", "`select 1`"],
    ("sql", "const q = 'DELETE FROM deals'; t('Select one')"): ["'DELETE FROM deals'", "'Select one'"],
    ("sql", "pool.query(`-- why\\n with a as (select 1) select 2`)"): [],
}


def test_every_query_is_sound_for_each_of_its_kinds():
    assert faults(code_rules()) == []


def test_every_query_has_anchors():
    assert [query.name for query in queries(code_rules()) if not anchors(query)] == []


@pytest.mark.parametrize(("query", "source"), CHOSEN)
def test_what_a_query_chooses(query: str, source: str):
    data = source.encode()

    found = captures(parse(data, "typescript").tree.root_node, data, "typescript")

    accesses = [one for one in found if one.query == f"tenant-scope/{query}" and one.name == "access"]
    assert [source[one.start : one.end] for one in accesses] == CHOSEN[query, source]


def test_a_file_without_an_anchor_is_left_alone():
    data = b"a.create (b)"

    assert captures(parse(data, "typescript").tree.root_node, data, "typescript") == ()


def test_a_faulty_query_is_named_and_left_out(tmp_path: Path):
    folder = tmp_path / "some-rule"
    folder.mkdir()
    (folder / "bad.scm").write_text("; for: typescript\n(no_such_node) @a")
    (folder / "lost.scm").write_text("(call_expression) @a")
    (folder / "good.scm").write_text("; for: typescript\n(call_expression) @a")
    data = b"f()"

    found = captures(parse(data, "typescript").tree.root_node, data, "typescript", tmp_path)

    assert [(fault.name, fault.kind) for fault in faults(tmp_path)] == [
        ("some-rule/bad", "typescript"),
        ("some-rule/lost", ""),
    ]
    assert [one.query for one in found] == ["some-rule/good"]
