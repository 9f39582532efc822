"""The queries of the rules on code: `rules/code/<rule>/*.scm`, run over a file's tree.

Two comment lines of a query speak to this tool: `; for: typescript tsx javascript` names the grammars it is written
for, and `; anchors: findMany $queryRaw` the literals without one of which a file cannot hold what it looks for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tree_sitter import Node, Query, QueryCursor, QueryError

from blueprint_ls.codebase.facts import Capture
from blueprint_ls.codebase.prefilter import pattern
from blueprint_ls.codebase.typescript.parse import KINDS, language
from blueprint_ls.codebase.version import code_rules

_HEADER = re.compile(r"^;+[ \t]*(for|anchors):[ \t]*(.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class CodeQuery:
    """One query of a rule."""

    name: str
    """`tenant-scope/prisma`: the rule's folder and the query's file."""
    path: Path
    """Where it stands."""
    source: str
    """As it is written."""
    kinds: tuple[str, ...]
    """The kinds of file it is for."""
    anchors: tuple[str, ...]
    """Literals, one of which a file must hold; none asks for every file."""


@dataclass(frozen=True, slots=True)
class QueryFault:
    """A query that cannot be used."""

    name: str
    """The query's name."""
    kind: str
    """The kind of file for which it fails."""
    message: str
    """What is wrong with it."""


def captures(root: Node, data: bytes, kind: str, rules: Path | None = None) -> tuple[Capture, ...]:
    """What the queries choose in a file, in the order of the queries, then of the file."""
    found: list[Capture] = []
    for query, may_hold in _searched(kind, rules or code_rules()):
        if may_hold(data) and isinstance(compiled := _compiled(query, kind), Query):
            found += _captured(query, compiled, root)
    return tuple(found)


def anchors(query: CodeQuery) -> tuple[str, ...]:
    """The literals, one of which a file must hold for a query to be run on it."""
    return query.anchors


@cache
def queries(rules: Path) -> tuple[CodeQuery, ...]:
    """The queries below a folder of rules, in order of their names."""
    return tuple([_read(path) for path in sorted(rules.glob("*/*.scm"))])


def faults(rules: Path) -> list[QueryFault]:
    """The queries that one of their grammars refuses, or that are for no grammar there is."""
    found = []
    for query in queries(rules):
        if not query.kinds or set(query.kinds) - set(KINDS):
            found.append(QueryFault(query.name, "", f"`; for:` must name kinds out of {', '.join(KINDS)}"))
        for kind in query.kinds:
            compiled = _compiled(query, kind) if kind in KINDS else None
            if isinstance(compiled, QueryFault):
                found.append(compiled)
    return found


def _read(path: Path) -> CodeQuery:
    source = path.read_text("utf-8")
    said: dict[str, list[str]] = {"for": [], "anchors": []}
    for key, words in _HEADER.findall(source):
        said[key] += words.split()
    return CodeQuery(f"{path.parent.name}/{path.stem}", path, source, tuple(said["for"]), tuple(said["anchors"]))


@cache
def _searched(kind: str, rules: Path) -> tuple[tuple[CodeQuery, Callable[[bytes], object]], ...]:
    """The queries for a kind, each with the search for its anchors."""
    meant = (query for query in queries(rules) if kind in query.kinds)
    return tuple((query, pattern(query.anchors).search if query.anchors else _anything) for query in meant)


def _anything(data: bytes) -> bool:
    return True


@cache
def _compiled(query: CodeQuery, kind: str) -> Query | QueryFault:
    """A query for a kind of file. It is made for the first file with an anchor: all of them take 0.4 s."""
    try:
        return Query(language(kind), query.source)
    except (QueryError, ValueError) as error:
        return QueryFault(query.name, kind, str(error))


def _captured(query: CodeQuery, compiled: Query, root: Node) -> Iterator[Capture]:
    """The captures of every match, those of one match side by side; what two patterns choose is told once."""
    seen: set[tuple[str, int, int]] = set()
    for _, match in QueryCursor(compiled).matches(root):
        chosen = [(name, node.start_byte, node.end_byte) for name, nodes in match.items() for node in nodes]
        for name, start, end in sorted(chosen):
            if (name, start, end) not in seen and not name.startswith("_"):
                seen.add((name, start, end))
                yield Capture(query.name, name, start, end)
