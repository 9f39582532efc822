"""The names of one file's top level: what it declares, imports and exports."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from blueprint_ls.codebase.typescript.tree import (
    Block,
    Class,
    Export,
    Expression,
    Function,
    Import,
    Let,
    Module,
    Name,
    ObjectTarget,
    Shape,
    Statement,
)


@dataclass(slots=True)
class Scope:
    """The names of one file's top level."""

    declared: dict[str, Let | Class | Shape | Function] = field(default_factory=dict)
    types: dict[str, Shape | Class] = field(default_factory=dict)
    imported: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Local name to module and the name there."""
    exported: dict[str, tuple[str | None, str]] = field(default_factory=dict)
    """Exported name to the module it comes from, None for this one, and the name there."""
    everything: list[str] = field(default_factory=list)
    """The modules of `export * from`."""


def scope_of(module: Module) -> Scope:
    """The names of a file."""
    scope = Scope()
    for statement in module.body:
        _enter(statement, scope)
    return scope


def _enter(statement: Statement, scope: Scope) -> None:
    if isinstance(statement, Import):
        for name in statement.names:
            scope.imported[name.local] = (statement.module, name.name)
    elif isinstance(statement, Export):
        _enter_export(statement, scope)
    elif isinstance(statement, Block):
        for inner in statement.body:
            _enter(inner, scope)
    else:
        _declare(statement, scope)


def _enter_export(export: Export, scope: Scope) -> None:
    if export.declaration is not None:
        for name in _declare(export.declaration, scope):
            scope.exported[name] = (None, name)
    if export.default is not None:
        _export_default(export, export.default, scope)
    for listed in export.names:
        if listed.name == "*" and listed.local == "*" and export.module:
            scope.everything.append(export.module)
        else:
            scope.exported[listed.local] = (export.module, listed.name)


def _export_default(export: Export, value: Expression, scope: Scope) -> None:
    if isinstance(value, Name):
        scope.exported.setdefault("default", (None, value.name))
        return
    scope.declared["default"] = Let(export.start, export.end, "const", Name(value.start, value.start, "default"), value)
    scope.exported.setdefault("default", (None, "default"))


def _declare(statement: Statement, scope: Scope) -> list[str]:
    if isinstance(statement, Let):
        names = list(_bound(statement))
        scope.declared.update(dict.fromkeys(names, statement))
        return names
    if isinstance(statement, Class | Shape):
        name = statement.name or "default"
        scope.types[name] = statement
        if isinstance(statement, Class) or name not in scope.declared:
            scope.declared[name] = statement
        return [name]
    return []


def _bound(statement: Let) -> Iterator[str]:
    if isinstance(statement.target, Name):
        yield statement.target.name
    elif isinstance(statement.target, ObjectTarget):
        for entry in statement.target.entries:
            if isinstance(entry.target, Name):
                yield entry.target.name
        if isinstance(statement.target.rest, Name):
            yield statement.target.rest.name
