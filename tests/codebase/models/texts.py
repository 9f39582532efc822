"""A repository of a few texts, and what its models are."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping

from blueprint_ls.codebase.facts import FileFacts
from blueprint_ls.codebase.models import models_of, prisma, sql
from blueprint_ls.codebase.models.entities import Models
from blueprint_ls.codebase.models.join import join
from blueprint_ls.codebase.typescript.lower import lower
from blueprint_ls.codebase.typescript.tree import Module
from codebase.models.shown import shown

ENDINGS = ("", ".ts", ".js", "/index.ts")


class Texts:
    """Texts by path, as the join asks for them."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self.files = files
        self.selected = list(files)
        self._facts: dict[str, FileFacts] = {}

    def facts(self, path: str) -> FileFacts | None:
        if path not in self._facts and path in self.files:
            self._facts[path] = _facts(path, self.files[path].encode())
        return self._facts.get(path)

    def module(self, path: str) -> Module | None:
        facts = self.facts(path)
        return facts.module if facts else None

    def resolve(self, importer: str, specifier: str) -> str | None:
        aim = posixpath.normpath(posixpath.join(posixpath.dirname(importer), specifier))
        return next((aim + ending for ending in ENDINGS if aim + ending in self.files), None)


def joined(files: Mapping[str, str]) -> Models:
    return join(Texts(files))


def script(text: str, kind: str = "typescript") -> str:
    """The models of one script, as text."""
    return shown(models_of(lower(text.encode(), kind)))


def _facts(path: str, data: bytes) -> FileFacts:
    if path.endswith(".prisma"):
        return prisma.read(data)
    if path.endswith(".sql"):
        return sql.read(data)
    if not path.endswith((".ts", ".js")):
        return FileFacts("other")
    kind = "typescript" if path.endswith(".ts") else "javascript"
    module = lower(data, kind)
    return FileFacts(kind, module, models_of(module))
