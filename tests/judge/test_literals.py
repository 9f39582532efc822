"""What the language makes of literals, as Node.js answers."""

import pytest

from blueprint_ls.judge.flow import literals
from blueprint_ls.judge.flow.literals import UNDEFINED


@pytest.mark.parametrize(("value", "true"), [("", False), ("0", True), (0.0, False), (None, False), (UNDEFINED, False)])
def test_what_counts_as_true(value: object, true: bool):
    assert literals.is_true(value) is true


def test_only_loose_equality_takes_null_for_undefined():
    assert literals.same(None, UNDEFINED, strict=False)
    assert not literals.same(None, UNDEFINED)
    assert not literals.same(True, 1.0)
    assert literals.same(1, 1.0)


def test_numbers_and_booleans_are_written_as_the_language_does():
    assert [literals.written(one) for one in (1.0, 1.5, True, None, UNDEFINED)] == [
        "1",
        "1.5",
        "true",
        "null",
        "undefined",
    ]
    assert literals.added("page ", 2.0) == "page 2"
    assert literals.added(1.0, 2.0) == 3.0


@pytest.mark.parametrize(
    ("name", "given", "result"),
    [
        ("startsWith", ["/api"], True),
        ("replace", ["/", ""], "api/a/b"),
        ("replaceAll", ["/", "-"], "-api-a-b"),
        ("split", ["/"], ["", "api", "a", "b"]),
        ("slice", [1.0, 4.0], "api"),
        ("indexOf", ["x"], -1.0),
        ("normalize", [], None),
    ],
)
def test_methods_of_strings(name: str, given: list[object], result: object):
    assert literals.method("/api/a/b", name, given) == result
