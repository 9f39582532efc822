"""`tsconfig.json` files joined: which one holds for a folder, what it inherits, where its `paths` lead."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from blueprint_ls.codebase.packages import Packages, fits
from blueprint_ls.codebase.walk import Entry

_NAMES = ("tsconfig.json", "jsconfig.json")
_BASES = ("tsconfig.base.json", "tsconfig.json")
_DEEP = 12


@dataclass(frozen=True, slots=True)
class Settings:
    """What one configuration says with all that it extends."""

    paths: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Patterns, and where each leads, from the root of the workspace."""
    base: str | None = None
    """`baseUrl`, from the root of the workspace."""
    options: Mapping[str, object] = field(default_factory=dict)
    """All compiler options in force."""


class Tsconfigs:
    """Every configuration of the workspace."""

    def __init__(
        self, files: Mapping[str, Entry], read: Callable[[str], Mapping[str, object] | None], packages: Packages
    ) -> None:
        self._files = files
        self._read = read
        self._packages = packages
        self._settings: dict[tuple[str, str], Settings] = {}
        self._near: dict[str, str | None] = {}

    def nearest(self, folder: str) -> str | None:
        """The configuration that holds for the files of a folder."""
        if folder not in self._near:
            own = next((path for name in _NAMES if (path := posixpath.join(folder, name)) in self._files), None)
            self._near[folder] = own or (self.nearest(posixpath.dirname(folder)) if folder else None)
        return self._near[folder]

    def settings(self, path: str) -> Settings:
        """What a configuration says with all that it extends."""
        return self._joined(path, posixpath.dirname(path), ())

    def candidates(self, folder: str, specifier: str) -> list[str]:
        """Paths without extension that a bare specifier may stand for, by the configuration of a folder."""
        nearest = self.nearest(folder)
        return self._tries(nearest, specifier) if nearest else []

    def candidates_above(self, folder: str, specifier: str) -> list[str]:
        """The same by the configurations further up, the nearest first."""
        found: list[str] = []
        nearest = self.nearest(folder)
        while folder:
            folder = posixpath.dirname(folder)
            for name in _BASES:
                path = posixpath.join(folder, name)
                if path in self._files and path != nearest:
                    found += self._tries(path, specifier)
        return found

    def output_of(self, home: str) -> tuple[str, str] | None:
        """Where a package's build writes, and from where it reads, if its configuration says both."""
        path = posixpath.join(home, "tsconfig.json")
        options = self.settings(path).options if path in self._files else {}
        out, source = options.get("outDir"), options.get("rootDir")
        if not isinstance(out, str) or not isinstance(source, str):
            return None
        return out, source

    def _tries(self, path: str, specifier: str) -> list[str]:
        found = _tries(self.settings(path), specifier)
        for reference in self._references(path):
            found += _tries(self.settings(reference), specifier)
        return found

    def _references(self, path: str) -> list[str]:
        """The configurations beside it that a configuration without files of its own points at."""
        said = self._read(path) or {}
        references = said.get("references")
        beside = posixpath.dirname(path)
        found = []
        for reference in references if isinstance(references, list) else []:
            other = _join(beside, reference)
            if other not in self._files:
                other = _join(other, "tsconfig.json")
            if other in self._files and (posixpath.dirname(other) == beside or said.get("files") == []):
                found.append(other)
        return found

    def _joined(self, path: str, asking: str, on_the_way: tuple[str, ...]) -> Settings:
        key = (path, asking)
        if key not in self._settings:
            if path in on_the_way or len(on_the_way) > _DEEP:
                return Settings()
            self._settings[key] = self._join(path, asking, (*on_the_way, path))
        return self._settings[key]

    def _join(self, path: str, asking: str, on_the_way: tuple[str, ...]) -> Settings:
        said = self._read(path) or {}
        folder = posixpath.dirname(path)
        below = Settings()
        extends = said.get("extends")
        for reference in extends if isinstance(extends, list) else []:
            other = self._extended(folder, reference)
            if other:
                inherited = self._joined(other, asking, on_the_way)
                below = Settings(
                    inherited.paths or below.paths, inherited.base or below.base, {**below.options, **inherited.options}
                )
        options = said.get("compilerOptions")
        return _over(below, options if isinstance(options, dict) else {}, folder, asking)

    def _extended(self, folder: str, reference: str) -> str | None:
        if reference.startswith(("./", "../")) or reference in (".", ".."):
            return self._existing(_join(folder, reference))
        named = self._packages.named(reference, folder)
        if named is None:
            return None
        home, inner = named
        return self._existing(_join(home, "tsconfig.json" if inner == "." else inner))

    def _existing(self, path: str) -> str | None:
        tries = (path, f"{path}.json", posixpath.join(path, "tsconfig.json"))
        return next((one for one in tries if one in self._files), None)


def _over(below: Settings, options: Mapping[str, object], folder: str, asking: str) -> Settings:
    """A configuration's own options over those it extends; paths in it are told from its own folder."""
    placed = dict(options)
    for name in ("baseUrl", "outDir", "rootDir"):
        if isinstance(value := options.get(name), str):
            placed[name] = _place(folder, value, asking)
    base = placed.get("baseUrl") if isinstance(placed.get("baseUrl"), str) else below.base
    paths = options.get("paths")
    mapped = below.paths
    if isinstance(paths, dict):
        start = base if isinstance(base, str) else folder
        mapped = tuple(
            (pattern, tuple(_place(start, one, asking) for one in several if isinstance(one, str)))
            for pattern, several in paths.items()
            if isinstance(several, list)
        )
    return Settings(mapped, base if isinstance(base, str) else None, {**below.options, **placed})


def _tries(settings: Settings, specifier: str) -> list[str]:
    longest = -1
    found: list[str] = []
    for pattern, several in settings.paths:
        before, star, after = pattern.partition("*")
        if not star and pattern == specifier:
            found, longest = list(several), len(specifier) + 1
        elif star and len(before) > longest and fits(pattern, specifier):
            inner = specifier[len(before) : len(specifier) - len(after)]
            found, longest = [posixpath.normpath(one.replace("*", inner)) for one in several], len(before)
    if settings.base is not None:
        found.append(_join(settings.base, specifier))
    return found


def _place(folder: str, path: str, asking: str) -> str:
    if path.startswith("${configDir}"):
        return _join(asking, path.removeprefix("${configDir}").lstrip("/"))
    return _join(folder, path)


def _join(folder: str, path: str) -> str:
    joined = posixpath.normpath(posixpath.join(folder, path))
    return "" if joined == "." else joined
