"""Which file of the workspace a module specifier names, without `node_modules`: the workspace's own source."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Mapping

from blueprint_ls.codebase.packages import Packages, targets, under
from blueprint_ls.codebase.tsconfigs import Tsconfigs
from blueprint_ls.codebase.walk import Entry

SWAPS = {
    ".js": (".ts", ".tsx", ".js", ".jsx", ".d.ts"),
    ".jsx": (".tsx", ".jsx"),
    ".mjs": (".mts", ".mjs", ".d.mts"),
    ".cjs": (".cts", ".cjs", ".d.cts"),
}
"""What a written extension may stand for: the compiler's output is imported, the source is meant."""
ADDED = (".ts", ".tsx", ".mts", ".cts", ".d.ts", ".js", ".jsx", ".mjs", ".cjs", ".json")
_OUTPUT = ("dist", "build", "lib", "out", "output", "es", "esm", "cjs", ".output")
_FLAVORS = ("esm", "cjs", "commonjs", "es", "es6", "node", "browser", "types", "module", "umd", "src")
_ENDINGS = (".d.ts", ".d.mts", ".d.cts", ".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx")

Read = Callable[[str], Mapping[str, object] | None]


class Resolver:
    """Answers for one state of the workspace; a new one is made when files come or go or a manifest changes."""

    def __init__(self, files: Mapping[str, Entry], links: Mapping[str, str], read: Read) -> None:
        """`read` gives what a manifest says, None where it says nothing."""
        self._files = files
        self._links = links
        self._packages = Packages(files, read)
        self._tsconfigs = Tsconfigs(files, read, self._packages)
        self._known: dict[tuple[str, str], str | None] = {}

    def resolve(self, importer: str, specifier: str) -> str | None:
        """The file that `specifier` names in `importer`; None for other people's packages and for nothing."""
        key = (posixpath.dirname(importer), specifier)
        if key not in self._known:
            self._known[key] = self._resolve(*key)
        return self._known[key]

    def forget(self) -> None:
        """Answers anew from now on: files came or went, and no manifest among them."""
        self._known.clear()

    def _resolve(self, folder: str, specifier: str) -> str | None:
        specifier = specifier.partition("?")[0] if not specifier.startswith("?") else specifier
        if not specifier or ":" in specifier or specifier.startswith("/") or "\0" in specifier:
            return None
        if specifier.startswith(("./", "../")) or specifier in (".", ".."):
            return self.file(_join(folder, specifier))
        return (
            self._by_paths(folder, specifier)
            or self._by_package(folder, specifier)
            or self._by_paths_above(folder, specifier)
        )

    def _by_paths(self, folder: str, specifier: str) -> str | None:
        tries = self._tsconfigs.candidates(folder, specifier)
        return self._first(tries)

    def _by_paths_above(self, folder: str, specifier: str) -> str | None:
        """A configuration further up that the nearest one forgot to extend."""
        return self._first(self._tsconfigs.candidates_above(folder, specifier))

    def _by_package(self, folder: str, specifier: str) -> str | None:
        if specifier.startswith("#"):
            home = self._packages.around(folder)
            imports = self._packages.data(home).get("imports") if home is not None else None
            for target in targets(imports, specifier):
                if target.startswith("#"):
                    continue  # it may not name another of its own
                inner = self._target(home or "", target) if target.startswith(".") else self._resolve(folder, target)
                if inner:
                    return inner
            return None
        found = self._packages.named(specifier, folder)
        return self._in_package(found[0], found[1]) if found else None

    def _in_package(self, home: str, inner: str) -> str | None:
        """The file of a package that `.` or `./inner` names."""
        data = self._packages.data(home)
        exports = data.get("exports")
        if exports is not None:
            found = self._first_target(home, targets(exports, inner))
            if found:
                return found
        if inner != ".":
            return self.file(_join(home, inner)) or self._source_of(home, inner)
        entries = [entry for key in ("source", "types", "module", "main") if isinstance(entry := data.get(key), str)]
        return self._first_target(home, entries) or self._first(
            _join(home, name) for name in ("src/index", "index", "src")
        )

    def _first_target(self, home: str, entries: list[str]) -> str | None:
        """The first entry that leads to source; declarations only where there is no source."""
        found = [path for entry in entries if (path := self._target(home, entry))]
        return next((path for path in found if ".d." not in posixpath.basename(path)), found[0] if found else None)

    def _target(self, home: str, entry: str) -> str | None:
        return self.file(_join(home, entry)) or self._source_of(home, entry)

    def _source_of(self, home: str, entry: str) -> str | None:
        """The source of a file that a build writes: `dist/esm/api.js` is `src/api.ts`."""
        path = posixpath.normpath(entry)
        stem = next((path.removesuffix(ending) for ending in _ENDINGS if path.endswith(ending)), path)
        out = self._tsconfigs.output_of(home)
        if out and under(_join(home, stem), out[0]):
            inner = _join(home, stem)[len(out[0]) :].lstrip("/")
            found = self.file(_join(out[1], inner), bare=True)
            if found:
                return found
        return self._first(_join(home, guess) for guess in _guesses(stem.split("/")))

    def _first(self, tries: Iterable[str]) -> str | None:
        for candidate in tries:
            found = self.file(candidate)
            if found:
                return found
        return None

    def file(self, path: str, bare: bool = False) -> str | None:
        """The file that a path without or with the wrong extension stands for; a folder stands for its index."""
        found = self._file(path, bare)
        return found if found or not self._links else self._linked(path, bare)

    def _linked(self, path: str, bare: bool) -> str | None:
        for link, target in self._links.items():
            if path == link or path.startswith(link + "/"):
                return self._file(_join(target, path[len(link) :].lstrip("/")), bare)
        return None

    def _file(self, path: str, bare: bool) -> str | None:
        if path.startswith("../") or path == "..":
            return None
        stem, extension = posixpath.splitext(path)
        for swapped in SWAPS.get(extension, ()) if not bare else ():
            if stem + swapped in self._files:
                return stem + swapped
        if path in self._files:
            return path
        for added in ADDED:
            if path + added in self._files:
                return path + added
        return self._index(path)

    def _index(self, folder: str) -> str | None:
        prefix = f"{folder}/" if folder and folder != "." else ""
        if prefix and f"{prefix}package.json" in self._files and not self._packages.is_entering(folder):
            with self._packages.entering(folder):
                found = self._in_package(folder, ".")
            if found:
                return found
        return next((name for added in ADDED if (name := f"{prefix}index{added}") in self._files), None)


def _guesses(parts: list[str]) -> list[str]:
    """Where the source of a built file may stand, the likeliest first."""
    if parts and parts[0] in _OUTPUT:
        parts = parts[1:]
    inner = list(parts)
    while len(inner) > 1 and inner[0] in _FLAVORS:
        inner = inner[1:]
    found = []
    for rest in (inner, parts):
        tail = "/".join(rest)
        found += [f"src/{tail}", tail, f"lib/{tail}", f"source/{tail}"]
    return list(dict.fromkeys(found))


def _join(folder: str, path: str) -> str:
    joined = posixpath.normpath(posixpath.join(folder, path))
    return "" if joined == "." else joined
