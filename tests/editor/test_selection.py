"""Selection that grows."""

from __future__ import annotations

import itertools

import pytest

from blueprint_ls.editor.selection import selection
from editor.marks import scene


def check_selection(text: str, *expected: str) -> None:
    """The texts of the selections around the cursor, the smallest first; the last, the file, is left out."""
    at = scene(text)
    grown = selection(at.document, at.offset)
    assert [at.text(span) for span in grown[:-1]] == list(expected)
    assert at.text(grown[-1]) == text.replace("‸", "")
    for inner, outer in itertools.pairwise(grown):
        assert outer.start <= inner.start <= inner.end <= outer.end
        assert inner != outer


BLOCK = 'goal "ä b" {\n    success = "80 % of größe"\n    by = x\n  }'
FILE = f"overview {{\n  {BLOCK}\n}}\n"
SECTION = FILE.rstrip("\n")
INSIDE = 'success = "80 % of größe"\n    by = x'


def test_from_a_word_in_a_string_to_the_file() -> None:
    attribute = 'success = "80 % of größe"'
    check_selection(
        FILE.replace("größe", "grö‸ße"),
        "größe",
        "80 % of größe",
        '"80 % of größe"',
        attribute,
        INSIDE,
        f"\n    {INSIDE}\n  ",
        BLOCK,
        f"\n  {BLOCK}\n",
        SECTION,
    )


def test_from_a_label() -> None:
    check_selection(FILE.replace("ä b", "ä‸ b"), "ä", "ä b", '"ä b"', 'goal "ä b"', BLOCK, f"\n  {BLOCK}\n", SECTION)


def test_in_a_list_and_an_object() -> None:
    check_selection(
        "a {\n  b = [x.y, {k = ‸1}]\n}", "1", "k = 1", "{k = 1}", "[x.y, {k = 1}]", *_outer("[x.y, {k = 1}]")
    )
    check_selection("a {\n  b = [x.‸y]\n}", "y", "x.y", "[x.y]", *_outer("[x.y]"))


def _outer(value: str) -> list[str]:
    return [f"b = {value}", f"\n  b = {value}\n"]


@pytest.mark.parametrize(("text", "expected"), [("‸", []), ("a {\n‸\n}\n", ["\n\n", "a {\n\n}"]), ("‸a {", ["a"])])
def test_sparse_text(text: str, expected: list[str]) -> None:
    check_selection(text, *expected)
