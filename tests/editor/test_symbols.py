"""The outline of a file, and the search through a workspace."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest

from blueprint_ls.editor.symbols import Symbol, document_symbols, workspace_symbols
from editor.marks import scene


def check_outline(text: str, expected: str) -> None:
    """The outline as lines: name, `|`, detail, two blanks a level."""
    at = scene(text)
    outline = document_symbols(at.case.knowledge, at.document)
    assert "\n".join(_lines(outline, 0)) == expected.strip("\n")
    for symbol in _all(outline):
        assert symbol.span.start <= symbol.selection.start <= symbol.selection.end <= symbol.span.end
        assert symbol.name.strip()


def check_search(query: str, *expected: str) -> None:
    """The names that a query finds, the closest first."""
    at = scene(
        "modules {\n  module identity {\n  }\n  module größe {\n  }\n}\n"
        'api {\n  endpoint "POST /identities" {\n  }\n}\n'
        "data {\n  decision orm {\n    choose = prisma\n    status = superseded\n  }\n}\n"
    )
    assert [found.name for found in workspace_symbols([at.document], query)] == list(expected)


def test_outline() -> None:
    check_outline(
        '# größe\ndata {\n  decision orm {\n    choose  = prisma\n    because = "x"\n  }\n\n'
        '  entity Größe {\n    summary = "ü"\n    module = module.sales\n\n'
        "    field id {\n      type = uuid\n    }\n  }\n}\n",
        """
data | 7. Data
  decision orm | prisma
  entity Größe |
    module | module.sales
    field id |
      type | uuid
""",
    )


def test_outline_of_unfinished_text() -> None:
    check_outline("", "")
    check_outline("data {\n  entity \n", "data | 7. Data")
    check_outline('data {\n  "x" {\n  }\n', "data | 7. Data\n  x |")
    check_outline("data {\n  {\n  }\n", "data | 7. Data\n  (unnamed) |")


def test_a_long_value_is_shortened_and_a_superseded_decision_is_marked() -> None:
    at = scene(
        "modules {\n  module a {\n    owns = [\n"
        "      Aaaaaaaaaaaaaaaaaaaaaaaaa,\n"
        "      Bbbbbbbbbbbbbbbbbbbbbbbbbbbbbb,\n      C\n    ]\n  }\n"
        "  decision architecture_style {\n    status = superseded\n  }\n}\n"
    )
    (section,) = document_symbols(at.case.knowledge, at.document)
    module, decision = section.children
    assert module.children[0].detail.endswith("…")
    assert "\n" not in module.children[0].detail
    assert (module.deprecated, decision.deprecated) == (False, True)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("größe", ["module größe"]),
        ("mdlgr", ["module größe"]),
        ("identit", ["module identity", "endpoint POST /identities"]),
        ("post iden", ["endpoint POST /identities"]),
        ("DATA", ["data"]),
        ("zzz", []),
    ],
)
def test_search(query: str, expected: list[str]) -> None:
    check_search(query, *expected)


def test_search_without_a_query_finds_everything() -> None:
    at = scene("modules {\n  module identity {\n    contract sign_in {\n    }\n  }\n}\n")
    found = workspace_symbols([at.document], "")
    assert [(each.name, each.container) for each in found] == [
        ("contract sign_in", "modules.module identity"),
        ("module identity", "modules"),
        ("modules", ""),
    ]
    assert len(workspace_symbols([at.document], "", limit=1)) == 1


def _lines(symbols: Iterable[Symbol], depth: int) -> Iterator[str]:
    for symbol in symbols:
        yield f"{'  ' * depth}{symbol.name} | {symbol.detail}".rstrip()
        yield from _lines(symbol.children, depth + 1)


def _all(symbols: Iterable[Symbol]) -> Iterator[Symbol]:
    for symbol in symbols:
        yield symbol
        yield from _all(symbol.children)


def test_what_is_assumed_can_be_searched_for() -> None:
    at = scene(
        "data {\n  tenancy {\n    assumed = true\n  }\n"
        "  entity Deal {\n    assumed = true\n  }\n  entity User {\n  }\n}\n"
    )

    def search(query: str) -> list[tuple[str, str]]:
        return [(found.name, found.container) for found in workspace_symbols([at.document], query)]

    assert search("assumed") == [("assumed tenancy", "data"), ("assumed entity Deal", "data")]
    assert search("Assumed deal") == [("assumed entity Deal", "data")]
