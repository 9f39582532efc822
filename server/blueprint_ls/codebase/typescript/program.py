"""Names to what they stand for, over all files: imports, re-exports, default exports, members of classes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from blueprint_ls.codebase.typescript.heirs import Heirs, Texts
from blueprint_ls.codebase.typescript.scopes import Scope, scope_of
from blueprint_ls.codebase.typescript.tree import (
    Class,
    Expression,
    Field,
    Function,
    Let,
    Method,
    Module,
    Name,
    Shape,
)

FARTHEST = 12
"""How many files a name is followed through before it counts as unknown; barrels of barrels need four or five."""


class Files(Texts, Protocol):
    """What the program asks of the repository."""

    def module(self, path: str) -> Module | None:
        """The tree of a file; None where there is none."""
        ...

    def resolve(self, importer: str, specifier: str) -> str | None:
        """The file that an import means; None for a package from outside."""
        ...


@dataclass(frozen=True, slots=True)
class Definition:
    """Where a name is declared, and as what."""

    path: str
    name: str
    node: Let | Class | Shape | Function
    """The declaration; a `Let` may bind the name inside a target."""

    @property
    def value(self) -> Expression | Class | None:
        """What the name stands for where its declaration says so directly."""
        if isinstance(self.node, Let):
            return self.node.value if isinstance(self.node.target, Name) else None
        return None if isinstance(self.node, Shape) else self.node


@dataclass(frozen=True, slots=True)
class Outside:
    """A name that a package from outside the repository exports."""

    package: str
    name: str


@dataclass(frozen=True, slots=True)
class Whole:
    """All exports of a file: what `import * as x` binds."""

    path: str


Meaning = Definition | Outside | Whole


class Program:
    """The names of a repository."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self.consulted: set[str] = set()
        """The files that answers rested on since somebody last emptied this."""
        self._scopes: dict[str, Scope | None] = {}
        self._meanings: dict[tuple[str, str], tuple[Meaning | None, frozenset[str]]] = {}
        """With the files that each rests on."""
        self._ways: dict[tuple[str, str], str | None] = {}
        self._heirs = Heirs(files)

    def forget(self, path: str | None = None) -> set[str]:
        """A file has changed, or any number of them: look up anew what rests on it.

        Answers what `consulted` calls the questions that may have another answer now, though their files stay.
        """
        if path is None:
            self._scopes.clear()
            self._meanings.clear()
            self._ways.clear()
            self._heirs.forget()
            return set()
        self._scopes.pop(path, None)
        for key in [key for key, (_, files) in self._meanings.items() if path in files]:
            del self._meanings[key]
        return {_heirs_of(name) for name in self._heirs.changed(path)}

    def rerouted(self) -> set[str]:
        """The files with an import that means another file than it did, since files or manifests are others."""
        moved = {key: now for key, was in self._ways.items() if (now := self.files.resolve(*key)) != was}
        self._ways.update(moved)
        return {importer for importer, _ in moved}

    def scope(self, path: str) -> Scope | None:
        """The top-level names of a file; None where it has no tree."""
        self.consulted.add(path)
        if path not in self._scopes:
            module = self.files.module(path)
            self._scopes[path] = scope_of(module) if module else None
        return self._scopes[path]

    def meaning(self, path: str, name: str) -> Meaning | None:
        """What a name at the top level of a file stands for; None where the file does not know it."""
        key = path, name
        if key not in self._meanings:
            self._learn(key)
        meaning, files = self._meanings[key]
        self.consulted |= files
        return meaning

    def _learn(self, key: tuple[str, str]) -> None:
        before, self.consulted = self.consulted, set()
        self._meanings[key] = None, frozenset()  # a circle of re-exports ends here
        try:
            found = self._local(*key, FARTHEST)
            self._meanings[key] = found, frozenset(self.consulted)
        except BaseException:
            del self._meanings[key]  # whoever asks next is not to take it for the answer
            raise
        finally:
            self.consulted = before

    def exported(self, path: str, name: str, depth: int = FARTHEST) -> Meaning | None:
        """What a file exports under a name."""
        scope = self.scope(path)
        if scope is None or depth == 0:
            return None
        if name in scope.exported:
            module, inner = scope.exported[name]
            return self._local(path, inner, depth) if module is None else self._there(path, module, inner, depth)
        for module in scope.everything:
            found = self._there(path, module, name, depth)
            if isinstance(found, Definition | Whole):
                return found
        return None

    def type(self, path: str, name: str) -> tuple[str, Shape | Class] | None:
        """The interface, type alias or class that a type's name means, and the file it stands in."""
        scope = self.scope(path)
        if scope and name in scope.types:
            return path, scope.types[name]
        found = self.meaning(path, name)
        if isinstance(found, Definition) and isinstance(found.node, Shape | Class):
            return found.path, found.node
        return None

    def bases(self, path: str, node: Class) -> Iterator[tuple[str, Class]]:
        """A class and those it extends, nearest first."""
        seen: set[tuple[str, int]] = set()
        here: tuple[str, Class] | None = (path, node)
        while here and (here[0], here[1].start) not in seen:
            seen.add((here[0], here[1].start))
            yield here
            base = here[1].extends
            meaning = self.meaning(here[0], base.name) if isinstance(base, Name) else None
            here = _class(meaning)

    def heirs(self, path: str, node: Shape | Class) -> Iterator[tuple[str, Class]]:
        """The classes that say they implement an interface or extend a class, and are no abstract ones."""
        if node.name is None:
            return
        self.consulted.add(_heirs_of(node.name))
        for file in self._heirs.of(node.name):
            scope = self.scope(file)
            for one in scope.types.values() if scope else ():
                is_meant = isinstance(one, Class) and not one.is_abstract and node.name in _parents(one)
                if isinstance(one, Class) and is_meant and self.type(file, node.name) == (path, node):
                    yield file, one

    def member(self, path: str, node: Class, name: str) -> tuple[str, Class, Field | Method] | None:
        """A member of a class or of its bases, and where it stands."""
        for file, owner in self.bases(path, node):
            for member in owner.members:
                if member.name == name:
                    return file, owner, member
        return None

    def _local(self, path: str, name: str, depth: int) -> Meaning | None:
        scope = self.scope(path)
        if scope is None:
            return None
        if name in scope.declared:
            return Definition(path, name, scope.declared[name])
        if name in scope.imported:
            return self._there(path, *scope.imported[name], depth)
        return None

    def _there(self, importer: str, module: str, name: str, depth: int) -> Meaning | None:
        if (importer, module) not in self._ways:
            self._ways[importer, module] = self.files.resolve(importer, module)
        target = self._ways[importer, module]
        if target is None:
            return Outside(module, name)
        if name == "*":
            return Whole(target)
        return self.exported(target, name, depth - 1)


def _heirs_of(name: str) -> str:
    """A question, where files are told: no file has such a name."""
    return f"the heirs of {name}"


def _parents(node: Class) -> Iterator[str]:
    """The names of what a class extends and implements."""
    if isinstance(node.extends, Name):
        yield node.extends.name
    yield from (one.partition("<")[0].strip() for one in node.implements)


def _class(meaning: Meaning | None) -> tuple[str, Class] | None:
    if isinstance(meaning, Definition) and isinstance(meaning.node, Class):
        return meaning.path, meaning.node
    return None
