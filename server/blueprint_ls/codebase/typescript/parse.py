"""Bytes to a tree-sitter tree; grammars are loaded when a file first asks for them.

The tree's positions are those of the bytes as given: whatever has to be made readable is replaced byte for byte.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Literal, cast

from tree_sitter import Language, Parser, Tree
from tree_sitter_language_pack import get_language

KINDS = ("typescript", "tsx", "javascript")
"""The kinds of file that have a grammar here."""
_SNIFFED = 8192
_LONGEST_TYPE = 2000
_WORTH_REPAIR = 100
_NOT_ASCII = bytes(range(128)) + b"?" * 128
_TYPED_TEMPLATE = re.compile(rb"(?<![=\s])>`|(?<=\s)>`")
_ABSTRACT_DEFAULT = re.compile(rb"\bexport\s+default\s+(abstract)\s+class\b")
_OPENING = {ord(")"): ord("("), ord("]"): ord("["), ord("}"): ord("{"), ord(">"): ord("<")}
_IN_NAME = re.compile(rb"[\w$\x80-\xff)\]]")


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
    types = _types_before_templates(data) if kind != "javascript" else {}
    hidden = [*types.values(), *(match.span(1) for match in _ABSTRACT_DEFAULT.finditer(data))]
    return Parsed(_parser(kind).parse(_hidden(data, hidden)), data, types, problem)


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


def _types_before_templates(data: bytes) -> dict[int, tuple[int, int]]:
    """Where `name<…>` stands before a backtick: the end of it to the span of `<…>`."""
    found = {}
    for match in _TYPED_TEMPLATE.finditer(data):
        start = _opening(data, match.start())
        if start is not None:
            found[match.end() - 1] = (start, match.start() + 1)
    return found


def _opening(data: bytes, closing: int) -> int | None:
    """The `<` that belongs to a `>`, if what stands between them can be types."""
    wanted = [ord("<")]
    at = closing - 1
    while at > 0 and closing - at < _LONGEST_TYPE:
        byte = data[at]
        if byte == wanted[-1]:
            wanted.pop()
            if not wanted:
                return at if _IN_NAME.match(data, at - 1) and _can_be_types(data[at + 1 : closing]) else None
        elif byte in _OPENING and not (byte == ord(">") and data[at - 1] == ord("=")):
            wanted.append(_OPENING[byte])
        elif byte in b"([{<`":
            return None  # a stretch between two templates is read once at most
        at -= 1
    return None


def _can_be_types(text: bytes) -> bool:
    return b"${" not in text and not text.lstrip().startswith(b"/")


def _hidden(data: bytes, spans: list[tuple[int, int]]) -> bytes:
    """The bytes with blanks where the spans are; lines stay lines."""
    if not spans:
        return data
    text = bytearray(data)
    for start, end in spans:
        text[start:end] = re.sub(rb"[^\n]", b" ", data[start:end])
    return bytes(text)
