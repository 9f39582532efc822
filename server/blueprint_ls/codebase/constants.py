"""The texts that expressions stand for: literals, constants of this or another file, members of enums and tables."""

from __future__ import annotations

from blueprint_ls.codebase.typescript.program import Definition, Program, Whole
from blueprint_ls.codebase.typescript.tree import (
    Call,
    Cast,
    Class,
    Expression,
    Field,
    Literal,
    Logical,
    Member,
    Name,
    Object,
    Template,
)

_DEEPEST = 8
"""How many constants may stand for one another."""


def text_of(program: Program, path: str, value: object, depth: int = _DEEPEST) -> str | None:
    """The text that a value of a file is, where the code says so."""
    if depth == 0:
        return None
    if isinstance(value, Literal):
        return value.value if isinstance(value.value, str) and value.kind == "string" else None
    if isinstance(value, Template):
        return _joined(program, path, value, depth)
    if isinstance(value, Logical):
        return text_of(program, path, value.right, depth - 1)
    found = value_of(program, path, value, depth)
    return text_of(program, found[0], found[1], depth - 1) if found and found[1] is not value else None


def object_of(program: Program, path: str, value: object) -> tuple[str, Object] | None:
    """The object that a value of a file is, and the file it stands in."""
    found = value_of(program, path, value)
    return (found[0], found[1]) if found and isinstance(found[1], Object) else None


def value_of(
    program: Program, path: str, value: object, depth: int = _DEEPEST
) -> tuple[str, Expression | Class] | None:
    """What a name or a member stands for, through constants and imports, and the file that says so."""
    if depth == 0:
        return None
    if isinstance(value, Cast):
        return value_of(program, path, value.value, depth)
    if isinstance(value, Call) and isinstance(value.callee, Member) and value.callee.name == "freeze":
        return value_of(program, path, value.arguments[0], depth) if value.arguments else None
    if isinstance(value, Name):
        meaning = program.meaning(path, value.name)
        return _defined(program, meaning, depth) if meaning else None
    if isinstance(value, Member):
        return _member(program, path, value, depth)
    return (path, value) if isinstance(value, Expression | Class) else None


def _defined(program: Program, meaning: object, depth: int) -> tuple[str, Expression | Class] | None:
    if isinstance(meaning, Definition) and meaning.value is not None:
        return value_of(program, meaning.path, meaning.value, depth - 1)
    return None


def _member(program: Program, path: str, value: Member, depth: int) -> tuple[str, Expression | Class] | None:
    if isinstance(value.object, Name):
        meaning = program.meaning(path, value.object.name)
        if isinstance(meaning, Whole):
            return _defined(program, program.exported(meaning.path, value.name), depth)
    owner = value_of(program, path, value.object, depth - 1)
    if owner is None:
        return None
    file, holder = owner
    inner: Expression | None = None
    if isinstance(holder, Object):
        inner = holder.get(value.name)
    elif isinstance(holder, Class):
        fields = (one for one in holder.members if isinstance(one, Field) and one.is_static)
        inner = next((one.value for one in fields if one.name == value.name), None)
    return value_of(program, file, inner, depth - 1) if inner is not None else None


def _joined(program: Program, path: str, value: Template, depth: int) -> str | None:
    """A template whose parts are all known."""
    if value.tag is not None:
        return None
    text = value.parts[0]
    for part, inner in zip(value.parts[1:], value.values, strict=True):
        known = text_of(program, path, inner, depth - 1)
        if known is None:
            return None
        text += known + part
    return text
