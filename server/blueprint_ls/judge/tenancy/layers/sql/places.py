"""Where a statement is run: the call that is handed its text, not the helper that passes it on."""

from __future__ import annotations

from collections.abc import Iterator

from blueprint_ls.codebase.typescript.tree import Call, Expression, Literal, Name, Object, Spread, Template
from blueprint_ls.codebase.typescript.visit import inside
from blueprint_ls.judge.flow.frames import Invocation
from blueprint_ls.judge.flow.values import Text
from blueprint_ls.judge.flow.walk import Walk
from blueprint_ls.judge.tenancy.layers.sql.running import is_statement

TEXT_KEYS = ("text", "sql", "query", "statement", "sqlText")
"""Where drivers look for the text in an object that they are given."""


def place_of(walk: Walk, call: Invocation) -> tuple[tuple[str, int, int], tuple[tuple[str, int], ...]]:
    """The place of a statement, by file and bytes, and the calls that led there."""
    at, calls = (call.path, call.node.start, call.node.end), walk.calls
    node: Call | None = call.node
    for frame in reversed(walk.frames):
        if node is None or not node.arguments or frame.site is None:
            break
        passed = {*_passed_on(node.arguments[0])}
        targets = {name for one in frame.closure.function.parameters for name in _names(one.target)}
        if not passed & targets:
            break
        path, start = frame.site
        node = _call_at(walk, path, start)
        at, calls = (path, start, node.end if node else start + 1), calls[:-1]
    return at, calls


def _passed_on(given: Expression | Spread) -> Iterator[str]:
    """The names that may bring a statement's text: none where it begins here, whatever stands in it."""
    found = next((text for key in TEXT_KEYS if (text := given.get(key))), None) if isinstance(given, Object) else None
    nodes = [*inside(found or given)]
    if not any(is_statement(Text((text,))) for node in nodes for text in _beginning(node)):
        yield from (node.name for node in nodes if isinstance(node, Name))


def _beginning(node: object) -> Iterator[str]:
    if isinstance(node, Template):
        yield node.parts[0]
    elif isinstance(node, Literal) and isinstance(node.value, str):
        yield node.value


def _call_at(walk: Walk, path: str, start: int) -> Call | None:
    for frame in walk.frames:
        if frame.closure.path == path and frame.closure.function.start <= start < frame.closure.function.end:
            for node in inside(frame.closure.function):
                if isinstance(node, Call) and node.start == start:
                    return node
    return None


def _names(target: object) -> list[str]:
    found = getattr(target, "name", None)
    if isinstance(found, str):
        return [found]
    inner = getattr(target, "target", None)
    entries = [getattr(entry, "target", None) for entry in getattr(target, "entries", ())]
    return [name for one in (inner, *entries) if one is not None for name in _names(one)]
