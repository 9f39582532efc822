"""A TypeScript or JavaScript file as the compact tree of `tree`; no bytes make it raise."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from tree_sitter import Node

from blueprint_ls.codebase.typescript.classes import CLASSES
from blueprint_ls.codebase.typescript.commonjs import modules
from blueprint_ls.codebase.typescript.expressions import EXPRESSIONS, LINKS, opaque
from blueprint_ls.codebase.typescript.functions import FUNCTIONS
from blueprint_ls.codebase.typescript.hidden import broken
from blueprint_ls.codebase.typescript.jsx import JSX
from blueprint_ls.codebase.typescript.parse import Parsed, language, parse
from blueprint_ls.codebase.typescript.source import Fields, Grammar, Source
from blueprint_ls.codebase.typescript.statements import STATEMENTS, bare
from blueprint_ls.codebase.typescript.targets import TARGETS
from blueprint_ls.codebase.typescript.tree import Module

SILENCER = b"blueprint-ignore"
"""What a comment holds that speaks to this tool."""
_COMMENTS = ("comment", "html_comment")
_BROKEN = {65535: "ERROR", 65534: "ERROR"}
_VALUES: Mapping[str, object] = {**EXPRESSIONS, **FUNCTIONS, **CLASSES}


def lower(data: bytes, kind: str) -> Module:
    """What a file of a kind says: `typescript`, `tsx` or `javascript`."""
    return lowered(parse(data, kind), kind)


def lowered(parsed: Parsed, kind: str) -> Module:
    """What a file says that is parsed already."""
    if parsed.tree is None:
        return Module(())
    root = parsed.tree.root_node
    source = Source(parsed.data, grammar(kind), parsed.types)
    body = modules(source.statements(root.children, 0))
    return Module(body, _comments(parsed.data, root), broken(root))


@cache
def grammar(kind: str) -> Grammar:
    """The grammar of a kind of file, with what is done about its nodes."""
    held = language(kind)
    named = {number: held.node_kind_for_id(number) or "" for number in range(held.node_kind_count)} | _BROKEN
    code = {
        number: name
        for number, name in named.items()
        if name not in _COMMENTS and (number in _BROKEN or held.node_kind_is_named(number))
    }
    fields = Fields(held)
    expressions = {**EXPRESSIONS, **FUNCTIONS, **CLASSES, **JSX}
    return Grammar(
        named,
        fields,
        {number: expressions.get(name, opaque) for number, name in code.items()},
        {
            number: (getattr(fields, LINKS[name][0]) if LINKS[name][0] else 0, LINKS[name][1])
            for number, name in code.items()
            if name in LINKS
        },
        {number: TARGETS[name] for number, name in code.items() if name in TARGETS},
        frozenset(number for number, name in code.items() if name in _VALUES),
        {number: STATEMENTS.get(name, bare) for number, name in code.items()},
    )


def _comments(data: bytes, root: Node) -> tuple[tuple[int, int, str], ...]:
    """The comments that speak to this tool."""
    found: list[tuple[int, int, str]] = []
    at = data.find(SILENCER)
    while at >= 0:
        end = at + len(SILENCER)
        node = root.descendant_for_byte_range(at, end)
        if node is not None and node.type in _COMMENTS:
            end = node.end_byte
            found.append((node.start_byte, end, data[node.start_byte : end].decode()))
        at = data.find(SILENCER, end)
    return tuple(found)
