"""CommonJS read as modules: `require(…)` as an import, `module.exports` and `exports.x` as exports."""

from __future__ import annotations

from blueprint_ls.codebase.typescript.chains import constant
from blueprint_ls.codebase.typescript.tree import (
    Assign,
    Await,
    Call,
    Do,
    Export,
    Expression,
    Import,
    Imported,
    Let,
    Member,
    Name,
    Object,
    ObjectTarget,
    Property,
    Statement,
    Target,
)

_WHOLE = "*"


def modules(body: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """A file's statements, with what CommonJS imports and exports said as such."""
    return tuple([said for statement in body for said in _said(statement)])


def _said(statement: Statement) -> list[Statement]:
    if isinstance(statement, Let):
        return [_import(statement) or statement]
    if isinstance(statement, Do) and isinstance(statement.value, Assign):
        return list(_exports(statement, statement.value)) or [statement]
    if isinstance(statement, Do):
        module = _required(statement.value)
        return [Import(statement.start, statement.end, module) if module is not None else statement]
    return [statement]


def _import(let: Let) -> Import | None:
    """`const a = require("m")`, `const { a } = require("m")`, `const a = require("m").a`."""
    value = let.value.value if isinstance(let.value, Await) else let.value
    picked = value.name if isinstance(value, Member) else _WHOLE
    module = _required(value.object if isinstance(value, Member) else value)
    if module is None:
        return None
    if isinstance(let.target, Name):
        names = (Imported(let.target.start, let.target.end, picked, let.target.name),)
        return Import(let.start, let.end, module, names)
    if picked != _WHOLE or not isinstance(let.target, ObjectTarget):
        return None
    named = _picked(let.target)
    return Import(let.start, let.end, module, named) if named is not None else None


def _required(value: Expression | None) -> str | None:
    """The module of a call of `require`."""
    if isinstance(value, Call) and isinstance(value.callee, Name) and value.callee.name == "require":
        only = value.arguments[0] if len(value.arguments) == 1 else None
        return constant(only) if only is not None and not hasattr(only, "entries") else None  # type: ignore[arg-type]
    return None


def _picked(target: ObjectTarget) -> tuple[Imported, ...] | None:
    """The names of a plain object target."""
    if target.rest is not None:
        return None
    names = [
        Imported(entry.start, entry.end, entry.key, entry.target.name)
        for entry in target.entries
        if entry.key is not None and isinstance(entry.target, Name)
    ]
    return tuple(names) if len(names) == len(target.entries) else None


def _exports(statement: Do, assign: Assign) -> list[Statement]:
    """`module.exports = …`, `exports.a = …`, one in the other, or nothing of the kind."""
    targets, value = _assigned(assign)
    found: list[Statement] = []
    for target in targets:
        name = _exported(target)
        if name is None:
            return []
        export = _export(statement, name, target, value)
        found += [export] if export not in found else []
    return found


def _assigned(assign: Assign) -> tuple[list[Target], Expression]:
    """The targets of `a = b = value`, and the value."""
    targets: list[Target] = []
    value: Expression = assign
    while isinstance(value, Assign) and value.operator == "=":
        targets.append(value.target)
        value = value.value
    return targets, value


def _exported(target: Target) -> str | None:
    """The name under which a target exports; `*` for the module itself."""
    if _is_exports(target):
        return _WHOLE
    return target.name if isinstance(target, Member) and _is_exports(target.object) else None


def _is_exports(value: Expression | Target) -> bool:
    if isinstance(value, Name):
        return value.name == "exports"
    if not isinstance(value, Member) or value.name != "exports":
        return False
    return isinstance(value.object, Name) and value.object.name == "module"


def _export(statement: Do, name: str, target: Target, value: Expression) -> Export:
    start, end = statement.start, statement.end
    if name == "default":
        return Export(start, end, default=value)
    if name != _WHOLE:
        if isinstance(value, Name):
            return Export(start, end, names=(Imported(value.start, value.end, value.name, name),))
        return Export(start, end, Let(start, end, "const", Name(target.start, target.end, name), value))
    module = _required(value)
    if module is not None:
        return Export(start, end, None, (Imported(value.start, value.end, "*", "*"),), module)
    return Export(start, end, names=_members(value), default=value)


def _members(value: Expression) -> tuple[Imported, ...]:
    """The names that `module.exports = { a, b: c }` gives away."""
    if not isinstance(value, Object):
        return ()
    return tuple(
        [
            Imported(entry.start, entry.end, entry.value.name, entry.key)
            for entry in value.entries
            if isinstance(entry, Property) and entry.key is not None and isinstance(entry.value, Name)
        ]
    )
