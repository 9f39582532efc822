"""Types as text: what a property of a declared type is, and whether it may be missing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from blueprint_ls.codebase.typescript.program import Program
from blueprint_ls.codebase.typescript.tree import Class, Field, Method, Shape

_OPENERS = {"{": "}", "(": ")", "[": "]", "<": ">"}
_NAME = re.compile(r"[A-Za-z_$][\w$]*")
_MEMBER = re.compile(r"\s*(?:readonly\s+)?[\"']?([A-Za-z_$][\w$]*)[\"']?\s*(\?)?\s*:\s*(.*)", re.DOTALL)
_WRAPPERS = ("Readonly", "Promise", "Awaited", "NonNullable", "Required", "Pick", "Omit")
_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Typed:
    """A type's text, the file that its names belong to, and whether a value of it may be missing."""

    text: str
    home: str
    optional: bool = False


@lru_cache(maxsize=1 << 14)
def is_optional(text: str | None) -> bool:
    """Whether a type admits undefined or null."""
    return text is not None and any(part.strip() in ("undefined", "null", "void") for part in split(text, "|"))


def property_type(program: Program, home: str, text: str, name: str, depth: int = _DEEPEST) -> Typed | None:
    """The type of a property; None where it cannot be told."""
    text = text.strip()
    if depth == 0 or not text:
        return None
    for operator in ("|", "&"):
        parts = [part.strip() for part in split(text, operator)]
        if len(parts) > 1:
            return _of_parts(program, home, [p for p in parts if p not in ("undefined", "null")], name, depth, operator)
    if text.startswith("{"):
        return _of_members(home, text, name)
    head, arguments = reference(text)
    if head == "Partial" and arguments:
        found = property_type(program, home, arguments[0], name, depth - 1)
        return Typed(found.text, found.home, True) if found else None
    if head in _WRAPPERS and arguments:
        return property_type(program, home, arguments[0], name, depth - 1)
    return _of_name(program, home, head, name, depth) if head else None


@lru_cache(maxsize=1 << 14)
def reference(text: str) -> tuple[str, tuple[str, ...]]:
    """`Repository<User>` as its name and its arguments; an empty name where it is no such thing."""
    found = re.fullmatch(r"([A-Za-z_$][\w$.]*)\s*(?:<(.*)>)?", text.strip(), re.DOTALL)
    if not found:
        return "", ()
    return found[1], tuple(part.strip() for part in split(found[2], ",")) if found[2] else ()


@lru_cache(maxsize=1 << 14)
def split(text: str, separator: str) -> tuple[str, ...]:
    """The parts of a type between separators that no bracket encloses."""
    if separator not in text:
        return (text,)
    parts, depth, begin = [], 0, 0
    for at, character in enumerate(text):
        if character in _OPENERS:
            depth += 1
        elif character in "})]" or (character == ">" and at and text[at - 1] != "="):
            depth -= 1
        elif character == separator and depth == 0:
            parts.append(text[begin:at])
            begin = at + 1
    return (*parts, text[begin:])


def _of_parts(program: Program, home: str, parts: list[str], name: str, depth: int, operator: str) -> Typed | None:
    found = [property_type(program, home, part, name, depth - 1) for part in parts]
    known = [typed for typed in found if typed]
    if not known:
        return None
    missing = operator == "|" and len(known) < len(parts)
    return Typed(known[0].text, known[0].home, missing or any(typed.optional for typed in known))


def _of_members(home: str, text: str, name: str) -> Typed | None:
    for member, optional, type_ in members(text):
        if member == name:
            return Typed(type_, home, optional or is_optional(type_))
    return None


def members(text: str) -> Iterator[tuple[str, bool, str]]:
    """The members of an object type: name, whether it is written with `?`, type."""
    inside = text.strip()[1:-1]
    for part in split(inside.replace("\n", ";"), ";"):
        for piece in split(part, ","):
            found = _MEMBER.fullmatch(piece)
            if found:
                yield found[1], bool(found[2]), found[3].strip()


def _of_name(program: Program, home: str, head: str, name: str, depth: int) -> Typed | None:
    found = program.type(home, head.split(".")[0])
    if found is None:
        return None
    path, node = found
    if isinstance(node, Shape):
        return _of_shape(program, path, node, name, depth)
    member = program.member(path, node, name)
    if member is None:
        return _of_constructor(path, node, name)
    file, _, inside = member
    if isinstance(inside, Field) and inside.type:
        return Typed(inside.type, file, inside.optional or is_optional(inside.type))
    return None


def _of_shape(program: Program, path: str, node: Shape, name: str, depth: int) -> Typed | None:
    for member in node.members:
        if member.name == name:
            return Typed(member.type, path, member.optional or is_optional(member.type))
    for base in node.extends:
        found = property_type(program, path, base, name, depth - 1)
        if found:
            return found
    return property_type(program, path, node.type, name, depth - 1) if node.type else None


def _of_constructor(path: str, node: Class, name: str) -> Typed | None:
    """A field that a constructor's parameter declares."""
    for member in node.members:
        if isinstance(member, Method) and member.kind == "constructor":
            for parameter in member.function.parameters:
                if parameter.access and getattr(parameter.target, "name", None) == name and parameter.type:
                    return Typed(parameter.type, path, parameter.optional)
    return None
