"""How the TypeScript compiler is set for most of the code."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Mapping

from blueprint_ls.generate.observed.parts import Part, Row, boolean, enumerated, quoted
from blueprint_ls.generate.observed.view import View
from blueprint_ls.judge.code.checks.standards import chain
from blueprint_ls.judge.code.checks.standards import said as said_of

_FLAGS = (
    ("noUncheckedIndexedAccess", "no_unchecked_indexed_access"),
    ("exactOptionalPropertyTypes", "exact_optional_property_types"),
    ("noImplicitOverride", "no_implicit_override"),
)


def typescript(view: View) -> Part | None:
    """What holds for most of the code, and the configuration that says so for most of it."""
    sizes = _compiled(view)
    chains = {path: chain(view.case, path)[0] for path in sizes}
    strict = {path: said for path, files in chains.items() if (said := _first(view, files, "strict"))}
    if not strict:
        return None
    holds = _most(strict, sizes)
    origins = Counter[str]()
    for path, (origin, value) in strict.items():
        origins[origin] += sizes[path] if value is holds else 0
    config = min(origins, key=lambda path: (-origins[path], path))
    rows: list[Row] = [("strict", boolean(holds)), ("config", quoted(config))]
    example = next(path for path, said in strict.items() if said == (config, holds))
    target = _first(view, chains[example], "target")
    rows += [("target", name)] if target and re.fullmatch(r"es\w+", name := str(target[1]).lower()) else []
    for key, name in _FLAGS:
        flags = {path: _first(view, files, key) or (path, False) for path, files in chains.items()}
        rows += [(name, "true")] if _most(flags, sizes) else []
    line = view.places.line(config, said_of(view.case, config)["places"]["strict"][0])
    other = sorted(path for path, (_, value) in strict.items() if value is not holds)
    notes = [f"{'Not strict' if holds else 'Strict'}: {enumerated(other)}"] if other else []
    return Part("typescript", rows, evidence=[f"{config}:{line}"], notes=notes)


def _compiled(view: View) -> dict[str, int]:
    """The configurations that compile code of the product, each with how many files it is the nearest to."""
    names = [path for path, data in view.manifests("tsconfig") if data and data.get("files") != []]
    folders = {posixpath.dirname(path): path for path in names if posixpath.basename(path) == "tsconfig.json"}
    found: Counter[str] = Counter()
    for script in view.scripts:
        folder = posixpath.dirname(script)
        while folder and folder not in folders:
            folder = posixpath.dirname(folder)
        if folder in folders:
            found[folders[folder]] += 1
    return dict(found)


def _first(view: View, configurations: Iterable[str], option: str) -> tuple[str, object] | None:
    """The configuration that decides an option, and its value."""
    for path in configurations:
        options = said_of(view.case, path).get("compilerOptions", {})
        if option in options:
            return path, options[option]
    return None


def _most(values: Mapping[str, tuple[str, object]], sizes: Mapping[str, int]) -> bool:
    """Whether an option is on for most of the code."""
    on = sum(sizes[path] for path, (_, value) in values.items() if value is True)
    return on * 2 > sum(sizes[path] for path in values)
