"""The columns of tables on paper: words stay whole, amounts on one line, and prose gets what is left."""

import pytest

from blueprint_ls.generate.document.columns import LINE, MAY_END, SMALL_LINE, breakable, widths
from blueprint_ls.generate.document.tree import Code, Mark, Row, Table, Text, every, plain
from generate.document.examples import NAMES, example


def table(*rows: tuple[str, ...], head: tuple[str, ...], numbers: frozenset[int] = frozenset()) -> Table:
    """A table of words."""
    return Table("", tuple(Row(tuple((Text(cell),) for cell in row)) for row in rows), head, numbers)


def test_a_column_has_room_for_its_longest_word_and_its_head():
    shares, _ = widths(table(("IDEMPOTENCYKEYREUSED", "x", "no"), head=("Code", "Status", "Retryable")))

    assert shares[0] > len("IDEMPOTENCYKEYREUSED")
    assert shares[1] > len("Status")
    assert shares[2] > len("Retryable")


def test_an_amount_has_room_on_one_line():
    shares, _ = widths(table(("Network", "120 480 USD"), head=("Line", "A month"), numbers=frozenset({1})))

    assert shares[1] > len("120 480 USD")


def test_what_is_left_goes_to_prose():
    said = "Turns HTTP into calls of a service and back; decides nothing that the service should decide"
    shares, small = widths(table(("api", said, "web"), ("worker", said, "job"), head=("Name", "What it does", "Kind")))

    assert not small
    assert sum(shares) == pytest.approx(LINE, abs=0.1)
    assert shares[1] > 3 * max(shares[0], shares[2])


def test_a_table_of_many_long_words_is_set_smaller():
    rows = tuple(tuple("Abcdefghijklmnop" for _ in range(6)) for _ in range(3))
    shares, small = widths(table(*rows, head=("One", "Two", "Three", "Four", "Five", "Six")))

    assert small
    assert sum(shares) <= SMALL_LINE + 0.1


def test_a_mark_and_a_name_of_code_count_as_they_are_drawn():
    row = Row(((Mark("fair", "not decided"),), (Code("packages/database/src/scoped-client.ts"),)))
    shares, _ = widths(Table("", (row,), ("Standing", "File")))

    assert shares[0] > len("not decided")
    assert len("packages/") < shares[1]


def test_keys_and_addresses_may_be_broken_where_their_parts_meet_and_words_may_not():
    assert MAY_END in breakable("calendar:{connectionId}:{cursor}")
    assert breakable("connection pool, per replica") == "connection pool, per replica"
    assert breakable("2026-11-22") == "2026-11-22"


@pytest.mark.parametrize("name", NAMES)
def test_no_column_of_an_example_starves(name):
    for found in (node for node in every(example(name)) if isinstance(node, Table) and node.head):
        shares, small = widths(found)
        assert sum(shares) <= 1.25 * (SMALL_LINE if small else LINE), found.name
        for at in found.numbers:
            assert shares[at] >= max(len(plain(row.cells[at])) for row in found.rows), found.name
