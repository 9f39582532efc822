"""Lists of rows: tested one by one, picked by a test, put together on some paths; and what only looks like it."""
# ruff: noqa: E501 - a case is one line, however long

import pytest

from .test_prisma import of

FOUND = "const deals = await prisma.deal.findMany({ where: { id: { in: input.ids } } });"
SAFE = "Deal.findMany indirect, Note.deleteMany indirect"
LEAK = "Deal.findMany unscoped, Note.deleteMany unscoped"


def removing(test: str, rows: str = "deals") -> str:
    """What is said where rows are found by ids alone, tested, and their children removed."""
    ids = f"{rows}.map((one) => one.id)"
    return of(f"{FOUND} {test} return prisma.note.deleteMany({{ where: {{ dealId: {{ in: {ids} }} }} }});")


@pytest.mark.parametrize(
    "test",
    [
        "if (deals.some((deal) => deal.teamId !== teamId)) throw new Error();",
        "if (!deals.every((deal) => deal.teamId === teamId)) throw new Error();",
        "const foreign = deals.find((deal) => deal.teamId !== teamId); if (foreign) throw new Error();",
        "const foreign = deals.filter((deal) => deal.teamId !== teamId); if (foreign.length) throw new Error();",
        "const foreign = deals.filter((deal) => deal.teamId !== teamId); if (foreign.length > 0) throw new Error();",
        "for (const deal of deals) { if (deal.teamId !== teamId) throw new Error(); }",
        "for (const deal of deals) { if (!deal.published) continue; if (deal.teamId !== teamId) throw new Error(); } if (deals.some((deal) => deal.teamId !== teamId)) throw new Error();",
        "deals.forEach((deal) => { if (deal.teamId !== teamId) throw new Error(); });",
    ],
)
def test_a_list_without_foreign_rows_is_the_tenants(test: str) -> None:
    assert removing(test) == SAFE


@pytest.mark.parametrize(
    "test",
    [
        "if (deals.some((deal) => deal.published)) throw new Error();",
        "if (!deals.some((deal) => deal.teamId === teamId)) throw new Error();",
        "if (deals.every((deal) => deal.teamId !== teamId)) throw new Error();",
        "const own = deals.find((deal) => deal.teamId === teamId); if (!own) throw new Error();",
        "const own = deals.filter((deal) => deal.teamId === teamId); if (own.length === 0) throw new Error();",
        "const foreign = deals.filter((deal) => deal.teamId !== teamId); if (foreign.length > 1) throw new Error();",
        "for (const deal of deals) { if (deal.published) break; if (deal.teamId !== teamId) throw new Error(); }",
        "for (const deal of deals) { if (deal.published) continue; if (deal.teamId !== teamId) throw new Error(); }",
        "for (const deal of deals) { if (deal.teamId !== teamId) console.log(deal.id); }",
    ],
)
def test_one_that_may_hold_foreign_rows_is_not(test: str) -> None:
    assert removing(test) == LEAK


@pytest.mark.parametrize(
    "test",
    [
        "const own = deals.filter((deal) => deal.teamId === teamId);",
        "const own = deals.filter((deal) => deal.published && deal.teamId === teamId);",
        "const own = []; for (const deal of deals) { if (deal.teamId === teamId) own.push(deal); }",
        "const own = []; for (const deal of deals) { if (deal.teamId !== teamId) continue; own.push({ id: deal.id }); }",
        "const own = new Set(); for (const deal of deals) { if (deal.teamId === teamId) own.add(deal); }",
    ],
)
def test_the_rows_that_pass_a_comparison_are_the_tenants(test: str) -> None:
    assert removing(test, "[...own]") == SAFE


@pytest.mark.parametrize(
    "test",
    [
        "const own = deals.filter((deal) => deal.published);",
        "const own = deals.filter((deal) => deal.published || deal.teamId === teamId);",
        "const own = deals.filter((deal) => deal.teamId !== teamId);",
        "const own = []; for (const deal of deals) { own.push(deal); if (deal.teamId !== teamId) continue; }",
        "const own = []; for (const deal of deals) { if (deal.teamId === teamId) console.log(1); own.push(deal); }",
    ],
)
def test_those_that_pass_something_else_are_not(test: str) -> None:
    assert removing(test, "[...own]") == LEAK


def test_what_a_comparison_left_out_is_anyones() -> None:
    assert removing("const own = deals.filter((deal) => deal.teamId === teamId); log(own);") == LEAK


PUSHED = "const rows = [{ text: 'a', dealId: deal.id }]; if (input.more) rows.push({ text: 'b', dealId: %s });"
OWN = "const deal = await prisma.deal.findFirstOrThrow({ where: { id, teamId } });"


@pytest.mark.parametrize(
    ("pushed", "said"), [("deal.id", "indirect"), ("input.dealId", "conditional")], ids=["own", "any"]
)
def test_a_row_that_some_paths_add_is_judged_as_the_others(pushed: str, said: str) -> None:
    assert of(f"{OWN} {PUSHED % pushed} return prisma.note.createMany({{ data: rows }});").endswith(said)


def test_a_condition_that_some_paths_add_is_no_certain_one() -> None:
    body = "const all: any[] = [{ published: true }]; if (input.own) all.push({ teamId }); return prisma.deal.findMany({ where: { AND: all } });"
    assert of(body) == "Deal.findMany conditional"


MINE = "const deals = await prisma.deal.findMany({ where: { teamId } });"
COUNTED = "const deals = await prisma.deal.findMany({ where: { id: { in: input.ids }, teamId } });"
CHILDREN = "return prisma.note.deleteMany({ where: { dealId: { in: input.ids } } });"


@pytest.mark.parametrize(
    ("test", "said"),
    [
        ("if (deals.length !== input.ids.length) throw new Error();", "indirect"),
        ("if (deals.length === 0) throw new Error();", "unscoped"),
        ("if (!deals.length) throw new Error();", "unscoped"),
    ],
)
def test_keys_are_verified_where_each_has_its_row(test: str, said: str) -> None:
    assert of(f"{COUNTED} {test} {CHILDREN}") == f"Deal.findMany scoped, Note.deleteMany {said}"


ONE = "const deals = await prisma.deal.findMany({ where: { id, teamId } });"
ITS = "return prisma.note.deleteMany({ where: { dealId: id } });"


@pytest.mark.parametrize(
    ("test", "said"),
    [
        ("if (deals.length === 0) return;", "indirect"),
        ("if (deals.length < 1) return;", "indirect"),
        ("if (!(deals.length > 0)) return;", "indirect"),
        ("if (0 === deals.length) return;", "indirect"),
        ("if (deals.length !== 1) return;", "indirect"),
        ("if (deals.length > 0) return;", "unscoped"),
        ("if (deals.length > 1) return;", "unscoped"),
        ("if (deals.length >= 0) log(1);", "unscoped"),
    ],
)
def test_a_number_of_rows_tells_whether_there_are_any(test: str, said: str) -> None:
    assert of(f"{ONE} {test} {ITS}") == f"Deal.findMany scoped, Note.deleteMany {said}"


@pytest.mark.parametrize(
    ("gathered", "said"),
    [
        ("const byId = new Map<string, any>(); for (const [at, deal] of deals.entries()) byId.set(input.keys[at], deal);"
         " const found = [...byId.values()];", "indirect"),
        ("const byId = new Map<string, any>(); for (const deal of deals) byId.set(deal.id, deal);"
         " const found = [...byId.keys()].map((id) => ({ id }));", "indirect"),
        ("const byId = new Map<string, any>(); for (const id of input.ids) byId.set(id, deals);"
         " const found = [...byId.keys()].map((id) => ({ id }));", "unscoped"),
    ],
    ids=["places", "keys", "keys of anyone"],
)  # fmt: skip
def test_maps_and_places_keep_apart_what_they_hold(gathered: str, said: str) -> None:
    body = f"{MINE} {gathered} return prisma.note.deleteMany({{ where: {{ dealId: {{ in: found.map((one) => one.id) }} }} }});"
    assert of(body) == f"Deal.findMany scoped, Note.deleteMany {said}"


def test_whether_anyone_has_a_row_says_something_of_other_tenants() -> None:
    body = "const taken = await prisma.deal.count({ where: { title: input.title } }); if (taken > 0) throw new Error();"
    assert of(body) == "Deal.count unscoped"
