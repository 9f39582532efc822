"""Bytes to a tree-sitter tree; grammars are loaded when a file first asks for them.

The tree's positions are those of the bytes as given: whatever has to be made readable is replaced byte for byte.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Literal, cast

from tree_sitter import Language, Parser, Tree
from tree_sitter_language_pack import get_language

from blueprint_ls.codebase.typescript.hidden import (
    types_before_templates,
    without_ampersands,
    without_assertions,
    without_types,
)

KINDS = ("typescript", "tsx", "javascript")
"""The kinds of file that have a grammar here."""
_SNIFFED = 8192
_WORTH_REPAIR = 100
_NOT_ASCII = bytes(range(128)) + b"?" * 128


@dataclass(frozen=True, slots=True)
class Parsed:
    """A file's tree, and what has to be known to read it."""

    tree: Tree | None
    """None where the bytes are not text."""
    data: bytes
    """The bytes as given, those that are no UTF-8 replaced by `?`."""
    types: dict[int, tuple[int, int]] = field(default_factory=dict)
    """Type arguments that stand before a template, by the byte at which the template begins.

    The grammar takes them for comparisons, so that they are hidden from it."""
    problem: str | None = None
    """Why the file, or a part of it, is not what its author wrote."""


def parse(data: bytes, kind: str) -> Parsed:
    """The tree of a file's bytes."""
    problem = _not_text(data)
    if problem:
        return Parsed(None, data, problem=problem)
    data, problem = _readable(data)
    if kind == "javascript":
        return Parsed(_tree(data, kind), data, problem=problem)
    types = types_before_templates(data)
    readable = without_types(data, types.values())
    tree = _tree(readable, kind)
    plain = without_assertions(readable, tree)
    return Parsed(tree if plain is None else _tree(plain, kind), data, types, problem)


def _tree(data: bytes, kind: str) -> Tree:
    tree = _parser(kind).parse(data)
    if kind == "typescript" or not tree.root_node.has_error:
        return tree
    repaired = without_ampersands(data, tree)
    return tree if repaired is None else _parser(kind).parse(repaired)


@cache
def language(kind: str) -> Language:
    """The grammar of a kind of file."""
    return get_language(cast(Literal["typescript", "tsx", "javascript"], kind))


@cache
def _parser(kind: str) -> Parser:
    return Parser(language(kind))


def _not_text(data: bytes) -> str | None:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "the file is UTF-16, not UTF-8"
    return "the file is binary" if b"\0" in data[:_SNIFFED] else None


def _readable(data: bytes) -> tuple[bytes, str | None]:
    """The bytes as UTF-8 of the same length."""
    found: list[int] = []
    at = 0
    while at < len(data):
        try:
            data[at:].decode() if at else data.decode()
            break
        except UnicodeDecodeError as error:
            first, last = at + error.start, at + error.end
        data = data[:first] + b"?" * (last - first) + data[last:]
        found.append(first)
        at = last
        if len(found) == _WORTH_REPAIR:
            return _ascii(data), f"the file is not UTF-8 from line {_line(data, found[0])} on"
    return data, f"the file is not UTF-8 in line {_line(data, found[0])}" if found else None


def _ascii(data: bytes) -> bytes:
    return data.translate(_NOT_ASCII)


def _line(data: bytes, at: int) -> int:
    return data.count(b"\n", 0, at) + 1
