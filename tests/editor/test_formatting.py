"""Formatting: whole, range, on type."""

from __future__ import annotations

import pytest

from blueprint_ls.editor.formatting import on_type, whole, within
from blueprint_ls.fixes import apply
from editor.marks import scene

UNTIDY = 'data{\n    entity   Größe {\n summary="ü"\n  module    = a\n  }\n}\n'
TIDY = 'data {\n  entity Größe {\n    summary = "ü"\n    module  = a\n  }\n}\n'


def check_whole(text: str, expected: str) -> None:
    """The text after it was formatted; once more changes nothing."""
    for before in (text, expected):
        at = scene(before)
        assert apply(at.document.text.data, whole(at.document)).decode() == expected


def check_typed(text: str, typed: str, expected: str) -> None:
    """The text after the character before the cursor was typed."""
    at = scene(text)
    assert apply(at.document.text.data, on_type(at.document, at.offset, typed)).decode() == expected


def test_whole() -> None:
    check_whole(UNTIDY, TIDY)
    check_whole("", "")
    check_whole("data {\n  x = \n}\n", "data {\n  x = \n}\n")


def test_range() -> None:
    at = scene("data {\n  a=1\n  «bb=2»\n}\n\napi{\n}\n")
    (span,) = at.marked["main.blueprint"]
    assert apply(at.document.text.data, within(at.document, span)).decode() == "data {\n  a=1\n  bb = 2\n}\n\napi{\n}\n"


def test_a_closing_brace_lays_out_its_block() -> None:
    check_typed("api{\n}\n" + UNTIDY.rstrip("}\n") + "}‸\n}\n", "}", "api{\n}\ndata{\n" + TIDY[7:])
    check_typed("data {\n  x = {}‸\n}\n", "}", "data {\n  x = {}\n}\n")
    check_typed("}‸", "}", "}")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("data {\n‸\n}\n", "data {\n  \n}\n"),
        ("data { # ü {\n‸\n}\n", "data { # ü {\n  \n}\n"),
        ("data {\n  größe = 1 # {\n      ‸\n}\n", "data {\n  größe = 1 # {\n  \n}\n"),
        ("data {\n  x = [\n‸\n  ]\n}\n", "data {\n  x = [\n    \n  ]\n}\n"),
        ("data {\n  entity X {\n    ‸}\n}\n", "data {\n  entity X {\n  }\n}\n"),
        ("data {\n  entity X {\n    a = 1\n    ‸}\n}\n", "data {\n  entity X {\n    a = 1\n  }\n}\n"),
        ("data {\n  a = 1\n\n\n‸\n}\n", "data {\n  a = 1\n\n\n  \n}\n"),
        ('data {\n  a = "{"\n‸\n}\n', 'data {\n  a = "{"\n  \n}\n'),
        ("data {\n  a = <<-X\n      ü\n   ‸\n  X\n}\n", "data {\n  a = <<-X\n      ü\n   \n  X\n}\n"),
        ("\n  ‸", "\n"),
        ("‸", ""),
    ],
)
def test_a_new_line_is_indented(text: str, expected: str) -> None:
    check_typed(text, "\n", expected)


def test_other_characters_change_nothing() -> None:
    check_typed("data {\nx‸\n}\n", "x", "data {\nx\n}\n")
