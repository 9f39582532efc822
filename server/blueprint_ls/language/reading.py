"""Expressions read as typed values: one reader per type, each naming what it expected."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from blueprint_ls.language import values as typed
from blueprint_ls.language.fields import read_field_type
from blueprint_ls.language.suggest import closest
from blueprint_ls.language.types import Type, describe
from blueprint_ls.syntax import (
    Bool,
    Call,
    Expression,
    Heredoc,
    List,
    Missing,
    Null,
    Number,
    Object,
    Reference,
    String,
    Word,
)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a value."""

    rule: str
    offset: int
    width: int
    message: str
    replacement: str | None = None
    """What to write instead, where that is plain."""
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference to a block by its type and label."""

    targets: tuple[str, ...]
    """The block types it may lead to."""
    name: str
    offset: int
    """Where the label's text begins, quotes left out."""
    width: int

    def __str__(self) -> str:
        return self.name


LARGEST_NUMBER = 10**18
"""What a 64-bit whole number holds; larger ones are slips, and sums of them mean nothing."""

_TRUTHS = dict.fromkeys(("true", "yes", "on"), "true") | dict.fromkeys(("false", "no", "off"), "false")
"""What people write for a boolean."""

Reading = tuple[Any, list[Problem], list[Ref]]


def read_value(node: Expression, offset: int, kind: Type, words: Mapping[str, str]) -> Reading:
    """The typed value of an expression that stands at `offset`, its problems and its references."""
    if isinstance(node, Missing):
        return None, [], []
    if isinstance(node, Null):
        return None, [], []
    reader = _READERS.get(kind.kind, _read_text)
    return reader(node, offset, kind, words)


def _read_list(node: Expression, offset: int, kind: Type, words: Mapping[str, str]) -> Reading:
    assert kind.of is not None
    if not isinstance(node, List):
        value, problems, _ = read_value(node, offset, kind.of, words)
        source = node.text().decode(errors="replace")
        instead = f"[{source}]" if value is not None and not problems else None
        return _wrong(node, offset, kind, instead)
    return _gather((read_value(element, offset + at, kind.of, words) for at, element in node.elements), tuple)


def _read_map(node: Expression, offset: int, kind: Type, words: Mapping[str, str]) -> Reading:
    assert kind.of is not None
    if not isinstance(node, Object):
        return _wrong(node, offset, kind)
    keys = [entry.key for entry in node.entries]
    readings = (read_value(e.value, offset + e.value_offset, kind.of, words) for e in node.entries)
    return _gather(readings, lambda found: dict(zip(keys, found, strict=True)))


def _gather(readings: Iterable[Reading], build: Callable[[list[Any]], Any]) -> Reading:
    found: list[Any] = []
    problems: list[Problem] = []
    references: list[Ref] = []
    for value, its_problems, its_references in readings:
        found.append(value)
        problems += its_problems
        references += its_references
    return build(found), problems, references


def _read_ref(node: Expression, offset: int, kind: Type, words: Mapping[str, str]) -> Reading:
    if isinstance(node, Word):
        ref = Ref(kind.targets, node.name, offset, node.width)
        return ref, [], [ref]
    if isinstance(node, Reference) and len(node.steps) == 2:
        head, last = node.steps
        if head.name in kind.targets:
            quotes = 1 if last.quoted else 0
            span = last.span
            ref = Ref((head.name,), last.name, offset + span.start + quotes, span.end - span.start - 2 * quotes)
            return ref, [], [ref]
        near = closest(head.name, kind.targets)
        return _wrong(node, offset, kind, refer(near, last.name) if near else None)
    if isinstance(node, String):
        return _wrong(node, offset, kind, refer(kind.targets[0], node.value))
    if isinstance(node, List) and len(node.elements) == 1:
        ((_, only),) = node.elements
        return _wrong(node, offset, kind, only.text().decode(errors="replace"))
    return _wrong(node, offset, kind)


def refer(kind: str, label: str) -> str:
    """A reference as it is written: `module.identity`, `endpoint["POST /users"]`."""
    plain = label.isidentifier() and label.isascii()
    return f"{kind}.{label}" if plain else f'{kind}["{label}"]'


def _read_word(node: Expression, offset: int, kind: Type, words: Mapping[str, str]) -> Reading:
    if isinstance(node, Word):
        return node.name, [], []
    instead = node.value if isinstance(node, String) and node.value.isidentifier() else None
    return _wrong(node, offset, kind, instead)


def _read_enum(node: Expression, offset: int, kind: Type, words: Mapping[str, str]) -> Reading:
    if not isinstance(node, Word):
        name = node.value if isinstance(node, String) else None
        return _wrong(node, offset, kind, name if name in words else None)
    if node.name in words:
        return node.name, [], []
    message = f"`{node.name}` is none of the known words here: {_some(words)}"
    problem = Problem("unknown-value", offset, node.width, message, data={"word": node.name, "known": list(words)})
    return None, [problem], []


def _some(words: Mapping[str, str]) -> str:
    shown = [f"`{word}`" for word in list(words)[:8]]
    return ", ".join(shown) + (", …" if len(words) > 8 else "")


def _read_number(node: Expression, offset: int, kind: Type, words: Mapping[str, str]) -> Reading:
    if isinstance(node, Number) and abs(node.value) > LARGEST_NUMBER:
        return None, [Problem("wrong-type", offset, node.width, f"{_name(node)} is larger than any number here")], []
    if isinstance(node, Number) and (kind.kind == "number" or float(node.value).is_integer()):
        return node.value, [], []
    quoted = node.value.strip() if isinstance(node, String) else ""
    return _wrong(node, offset, kind, quoted if quoted.isdigit() else None)


def _read_boolean(node: Expression, offset: int, kind: Type, words: Mapping[str, str]) -> Reading:
    if isinstance(node, Bool):
        return node.value, [], []
    written = node.value if isinstance(node, String) else node.name if isinstance(node, Word) else ""
    return _wrong(node, offset, kind, _TRUTHS.get(written.lower()))


def _read_text(node: Expression, offset: int, kind: Type, words: Mapping[str, str]) -> Reading:
    if isinstance(node, Heredoc) and kind.kind in ("text", "string"):
        return node.value, [], []
    if isinstance(node, Number) and kind.kind == "percentage":
        return _wrong(node, offset, kind, f'"{node.text().decode()}%"')
    if not isinstance(node, String):
        return _wrong(node, offset, kind, f'"{node.name}"' if isinstance(node, Word) else None)
    try:
        return typed.parse(kind.kind, node.value), [], []
    except (ValueError, OverflowError):
        return _wrong(node, offset, kind)


def _read_field_type(node: Expression, offset: int, kind: Type, words: Mapping[str, str]) -> Reading:
    value, message, reference = read_field_type(node)
    if message:
        return None, [Problem("wrong-type", offset, node.width, message)], []
    references = [Ref(("entity",), reference.name, offset + reference.start, reference.width)] if reference else []
    return value, [], references


def _read_any(node: Expression, offset: int, kind: Type, words: Mapping[str, str]) -> Reading:
    match node:
        case String() | Heredoc() | Number() | Bool():
            return node.value, [], []
        case Word():
            return node.name, [], []
        case List():
            return _read_list(node, offset, Type("list", of=kind), words)
        case Object():
            return _read_map(node, offset, Type("map", of=kind), words)
    return node.text().decode(errors="replace"), [], []


def _wrong(node: Expression, offset: int, kind: Type, instead: str | None = None) -> Reading:
    cure = f": write `{instead}`" if instead is not None and "\n" not in instead and len(instead) <= 60 else ""
    message = f"Expected {describe(kind)}, found {_name(node)}{cure}"
    return None, [Problem("wrong-type", offset, node.width, message, instead)], []


def _name(node: Expression) -> str:
    source = node.text().decode(errors="replace").split("\n")[0]
    shown = source if len(source) <= 40 else source[:39] + "…"
    match node:
        case List():
            return "a list"
        case Object():
            return "an object"
        case Heredoc():
            return "a heredoc"
        case Call() | Reference():
            return f"`{shown}`"
    return f"`{shown}`"


_READERS: dict[str, Callable[[Expression, int, Type, Mapping[str, str]], Reading]] = {
    "list": _read_list,
    "map": _read_map,
    "ref": _read_ref,
    "word": _read_word,
    "enum": _read_enum,
    "number": _read_number,
    "integer": _read_number,
    "boolean": _read_boolean,
    "field_type": _read_field_type,
    "any": _read_any,
}
