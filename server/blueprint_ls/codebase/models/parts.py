"""What a model takes over: columns of base classes, of schemas, of objects that it spreads, in this file or another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec

from blueprint_ls.codebase.facts import Model
from blueprint_ls.codebase.models.kysely import columns_of
from blueprint_ls.codebase.models.shapes import chain
from blueprint_ls.codebase.typescript.program import Definition, Program, Whole
from blueprint_ls.codebase.typescript.tree import Function, Name, Return, Shape


@dataclass(slots=True)
class Parts:
    """The models of all files as each file alone tells them, and names to them."""

    found: Mapping[str, tuple[Model, ...]]
    """By path."""
    program: Program
    _whole: dict[tuple[str, int, str], Model] = field(default_factory=dict)

    def whole(self, path: str, model: Model) -> Model:
        """A model with what its bases lend it; its own word wins."""
        key = (path, model.start, model.name)
        if key not in self._whole:
            self._whole[key] = model  # a circle of bases ends here
            for base in model.bases:
                lent = self._base(path, base, model)
                self._whole[key] = _lent(self._whole[key], lent) if lent else self._whole[key]
        return self._whole[key]

    def place(self, path: str, name: str) -> tuple[str, Model] | None:
        """The model that a name means in a file, and the file that declares it."""
        own = self._in(path, name)
        if own is not None and own.table:
            return path, own
        found = self._definition(path, name)
        there = self._spanned(found) if found else None
        return there or ((path, own) if own else None)

    def _base(self, path: str, name: str, model: Model) -> Model | None:
        place = self.place(path, name)
        if place is not None and place[1] is not model:
            return self.whole(*place)
        found = self._definition(path, name)
        if found is not None and isinstance(found.node, Shape):
            return msgspec.structs.replace(model, columns=columns_of(found.node), relations=(), bases=())
        inner = _schema_behind(found) if found else ""
        return self._base(found.path, inner, model) if found and inner and (found.path, inner) != (path, name) else None

    def _in(self, path: str, name: str) -> Model | None:
        return next((model for model in self.found.get(path, ()) if model.name == name), None)

    def _definition(self, path: str, name: str) -> Definition | None:
        """Where a name is declared; `common.fields` is looked up in the module that `common` stands for."""
        first, _, rest = name.partition(".")
        found = self.program.meaning(path, first)
        if isinstance(found, Whole) and rest:
            found = self.program.exported(found.path, rest)
        return found if isinstance(found, Definition) else None

    def _spanned(self, found: Definition) -> tuple[str, Model] | None:
        """The model of that name, else the one that stands inside the declaration."""
        named = self._in(found.path, found.name)
        inside = (m for m in self.found.get(found.path, ()) if found.node.start <= m.start < found.node.end)
        model = named or next(inside, None)
        return (found.path, model) if model else None


def _lent(model: Model, base: Model) -> Model:
    """A model with a base's columns before its own, its relations and keys, and its table where it has none."""
    columns = {column.name: column for column in (*base.columns, *model.columns)}
    relations = {(r.name, r.columns): r for r in (*base.relations, *model.relations)}
    return msgspec.structs.replace(
        model,
        table=model.table or (base.table if model.layer in ("typeorm", "mongoose") else ""),
        columns=tuple(columns.values()),
        relations=tuple(relations.values()),
        uniques=tuple(dict([*base.uniques, *model.uniques]).items()),
        forced=model.forced or base.forced,
    )


def _schema_behind(found: Definition) -> str:
    """The schema that a function gives back, as those do that load a class into it: `return schema.loadClass(X)`."""
    value = found.value
    last = value.body[-1] if isinstance(value, Function) and value.body else None
    given = last.value if isinstance(last, Return) else None
    links = chain(given)
    if links and links[0].name == "loadClass":
        given = links[0].origin
    return given.name if isinstance(given, Name) else ""
