"""Which models belong together: the package of a file, the folder of a Prisma schema, the run of migrations."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping

_DATED = re.compile(r"^\d{3,}")


def package_of(path: str, packages: frozenset[str]) -> str:
    """The nearest folder above a file that holds a `package.json`; the root is empty."""
    folder = posixpath.dirname(path)
    while folder and folder not in packages:
        folder = posixpath.dirname(folder)
    return folder


def packages_in(files: Iterable[str]) -> frozenset[str]:
    """The folders that hold a `package.json`."""
    return frozenset(posixpath.dirname(path) for path in files if posixpath.basename(path) == "package.json")


def prisma_root(path: str, heads: Iterable[str]) -> str:
    """The folder of the schema that a `.prisma` file is part of: where its datasource or generator stands.

    `heads` are the files that have one. A file is part of the nearest schema at or above its folder.
    """
    folders = {posixpath.dirname(head) for head in heads}
    folder = start = posixpath.dirname(path)
    while folder not in folders and folder:
        folder = posixpath.dirname(folder)
    return folder if folder in folders else start


def migration_root(path: str) -> str:
    """The folder whose scripts are applied one after the other: `migrations` of `migrations/2026_x/migration.sql`."""
    folder = posixpath.dirname(path)
    own = posixpath.basename(folder)
    return posixpath.dirname(folder) if _DATED.match(own) or posixpath.basename(path) == "migration.sql" else folder


def grouped(paths: Iterable[str], roots: Mapping[str, str]) -> dict[str, list[str]]:
    """Paths by their root, each group in the order of its names."""
    found: dict[str, list[str]] = {}
    for path in sorted(paths):
        found.setdefault(roots[path], []).append(path)
    return found
